import { expect, it } from 'vitest';
import type { InstrumentId } from '../../domain/ids.ts';
import type { UpcomingEvent } from '../../domain/screen.ts';
import { DAY_MS, type MarketMs } from '../../lib/time.ts';
import { A_HOLDING, aView } from '../../testing/a-view.ts';
import { someBars } from '../../testing/some-bars.ts';
import { INDEX_REBALANCING } from './index-rebalancing.ts';

const bars = someBars(60);
const day = (index: number): MarketMs => ((bars.t[0] ?? 0) + index * DAY_MS) as MarketMs;
const change = (kind: UpcomingEvent['kind'], known: number, at: number): UpcomingEvent => ({
  instrumentId: 'instrument-1' as InstrumentId,
  kind,
  at: day(at),
  knownAt: day(known),
});
const decide = (index: number, events: readonly UpcomingEvent[], given: Parameters<typeof aView>[2] = {}) =>
  INDEX_REBALANCING.decide(aView(INDEX_REBALANCING, bars, { ...given, index, events }));

it('buys after the announcement, never before it, and not when it is old or the change is at hand', () => {
  const joins = [change('index-addition', 31, 38)];
  const bought = bars.t.reduce<number[]>((list, _, index) => (decide(index, joins) ? [...list, index] : list), []);
  expect(bought, 'closes of the day it was announced and three days on').toEqual([30, 31, 32, 33]);
  expect(decide(30, [change('index-addition', 31, 31.5)])).toBeNull();
});

it('gives what it buys room for all the bars until the change, within the profile', () => {
  const price = bars.c[31] ?? NaN;
  const stopOf = (at: number): number => {
    const { stopPrice = NaN, targetPrice = NaN } = decide(31, [change('index-addition', 31, at)]) ?? {};
    expect(targetPrice).toBeGreaterThan(price);
    return 1 - stopPrice / price;
  };
  expect(stopOf(50)).toBeGreaterThan(stopOf(34));
  expect(stopOf(59)).toBeLessThan(0.081);
});

it('sells when the change has taken effect, and at once when it is announced to leave', () => {
  const holding = A_HOLDING;
  const joins = [change('index-addition', 31, 38)];
  expect(decide(36, joins, { holding })).toBeNull();
  expect(decide(38, joins, { holding })?.reasons[0]?.code).toBe('in-index-now');
  expect(decide(33, [...joins, change('index-removal', 33, 45)], { holding })?.reasons[0]).toEqual({
    code: 'leaves-index',
    values: { days: 11 },
  });
});

it('counts past additions as its record, each from the open after the announcement to the close before the change', () => {
  const past = [change('index-addition', 10, 15), change('index-addition', 20, 26)];
  const view = aView(INDEX_REBALANCING, bars, { index: 32, events: [...past, change('index-addition', 31, 38)] });
  const opinion = INDEX_REBALANCING.decide(view);
  if (opinion === null) throw new Error('it buys');
  const wins = [
    [10, 14],
    [20, 25],
  ].filter(([from, to]) => (bars.c[to ?? 0] ?? 0) > (bars.o[from ?? 0] ?? 0)).length;
  expect(INDEX_REBALANCING.explain(view, opinion).record).toEqual({ wins, total: 2 });
});
