import { STRETCH } from '../lib/stretch.ts';
import { blank } from './indicator.ts';

/*
 * Figures of a moving window in about three steps a bar, whatever the window's length, from what is in the window and
 * nothing else. The columns are cut into blocks as long as the window: every window that ends in a block is a suffix
 * of the block before and a prefix of its own, and both are made by adding only. So nothing is ever taken away again,
 * a sum cannot drift, and a price of 1e9 leaves no trace once it is out of the window. (van Herk 1992; Gil and
 * Werman 1993.) The suffixes rest in the output until their window is complete: nothing is allocated.
 */

/**
 * Mean of the last `period` values, counting from index `from` on. NaN before index `from + period - 1`. `out` is not
 * `values`.
 */
export function windowMeans(values: Float64Array, period: number, out: Float64Array, from = 0): Float64Array {
  const { length } = values;
  const first = from + period - 1;
  blank(out, first);
  if (period === 3) return meansOfThree(values, out, first);
  const stretch = Math.ceil(STRETCH / period) * period; // whole blocks
  for (let start = first; start < length; start += stretch) {
    meansOfBlocks(values, period, out, { begin: start, until: Math.min(start + stretch, length) });
  }
  return out;
}

/** The blocks from `begin`, where one begins, to before `until`. */
function meansOfBlocks(
  values: Float64Array,
  period: number,
  out: Float64Array,
  { begin, until }: { readonly begin: number; readonly until: number },
): void {
  const { length } = values;
  for (let start = begin; start < until; start += period) {
    const last = start + period - 1; // the window that is this block and nothing before it
    const end = Math.min(last, length);
    let sum = 0;
    for (let i = last - 1; i >= end; i -= 1) sum += values[i - period + 1]!; // in range, here and below: start >= first
    for (let i = end - 1; i >= start; i -= 1) {
      sum += values[i - period + 1]!;
      out[i] = sum;
    }
    sum = 0;
    for (let i = start; i < end; i += 1) {
      sum += values[i]!;
      out[i] = (out[i]! + sum) / period;
    }
    if (last < length) out[last] = (sum + values[last]!) / period;
  }
}

/** The smoothing inside the stochastic, too short for blocks to pay. */
function meansOfThree(values: Float64Array, out: Float64Array, first: number): Float64Array {
  for (let i = first; i < values.length; i += 1) out[i] = (values[i - 2]! + values[i - 1]! + values[i]!) / 3; // in range
  return out;
}

/** Highest of the last `period` values, counting from index `from` on. NaN before `from + period - 1`. */
export function highest(values: Float64Array, period: number, out: Float64Array, from = 0): Float64Array {
  const { length } = values;
  const first = from + period - 1;
  blank(out, first);
  for (let start = first; start < length; start += period) {
    const last = start + period - 1;
    const end = Math.min(last, length);
    let most = -Infinity;
    for (let i = last - 1; i >= start; i -= 1) {
      const value = values[i - period + 1]!; // in range, here and below: start >= first
      if (value > most) most = value;
      if (i < end) out[i] = most;
    }
    most = -Infinity;
    for (let i = start; i < end; i += 1) {
      const value = values[i]!;
      if (value > most) most = value;
      const before = out[i]!;
      out[i] = before > most ? before : most;
    }
    if (last < length) out[last] = Math.max(most, values[last]!);
  }
  return out;
}

/** Lowest of the last `period` values, counting from index `from` on. NaN before `from + period - 1`. */
export function lowest(values: Float64Array, period: number, out: Float64Array, from = 0): Float64Array {
  const { length } = values;
  const first = from + period - 1;
  blank(out, first);
  for (let start = first; start < length; start += period) {
    const last = start + period - 1;
    const end = Math.min(last, length);
    let least = Infinity;
    for (let i = last - 1; i >= start; i -= 1) {
      const value = values[i - period + 1]!; // in range, here and below: start >= first
      if (value < least) least = value;
      if (i < end) out[i] = least;
    }
    least = Infinity;
    for (let i = start; i < end; i += 1) {
      const value = values[i]!;
      if (value < least) least = value;
      const before = out[i]!;
      out[i] = before < least ? before : least;
    }
    if (last < length) out[last] = Math.min(least, values[last]!);
  }
  return out;
}
