import { expect, test } from 'vitest';
import type { MarketMs } from '../lib/time.ts';
import { barTimes, visibleUntil } from './bar-times.ts';

const at = (text: string): MarketMs => Date.parse(text) as MarketMs;

test.each([
  ['us', '1d', '2020-01-10', '2020-01-10T14:30:00Z', '2020-01-10T21:00:00Z'],
  ['us', '1d', '2020-07-10', '2020-07-10T13:30:00Z', '2020-07-10T20:00:00Z'],
  ['us', '1d', '2019-11-29', '2019-11-29T14:30:00Z', '2019-11-29T18:00:00Z'],
  ['us', '1d', '2020-01-11', '2020-01-11T14:30:00Z', '2020-01-11T21:00:00Z'],
  ['krx', '1d', '2020-07-10', '2020-07-10T00:00:00Z', '2020-07-10T06:30:00Z'],
  ['us', '1w', '2020-01-06', '2020-01-06T14:30:00Z', '2020-01-12T21:00:00Z'],
  ['demo-us', '15m', '2020-01-06T10:15:00Z', '2020-01-06T10:15:00Z', '2020-01-06T10:30:00Z'],
] as const)('%s %s bar of %s is open from %s to %s', (exchange, timeframe, t, openAt, closeAt) => {
  expect(barTimes(exchange, timeframe, at(t))).toEqual({ openAt: at(openAt), closeAt: at(closeAt) });
});

test('a bar is visible from its close on, not a millisecond before', () => {
  for (const exchange of ['us', 'krx', 'demo-us', 'demo-krx'] as const) {
    for (const timeframe of ['1m', '15m', '1h', '1d', '1w'] as const) {
      for (const t of [at('2020-01-06T00:00:00Z'), at('2020-03-09T00:00:00Z'), at('2020-11-02T00:00:00Z')]) {
        const { closeAt } = barTimes(exchange, timeframe, t);
        expect(visibleUntil(exchange, timeframe, closeAt)).toBeGreaterThan(t);
        expect(visibleUntil(exchange, timeframe, (closeAt - 1) as MarketMs)).toBeLessThanOrEqual(t);
      }
    }
  }
});
