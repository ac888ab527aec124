import { describe, expect, it } from 'vitest';
import type { BarColumns } from '../domain/bar.ts';
import { barTimes } from '../domain/bar-times.ts';
import { DAY_MS, type MarketMs } from '../lib/time.ts';
import { firstBars, someBars } from '../testing/some-bars.ts';
import { indexSignal, targetSignal, volumeSignal } from './day-signals.ts';
import { measureDay, type MeasuredDay } from './day-snapshot.ts';

const FIRST = Date.UTC(2026, 2, 2); // a Monday
const daily = someBars(260, { barMs: DAY_MS, firstAt: FIRST, seed: 4 });
const closeOf = (t: number): MarketMs => barTimes('demo-us', '1d', t).closeAt;
const measured = (bars: BarColumns, marketAt: MarketMs, timeframe: '1d' | '15m' = '1d'): MeasuredDay | null =>
  measureDay(bars, { timeframe, exchange: 'demo-us', marketAt });
function day(bars: BarColumns): MeasuredDay {
  const one = measured(bars, closeOf(bars.t.at(-1) ?? 0));
  if (one === null) throw new Error('it has a bar on the day');
  return one;
}

describe('the day of an instrument', () => {
  it('is its last daily bar against the day before and the usual volume', () => {
    const { overview, checks, levels } = day(daily);
    const last = daily.t.length - 1;
    expect(overview).toMatchObject({
      open: daily.o[last],
      close: daily.c[last],
      volume: daily.v[last],
      volumeDays: 20,
    });
    expect(overview.change).toBeCloseTo((daily.c[last] ?? 0) / (daily.c[last - 1] ?? 1) - 1, 12);
    const usual = daily.v.subarray(last - 20, last).reduce((sum, volume) => sum + volume, 0) / 20;
    expect(overview.volumeTimes).toBeCloseTo((daily.v[last] ?? 0) / usual, 12);
    expect(checks.length).toBe(6);
    expect(levels?.stop).toBeLessThan(overview.close);
  });

  it('is put together from finer bars', () => {
    const fine = someBars(96 * 6, { barMs: 900_000, firstAt: FIRST, seed: 9 });
    const one = measured(fine, (FIRST + 6 * DAY_MS) as MarketMs, '15m');
    const today = (column: Float64Array): Float64Array => column.subarray(96 * 5);
    expect(one?.overview.high).toBe(Math.max(...today(fine.h)));
    expect(one?.overview.low).toBe(Math.min(...today(fine.l)));
    expect(one?.overview.volume).toBeCloseTo(
      today(fine.v).reduce((sum, volume) => sum + volume, 0),
      6,
    );
    expect(one?.overview.volumeDays, 'the first may be cut and is left out').toBe(4);
  });

  it('is none where the instrument did not trade, and says what too few days cannot tell', () => {
    expect(measured(daily, closeOf((daily.t.at(-1) ?? 0) + DAY_MS))).toBeNull();
    const young = day(firstBars(daily, 3));
    expect(young).toMatchObject({ overview: { volumeTimes: null }, levels: null, checks: [], bullFlag: null });
    expect(day(firstBars(daily, 1)).overview.change).toBeNull();
  });

  it('never changes for what comes after', () => {
    const cut = firstBars(daily, 200);
    expect(day(cut)).toEqual(day(firstBars(firstBars(daily, 230), 200)));
  });
});

describe('what is told of it', () => {
  const usual = day(daily);
  const check = (passed: boolean) => ({ code: 'trend' as const, passed, values: {} });
  const told = (change: Partial<MeasuredDay['overview']>, passed: boolean) =>
    volumeSignal({ ...usual, overview: { ...usual.overview, ...change }, checks: [check(passed)] })?.action;

  it('is unusual volume from three times on, with the side of the day and of the checks', () => {
    expect(told({ volumeTimes: 2.9, change: 0.05 }, true)).toBeUndefined();
    expect(told({ volumeTimes: null, change: 0.05 }, true)).toBeUndefined();
    expect(told({ volumeTimes: 3, change: 0.05 }, true)).toBe('buy');
    expect(told({ volumeTimes: 3, change: -0.05 }, false)).toBe('sell');
    expect(told({ volumeTimes: 3, change: 0.05 }, false)).toBe('watch');
    expect(told({ volumeTimes: 3, change: null }, true)).toBe('watch');
  });

  it('is a reached target: hold on while checks speak for it, else sell', () => {
    const reached = { target: 110, stop: 90, setOn: '2026-03-02', days: 3 };
    expect(targetSignal({ ...usual, checks: [check(true)] }, reached).action).toBe('hold');
    expect(targetSignal({ ...usual, checks: [check(false)] }, reached).action).toBe('sell');
  });

  it('is an index change: buy what joins while there is time, sell what leaves', () => {
    const now = { marketAt: FIRST as MarketMs, price: 10 };
    const at = (days: number) => ({
      instrumentId: 'i' as never,
      at: (FIRST + days * DAY_MS) as MarketMs,
      about: 'IDX',
    });
    expect(indexSignal({ ...at(5), kind: 'index-addition' }, now)).toMatchObject({
      action: 'buy',
      reasons: [{ code: 'joins-named-index', values: { index: 'IDX', days: 5 } }],
    });
    expect(indexSignal({ ...at(0.5), kind: 'index-addition' }, now)?.action).toBe('watch');
    expect(indexSignal({ ...at(5), kind: 'index-removal' }, now)?.action).toBe('sell');
    expect(indexSignal({ ...at(5), kind: 'earnings' }, now)).toBeNull();
  });
});
