import { fc } from '#shared/testing/property.ts';
import { describe, expect, it } from 'vitest';
import type { BarColumns } from '../domain/bar.ts';
import { numbersFrom, someBars } from '../testing/some-bars.ts';
import { HOT_INDICATORS } from './index.ts';
import { highest, lowest, windowMeans } from './window.ts';

/** Those whose value is made of a window alone: the same bars give the same value whatever came before them. */
const WINDOWED = HOT_INDICATORS.filter(({ name }) =>
  ['sma', 'wma', 'bollinger', 'stochastic', 'donchian'].includes(name),
);

function cut(columns: BarColumns, from: number, to: number): BarColumns {
  const part = (column: Float64Array): Float64Array => column.subarray(from, to);
  return {
    t: part(columns.t),
    o: part(columns.o),
    h: part(columns.h),
    l: part(columns.l),
    c: part(columns.c),
    v: part(columns.v),
  };
}

function scaled(columns: BarColumns, scaleOf: (i: number) => number): BarColumns {
  const times = (column: Float64Array): Float64Array => column.map((value, i) => value * scaleOf(i));
  return { ...columns, o: times(columns.o), h: times(columns.h), l: times(columns.l), c: times(columns.c) };
}

/** A price that jumps between a thousandth and a thousand million, every 997 bars. */
const JUMPY = (i: number): number => 10 ** (((Math.floor(i / 997) * 7) % 13) - 3);

describe.each([
  ['1,000,000 bars of one scale', () => 1],
  ['1,000,000 bars between 1e-3 and 1e9', JUMPY],
])('over %s', (_scale, scaleOf) => {
  const length = 1_000_000;
  const bars = scaled(someBars(length, { seed: 5, swing: 0.002 }), scaleOf);

  it.each(WINDOWED.map((indicator) => [indicator.name, indicator] as const))(
    '%s does not drift',
    (_name, indicator) => {
      const params = indicator.defaults;
      const whole = indicator.compute(bars, params);
      const needs = indicator.warmUp(params) + 1;
      const next = numbersFrom(9);
      for (let look = 0; look < 1_000; look += 1) {
        const i = needs + Math.floor(next() * (length - needs));
        const window = cut(bars, i - needs + 1, i + 1);
        // A figure can be no better than the rounding of the largest number in its own window.
        const size = indicator.place === 'percent' ? 100 : Math.max(...window.h);
        indicator.compute(window, params).forEach((output, k) => {
          const [value, expected] = [whole[k]?.[i] ?? NaN, output[needs - 1] ?? NaN];
          if (!(Math.abs(value - expected) <= 1e-13 * size)) expect(value, `bar ${i}`).toBe(expected);
        });
      }
    },
  );
});

describe('bollinger', () => {
  it('keeps the width of narrow bands around a high price, and none around a price that stands', () => {
    const [bollinger] = WINDOWED.filter(({ name }) => name === 'bollinger');
    if (!bollinger) throw new Error('it is hot');
    const wave = Float64Array.from({ length: 1_000 }, (_, i) => 1e9 + (i % 2 === 0 ? 0.001 : -0.001));
    const [upper, middle] = bollinger.compute({ ...someBars(1_000), c: wave }, bollinger.defaults);
    // 1e9 ± 0.001 is itself known to 1e-7.
    for (let i = 19; i < 1_000; i += 1) expect((upper?.[i] ?? 0) - (middle?.[i] ?? 0)).toBeCloseTo(0.002, 6);
    const flat = new Float64Array(1_000).fill(0.1);
    const [high, , low] = bollinger.compute({ ...someBars(1_000), c: flat }, bollinger.defaults);
    expect(high?.[999]).toBe(0.1);
    expect(low?.[999]).toBe(0.1);
  });
});

describe('windows', () => {
  it('hold the mean, the highest and the lowest of any window of any numbers', () => {
    const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { maxLength: 90 });
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 9 }), (values, period, from) => {
        const column = Float64Array.from(values);
        const made = (fill: typeof highest): Float64Array =>
          fill(column, period, new Float64Array(column.length).fill(7), from);
        const [means, most, least] = [made(windowMeans), made(highest), made(lowest)];
        for (let i = 0; i < column.length; i += 1) {
          if (i < from + period - 1) {
            expect([means[i], most[i], least[i]]).toEqual([NaN, NaN, NaN]);
            continue;
          }
          const window = values.slice(i - period + 1, i + 1);
          expect(most[i]).toBe(Math.max(...window) + 0);
          expect(least[i]).toBe(Math.min(...window) + 0);
          expect(means[i]).toBeCloseTo(window.reduce((sum, value) => sum + value, 0) / period, 6);
        }
      }),
    );
  });
});
