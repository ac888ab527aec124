import { expect, it } from 'vitest';
import type { MarketMs, TradingDay } from '../../lib/time.ts';
import { dailyPriceLimits } from '../price-limit.ts';
import { calendarOf } from './market-calendar.ts';
import { sessionKindAt } from './session-kind.ts';
import { sessionsAgo } from './sessions-ago.ts';
import { settlesOn } from './settlement.ts';

const at = (iso: string): MarketMs => Date.parse(iso) as MarketMs;

it.each([
  // A Friday in New York, UTC−5.
  ['us', '2026-11-20T08:59:59Z', 'closed'],
  ['us', '2026-11-20T09:00:00Z', 'extended'],
  ['us', '2026-11-20T14:27:59Z', 'extended'],
  ['us', '2026-11-20T14:28:00Z', 'opening-auction'],
  ['us', '2026-11-20T14:30:00Z', 'regular'],
  ['us', '2026-11-20T20:49:59Z', 'regular'],
  ['us', '2026-11-20T20:50:00Z', 'closing-auction'],
  ['us', '2026-11-20T21:00:00Z', 'extended'],
  ['us', '2026-11-21T01:00:00Z', 'closed'],
  ['us', '2026-11-21T16:00:00Z', 'closed'],
  // The day after Thanksgiving ends at 13:00.
  ['us', '2026-11-27T15:00:00Z', 'half'],
  ['us', '2026-11-27T17:55:00Z', 'closing-auction'],
  ['us', '2026-11-27T18:00:00Z', 'extended'],
  // Seoul, UTC+9.
  ['krx', '2026-11-20T23:29:59Z', 'closed'],
  ['krx', '2026-11-22T23:30:00Z', 'opening-auction'],
  ['krx', '2026-11-23T00:00:00Z', 'regular'],
  ['krx', '2026-11-23T06:20:00Z', 'closing-auction'],
  ['krx', '2026-11-23T07:00:00Z', 'extended'],
  ['demo-us', '2026-11-21T03:00:00Z', 'regular'],
] as const)('%s at %s: %s', (exchange, instant, kind) => {
  expect(sessionKindAt(calendarOf(exchange), exchange, at(instant))).toBe(kind);
});

it.each([
  ['us', '2026-11-20', '2026-11-23', 'over a weekend'],
  ['us', '2026-11-25', '2026-11-27', 'over Thanksgiving'],
  ['us', '2024-05-24', '2024-05-29', 'the last trade of T+2, over Memorial Day'],
  ['us', '2024-05-28', '2024-05-29', 'the first of T+1'],
  ['us', '2017-09-01', '2017-09-07', 'T+3, over Labor Day'],
  ['krx', '2026-11-20', '2026-11-24', 'T+2 in Seoul'],
] as const)('a trade at %s on %s has its cash on %s: %s', (...[exchange, traded, settled]) => {
  expect(settlesOn(calendarOf(exchange), exchange, traded as TradingDay)).toBe(settled);
});

it('sessions between two instants are trading days of their exchange, not days', () => {
  const friday = at('2026-11-20T15:00:00Z');
  const between = (from: MarketMs, to: MarketMs): number => sessionsAgo(to)('us', from);
  expect(between(friday, at('2026-11-20T20:00:00Z'))).toBe(0);
  expect(between(friday, at('2026-11-22T15:00:00Z')), 'a Sunday belongs to its Friday').toBe(0);
  expect(between(friday, at('2026-11-23T15:00:00Z'))).toBe(1);
  expect(between(friday, at('2026-11-30T15:00:00Z')), 'without Thanksgiving').toBe(5);
  expect(between(at('2020-01-02T15:00:00Z'), friday), 'far more than anybody asks').toBe(251);
  // One counter, asked near and far in any order, and of two exchanges.
  const ago = sessionsAgo(at('2026-11-30T15:00:00Z'));
  const asked = ['2026-11-23', '2020-01-02', '2026-11-27', '2026-11-30'].map((day) => at(`${day}T15:00:00Z`));
  expect(asked.map((from) => ago('us', from))).toEqual([4, 251, 1, 0]);
  expect(ago('krx', at('2026-11-26T03:00:00Z')), 'no Thanksgiving in Seoul, where Tuesday has begun').toBe(3);
});

it.each([
  [71_200, 49_900, 92_500],
  [9_990, 7_000, 12_980],
  [1_000, 700, 1_300],
  [500_000, 350_000, 650_000],
])('a KRX close of %i is followed by prices from %i to %i', (close, lowest, highest) => {
  expect(dailyPriceLimits({ exchange: 'krx', kind: 'stock' }, close)).toEqual({ lowest, highest });
});
