import { describe, expect, it } from 'vitest';
import { pastOfCloses, somePast } from '../testing/some-past.ts';
import { correlation, countsBars, pastOfBars, returnsAt, returnsOf } from './past-prices.ts';

const rows = (length: number, of: (at: number) => number): Float64Array =>
  Float64Array.from({ length }, (_, at) => of(at));

describe('past prices', () => {
  it('count bars as days where days pass in minutes, and nowhere else', () => {
    expect((['us', 'krx', 'demo-us', 'demo-krx'] as const).filter((exchange) => countsBars(exchange))).toEqual([
      'demo-us',
      'demo-krx',
    ]);
  });

  it('are the newest 61 closed bars with what was traded in each, and no bar that is not closed', () => {
    const bars = { t: rows(100, (at) => at), c: rows(100, (at) => 10 + at), v: rows(100, () => 3) };
    const past = pastOfBars(bars, 90);
    expect(Array.from(past.t)).toEqual(Array.from({ length: 61 }, (_, at) => 29 + at));
    expect(past.close[60]).toBe(99);
    expect(past.tradedValue[0]).toBe(39 * 3);
    expect(pastOfBars(bars).close[60], 'all of them where nothing is open').toBe(109);
    expect(Array.from(pastOfBars(bars, 2).close), 'fewer where there are fewer').toEqual([10, 11]);
    expect(pastOfBars({ ...bars, v: rows(95, () => 3) }).tradedValue[60], 'a volume nobody knows').toBeNaN();
  });
});

describe('returns', () => {
  it('are the changes of the newest 60 closes, at the instant each ended', () => {
    const past = pastOfCloses(Array.from({ length: 70 }, (_, day) => 2 ** (day % 2)));
    const { t, value } = returnsOf(past);
    expect(t).toHaveLength(60);
    expect([t[0], t[59]]).toEqual([past.t[10], past.t[69]]);
    expect([value[0], value[1]]).toEqual([-0.5, 1]);
    expect(returnsOf(past), 'reckoned once').toBe(returnsOf(past));
    expect(returnsOf(pastOfCloses([4, 5, 10])).value).toEqual(Float64Array.from([0.25, 1]));
    expect(returnsOf(pastOfCloses([])).value).toHaveLength(0);
  });

  it('are none beside a price that is none', () => {
    for (const none of [0, -1, Number.NaN]) {
      const { t, value } = returnsOf(pastOfCloses([4, none, 8, 16]));
      expect([...value]).toEqual([1]);
      expect([...t]).toEqual([3 * 86_400_000]);
    }
  });

  it('are looked up by instant, with a gap where there is none', () => {
    const returns = { t: Float64Array.from([10, 20, 40]), value: Float64Array.from([1, 2, 4]) };
    expect([...returnsAt(returns, Float64Array.from([5, 10, 30, 40, 50]))]).toEqual([NaN, 1, NaN, 4, NaN]);
    expect([...returnsAt({ t: new Float64Array(), value: new Float64Array() }, Float64Array.from([5]))]).toEqual([NaN]);
  });
});

describe('a correlation', () => {
  /** By the textbook: the mean of the products of what is left without the means. */
  const byTheBook = (a: Float64Array, b: Float64Array): number => {
    const mean = (row: Float64Array): number => row.reduce((total, one) => total + one, 0) / row.length;
    const [midA, midB] = [mean(a), mean(b)];
    const spread = (row: Float64Array, mid: number) => Math.hypot(...row.map((one) => one - mid));
    const together = a.reduce((total, one, at) => total + (one - midA) * (b[at]! - midB), 0);
    return together / (spread(a, midA) * spread(b, midB));
  };
  const [one, two] = [returnsOf(somePast(1)).value, returnsOf(somePast(2)).value];

  it('is Pearson’s', () => {
    expect(correlation(one, two)).toBeCloseTo(byTheBook(one, two), 10);
    const far = two.map((value) => 5 - 3 * value);
    expect(correlation(two, far)).toBeCloseTo(-1, 10);
    const mixed = one.map((value, at) => 0.8 * value + two[at]! + 0.3);
    expect(correlation(one, mixed)).toBeCloseTo(byTheBook(one, mixed), 10);
    expect(Math.abs(byTheBook(one, mixed))).toBeGreaterThan(0.2);
  });

  it('counts only instants at which both moved, and needs 20 of them', () => {
    const holes = two.map((value, at) => (at % 3 === 0 ? NaN : value));
    const kept = (row: Float64Array) => row.filter((_, at) => at % 3 !== 0);
    expect(correlation(one, holes)).toBeCloseTo(byTheBook(kept(one), kept(two)), 10);
    expect(correlation(holes, one)).toBeCloseTo(byTheBook(kept(one), kept(two)), 10);
    expect(correlation(one.subarray(0, 20), two.subarray(0, 20))).not.toBeNull();
    expect(correlation(one.subarray(0, 19), two.subarray(0, 19))).toBeNull();
  });

  it('is none with something that never moves, or always by the same', () => {
    const still = rows(60, () => 0);
    const steady = rows(60, () => 0.0123);
    for (const row of [still, steady]) {
      expect(correlation(one, row)).toBeNull();
      expect(correlation(row, one)).toBeNull();
    }
    expect(
      correlation(
        one,
        rows(60, (at) => 1 + (at % 2) / 1_000),
      ),
      'a little is enough',
    ).not.toBeNull();
  });
});
