import { expect, test } from 'vitest';
import { aBacktest, ran } from '#shared/testing/a-backtest.ts';
import { googHistory } from '#shared/testing/goog-bars.ts';
import { backtestLines } from './backtest-report.ts';

test('what was not bought is said without gaps, and no month is minus zero', () => {
  const sizing = { kind: 'bot', riskLevel: 'medium', limits: null, otherCash: 0 } as const;
  const input = aBacktest(googHistory(), { cash: 1_000, sizing });
  const text = backtestLines(input, ran(input)).join('\n');
  expect(text).toMatch(/^ {2}\d+ × too small$/m);
  expect(text).toContain('1 closed trade:');
  expect(text).not.toMatch(/\?|-0\.0\b/);
});
