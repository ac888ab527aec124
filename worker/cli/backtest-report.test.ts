import { expect, test } from 'vitest';
import { aBacktest, ran } from '#shared/testing/a-backtest.ts';
import { googHistory } from '#shared/testing/goog-bars.ts';
import type { MarketMs } from '#shared/lib/time.ts';
import { backtestLines } from './backtest-report.ts';

/** The report of GOOG's first bars, or of all. */
function reportOf(days?: number): string {
  const bars = googHistory();
  const to = days === undefined ? null : ((bars.t[days - 1] ?? 0) as MarketMs);
  const input = aBacktest(bars, { to });
  return backtestLines(input, ran(input)).join('\n');
}

test('what was not bought is said without gaps, and no month is minus zero', () => {
  const sizing = { kind: 'bot', riskLevel: 'medium', limits: null, otherCash: 0 } as const;
  const input = aBacktest(googHistory(), { cash: 1_000, sizing });
  const text = backtestLines(input, ran(input)).join('\n');
  expect(text).toMatch(/^ {2}\d+ × too small$/m);
  expect(text).toContain('1 closed trade:');
  expect(text).not.toMatch(/\?|-0\.0\b/);
});

test('figures of a year are left out of a few days, with the reason, and stand over months', () => {
  const few = reportOf(15);
  expect(few).toMatch(/^ {2}a year +–, swings a year –$/m);
  expect(few).toMatch(/turned over a year –$/m);
  expect(few).toContain('Under 28 days: too short');
  const months = reportOf();
  expect(months).toMatch(/^ {2}a year +-?[\d.]+%, swings a year [\d.]+%$/m);
  expect(months).not.toContain('Under 28 days');
});

test('the time in closed trades is not called none where none was closed', () => {
  const text = reportOf(15);
  expect(text).toMatch(/^ {2}time in closed trades +–,/m);
});
