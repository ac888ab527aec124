import { describe, expect, it } from 'vitest';
import { barsOfCloses, someBars } from '../testing/some-bars.ts';
import { analysisOf, type Measured, type Records } from './analysis.ts';
import { bullFlagAt } from '../indicators/patterns/bull-flag.ts';
import { missingOrigins } from './case-plan.ts';
import { recordOf, type ScoredCase } from './forecast-record.ts';
import { horizonOf } from './horizon-class.ts';
import { levelsOf } from './levels.ts';
import { measuresOf } from './measure.ts';
import { nextBarRange } from './next-bar-range.ts';
import { usableBars } from './usable-bars.ts';
import { walkBlocks } from './walk-forward.ts';

const cases = (count: number, of: (i: number) => ScoredCase): ScoredCase[] =>
  Array.from({ length: count }, (_, i) => of(i));
const good = recordOf(
  cases(60, (i) => ({ chanceUp: i % 2 === 0 ? 0.7 : 0.3, rose: i % 2 === 0, inside: true })),
  2,
);
const coin = recordOf(
  cases(60, (i) => ({ chanceUp: i % 3 === 0 ? 0.7 : 0.3, rose: i % 2 === 0, inside: i % 2 === 0 })),
  2,
);

function measured(): Measured {
  const bars = someBars(300, { seed: 4 });
  const close = bars.c[299]!; // in range
  const ahead = [1, 2, 3, 4, 5];
  return {
    bars: 300,
    t: bars.t[299]!, // in range
    close,
    measures: measuresOf(bars),
    patterns: [],
    range: nextBarRange(bars),
    prophet: {
      low: ahead.map(() => close * 0.8),
      median: ahead.map(() => close * 1.1),
      high: ahead.map(() => close * 1.4),
      chanceUp: 0.8,
    },
    trees: { chanceUp: 0.7 },
  };
}

describe('an analysis', () => {
  const with_ = (records: Records) => analysisOf(measured(), records, { timeframe: '1d' });

  it('lets a forecast that has earned it into rating, stop and target, and no other', () => {
    const used = with_({ prophet: good, trees: good });
    const unused = with_({ prophet: coin, trees: coin });
    const codes = (one: typeof used): string[] => one.checks.map(({ code }) => code);
    expect(codes(used)).toEqual([...codes(unused), 'forecast', 'direction']);
    expect(used.levels?.fromForecast).toBe(true);
    expect(unused.levels?.fromForecast).toBe(false);
    expect(used.levels!.stop, 'below what the band calls usual').toBeLessThanOrEqual(used.close * 0.8 + 1e-9);
    const without = analysisOf(
      { ...measured(), prophet: null, trees: null },
      { prophet: coin, trees: coin },
      { timeframe: '1d' },
    );
    expect({ ...unused, prophet: null, trees: null }).toEqual(without);
  });

  it('has a stop below and a target above the close, whatever was measured', () => {
    for (const atr of [0.0001, 1, 50]) {
      for (const forecast of [null, measured().prophet]) {
        const levels = levelsOf(100, atr, forecast)!;
        expect(levels.stop).toBeGreaterThan(0);
        expect(levels.stop).toBeLessThan(100);
        expect(levels.target).toBeGreaterThan(100);
      }
    }
    expect(levelsOf(100, null, null)).toBeNull();
  });

  it('holds long where the averages lie in order and a trend is there, never without 200 bars', () => {
    const none = measuresOf(someBars(10));
    const trend = { ...none, sma20: 12, sma50: 11, sma200: 10, adx14: 30 };
    expect(horizonOf(trend, '1d')).toBe('long');
    expect(horizonOf({ ...trend, sma200: null }, '1d')).toBe('mid');
    expect(horizonOf({ ...trend, adx14: 10 }, '1d')).toBe('short');
    expect(horizonOf({ ...trend, sma20: 10 }, '1d')).toBe('short');
    expect(horizonOf(none, '1d')).toBe('short');
    expect(horizonOf(trend, '15m'), 'a trend of fifteen-minute bars is none of months').toBe('short');
  });
});

describe('the next bar', () => {
  it('lay inside its range about 8 times of 10, on bars that had not come yet', () => {
    let inside = 0;
    let of = 0;
    for (let seed = 1; seed <= 20; seed += 1) {
      const range = nextBarRange(someBars(300, { seed }))!;
      inside += range.inside;
      of += range.of;
    }
    expect(inside / of).toBeGreaterThan(0.72);
    expect(inside / of).toBeLessThan(0.88);
    expect(nextBarRange(someBars(100))).toBeNull();
  });
});

describe('a bull flag', () => {
  const flat = Array.from({ length: 30 }, (_, i) => 100 + (i % 2) * 0.5);
  const pole = [102, 105, 108, 111, 114, 117, 120];
  const flag = [119, 118.5, 118, 117.5, 117];
  const bars = (closes: readonly number[]) => {
    const made = barsOfCloses(closes);
    made.v.forEach((_, i) => (made.v[i] = i >= 30 && i < 37 ? 3_000_000 : 1_000_000));
    return made;
  };

  it('is a steep rise, then a small fall on less volume', () => {
    const closes = [...flat, ...pole, ...flag];
    const found = bullFlagAt(bars(closes), closes.length - 1)!;
    expect(found.flagBars).toBe(5);
    expect(found.poleBars).toBeLessThanOrEqual(9);
    expect(found.rise).toBeCloseTo(0.2, 1);
    expect(found.givenBack).toBeLessThan(0.3);
  });

  it('is not a rise that was given back, one that goes on, or bars going nowhere', () => {
    for (const closes of [
      [...flat, ...pole, 115, 110, 106, 104, 102],
      [...flat, ...pole, 121, 122, 123, 124, 125],
      [...flat, ...flat],
    ])
      expect(bullFlagAt(bars(closes), closes.length - 1)).toBeNull();
  });
});

describe('what is learned from', () => {
  it('ends before what is answered, outcome included', () => {
    const blocks = walkBlocks(300, { first: 50, learnMin: 60, cases: 100, every: 20 });
    expect(blocks.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(100);
    for (const { learnTo, from, to } of blocks) {
      expect(learnTo, 'row learnTo - 1 has its outcome at row learnTo').toBeLessThanOrEqual(from);
      expect(to).toBeLessThanOrEqual(299);
    }
    expect(walkBlocks(100, { first: 50, learnMin: 60, cases: 100, every: 20 })).toEqual([]);
  });

  it('past forecasts share no bar with each other or with one that is known', () => {
    const known = [0, 7, 31];
    const all = [...missingOrigins(300, known), ...known].sort((a, b) => a - b);
    expect(all.length).toBeGreaterThan(30);
    for (let i = 1; i < all.length; i += 1) expect(all[i]! - all[i - 1]!).toBeGreaterThanOrEqual(5); // in range
    expect(missingOrigins(120, [])).toEqual([]);
  });

  it('is not bars of an exchange at night and over the holidays, which are no gap', () => {
    const minutes = someBars(200, { barMs: 900_000 });
    minutes.t.forEach((_, i) => (minutes.t[i] = minutes.t[0]! + Math.floor(i / 26) * 86_400_000 + (i % 26) * 900_000)); // in range
    expect(usableBars(minutes, '15m').ok).toBe(true);
    const days = someBars(200);
    days.t.forEach((at, i) => (days.t[i] = at + (i >= 100 ? 10 * 86_400_000 : 0)));
    expect(usableBars(days, '1d').ok, 'eleven days, as at Chuseok').toBe(true);
  });
});
