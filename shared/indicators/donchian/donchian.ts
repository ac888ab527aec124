import type { BarColumns } from '../../domain/bar.ts';
import { blank, param, Ring, type Indicator } from '../indicator.ts';

/** The index of the highest of `values[i - period + 1 .. i]`, given the index for `i - 1`; the newest of equals. */
export function highestAt(values: Float64Array, i: number, window: { period: number; last: number }): number {
  const from = i - window.period + 1;
  if (window.last >= from) return values[i]! >= values[window.last]! ? i : window.last; // both in range
  let best = from;
  for (let j = from + 1; j <= i; j += 1) if (values[j]! >= values[best]!) best = j; // in range: from <= j <= i
  return best;
}

/** The index of the lowest of `values[i - period + 1 .. i]`, given the index for `i - 1`; the newest of equals. */
export function lowestAt(values: Float64Array, i: number, window: { period: number; last: number }): number {
  const from = i - window.period + 1;
  if (window.last >= from) return values[i]! <= values[window.last]! ? i : window.last; // both in range
  let best = from;
  for (let j = from + 1; j <= i; j += 1) if (values[j]! <= values[best]!) best = j; // in range: from <= j <= i
  return best;
}

export interface Donchian {
  readonly upper: Float64Array;
  readonly middle: Float64Array;
  readonly lower: Float64Array;
}

/** Highest high and lowest low of the last `period` bars, the newest in it, and their middle. NaN before `period - 1`. */
export function donchian(columns: Pick<BarColumns, 'h' | 'l'>, period: number, out?: Donchian): Donchian {
  const { h, l } = columns;
  const result = out ?? {
    upper: new Float64Array(h.length),
    middle: new Float64Array(h.length),
    lower: new Float64Array(h.length),
  };
  for (const column of [result.upper, result.middle, result.lower]) blank(column, period - 1);
  const highest = { period, last: -1 };
  const lowest = { period, last: -1 };
  for (let i = period - 1; i < h.length; i += 1) {
    highest.last = highestAt(h, i, highest);
    lowest.last = lowestAt(l, i, lowest);
    const upper = h[highest.last]!; // in range: an index of the window
    const lower = l[lowest.last]!; // in range: an index of the window
    result.upper[i] = upper;
    result.middle[i] = (upper + lower) / 2;
    result.lower[i] = lower;
  }
  return result;
}

export const DONCHIAN: Indicator = {
  name: 'donchian',
  source: 'Richard Donchian; highest high and lowest low of n bars, this one included: TA-Lib MAX and MIN',
  defaults: { period: 20 },
  outputs: ['upper', 'middle', 'lower'],
  warmUp: (params) => param(params, 'period') - 1,
  compute: (columns, params) => {
    const result = donchian(columns, param(params, 'period'));
    return [result.upper, result.middle, result.lower];
  },
  stream: (params) => {
    const highs = new Ring(param(params, 'period'));
    const lows = new Ring(param(params, 'period'));
    const out = new Float64Array(3);
    return {
      next: ({ h, l }) => {
        highs.push(h);
        lows.push(l);
        if (!highs.isFull) return out.fill(NaN);
        out[0] = highs.max();
        out[2] = lows.min();
        out[1] = (highs.max() + lows.min()) / 2;
        return out;
      },
    };
  },
};
