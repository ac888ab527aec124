import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../lib/time.ts';
import { barsOfCloses, numbersFrom, someBars } from '../../testing/some-bars.ts';
import { supportAndResistance } from './levels.ts';
import { emptyPeriod, readPeriodBefore } from './period.ts';
import { PIVOT_METHODS, pivotLevels, type PivotSource } from './pivot-levels.ts';

const DAY: PivotSource = { high: 110, low: 100, close: 108, nextOpen: 107 };
const near = (values: readonly number[], expected: readonly number[]): void => {
  expect(values).toHaveLength(expected.length);
  values.forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? NaN, 9));
};

describe('pivots worked out by hand: high 110, low 100, close 108, next open 107', () => {
  it('classic', () => {
    const { pivot, support, resistance } = pivotLevels('classic', DAY);
    expect(pivot).toBe(106);
    near(support, [102, 96, 92]);
    near(resistance, [112, 116, 122]);
  });
  it('fibonacci', () => {
    const { support, resistance } = pivotLevels('fibonacci', DAY);
    near(support, [102.18, 99.82, 96]);
    near(resistance, [109.82, 112.18, 116]);
  });
  it('camarilla', () => {
    const { support, resistance } = pivotLevels('camarilla', DAY);
    near(support, [108 - 11 / 12, 108 - 11 / 6, 105.25, 102.5]);
    near(resistance, [108 + 11 / 12, 108 + 11 / 6, 110.75, 113.5]);
  });
  it('woodie', () => {
    const { pivot, support, resistance } = pivotLevels('woodie', DAY);
    expect(pivot).toBe(106);
    near(support, [102, 96, 92]);
    near(resistance, [112, 116, 122]);
    expect(pivotLevels('woodie', { ...DAY, nextOpen: 111 }).pivot, 'it follows the open').toBe(108);
  });
});

it.each(PIVOT_METHODS)(
  '%s: levels lie in order around the close, and follow shift and scale of the prices',
  (method) => {
    const next = numbersFrom(7);
    for (let trial = 0; trial < 300; trial += 1) {
      const low = 1 + next() * 200;
      const high = low * (1 + next() * 0.2);
      const inside = (): number => low + (high - low) * next();
      const source = { high, low, close: inside(), nextOpen: inside() };
      const levels = pivotLevels(method, source);
      const all = [...levels.support.toReversed(), ...levels.resistance];
      expect(all).toEqual(all.toSorted((a, b) => a - b));
      const moved = (by: (price: number) => number): PivotSource => ({
        high: by(high),
        low: by(low),
        close: by(source.close),
        nextOpen: by(source.nextOpen),
      });
      const shifted = pivotLevels(
        method,
        moved((price) => price + 50),
      );
      const scaled = pivotLevels(
        method,
        moved((price) => price * 3),
      );
      const flat = ({ pivot, support, resistance }: typeof levels): number[] => [pivot, ...support, ...resistance];
      near(
        flat(shifted),
        flat(levels).map((price) => price + 50),
      );
      near(
        flat(scaled),
        flat(levels).map((price) => price * 3),
      );
    }
  },
);

describe('the period before', () => {
  it('is the whole week for days, the day for intraday bars, the month for weeks', () => {
    const days = someBars(40);
    const out = emptyPeriod();
    expect(readPeriodBefore(days, 20, '1d', out)).toBe(true);
    // 2010-01-01 was a Friday: weeks begin on indexes 3, 10, 17; bar 20 is in the third.
    expect([out.firstIndex, out.lastIndex, out.nextOpen]).toEqual([10, 16, days.o[17]]);
    expect(out.high).toBe(Math.max(...days.h.subarray(10, 17)));
    expect(readPeriodBefore(days, 9, '1d', out), 'a week that the bars cut off is no week').toBe(false);
    const quarters = someBars(300, { barMs: DAY_MS / 96 });
    expect(readPeriodBefore(quarters, 250, '15m', out)).toBe(true);
    expect([out.firstIndex, out.lastIndex]).toEqual([96, 191]);
    const weeks = someBars(20, { barMs: 7 * DAY_MS });
    expect(readPeriodBefore(weeks, 10, '1w', out)).toBe(true);
    // Weeks from 1 January: bar 10 opens on 12 March; February has those of the 5th, 12th, 19th and 26th.
    expect([out.firstIndex, out.lastIndex]).toEqual([5, 8]);
  });

  it('never changes by bars that come later', () => {
    const bars = someBars(60);
    const [whole, cut] = [emptyPeriod(), emptyPeriod()];
    for (let index = 12; index < 60; index += 1) {
      readPeriodBefore(bars, index, '1d', whole);
      const first = (column: Float64Array): Float64Array => column.slice(0, index + 1);
      const { t, o, h, l, c, v } = bars;
      const known = { t: first(t), o: first(o), h: first(h), l: first(l), c: first(c), v: first(v) };
      readPeriodBefore(known, index, '1d', cut);
      expect(cut).toEqual(whole);
    }
  });
});

describe('support and resistance', () => {
  const waves = barsOfCloses(Array.from({ length: 121 }, (_, i) => 100 + 5 * Math.sin((i * Math.PI) / 10)));

  it('are the prices at which it turned several times, with how often', () => {
    const { support, resistance } = supportAndResistance(waves, 120);
    expect(support[0]?.touches).toBeGreaterThanOrEqual(5);
    expect(support[0]?.price).toBeCloseTo(94.9, 0);
    expect(resistance[0]?.price).toBeCloseTo(105.1, 0);
  });

  it('are none of a price that never turned, and none from a turn that is not yet one', () => {
    const rising = barsOfCloses(Array.from({ length: 80 }, (_, i) => 100 + i));
    expect(supportAndResistance(rising, 79)).toEqual({ support: [], resistance: [] });
    expect(supportAndResistance(waves, 8)).toEqual({ support: [], resistance: [] });
  });

  it('of support stands under the price and of resistance over it, nearest first, whatever the bars', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const bars = someBars(300, { seed, swing: 0.03 });
      const price = bars.c[299] ?? NaN;
      const { support, resistance } = supportAndResistance(bars, 299);
      for (const level of support) expect(level.price).toBeLessThan(price);
      for (const level of resistance) expect(level.price).toBeGreaterThan(price);
      const far = [...support, ...resistance].map((level) => level.price);
      expect(support.map((level) => level.price)).toEqual(
        support.map((level) => level.price).toSorted((a, b) => b - a),
      );
      expect(far.every((level) => level > 0)).toBe(true);
    }
  });
});
