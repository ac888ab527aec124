import type { BarColumns } from '../domain/bar.ts';
import type { InstrumentId } from '../domain/ids.ts';
import type { Exchange } from '../domain/instrument.ts';

/** How many returns a correlation and a usual volume are measured over. */
export const PAST_RETURNS = 60;
/** Fewer common returns than this say nothing: then the correlation is unknown. */
export const LEAST_COMMON_RETURNS = 20;
/** Values a usual volume is the median of, and the least of them. */
export const TRADED_VALUES = 20;
export const LEAST_TRADED_VALUES = 10;

/**
 * What an instrument did before: its closed trading days, oldest first, split-adjusted, in its own currency. A market
 * that is played on bars shorter than a day counts those bars: its days pass in minutes.
 */
export interface PastPrices {
  /** Opening instants, ascending. */
  readonly t: ArrayLike<number>;
  readonly close: ArrayLike<number>;
  /** Close times volume. */
  readonly tradedValue: ArrayLike<number>;
}

export interface PastOf {
  readonly instrumentId: InstrumentId;
  readonly prices: PastPrices;
}

/** An invented market never rests and its days pass in minutes: its bars count as days. */
export function countsBars(exchange: Exchange): boolean {
  return exchange === 'demo-us' || exchange === 'demo-krx';
}

/** Of the last closed bars, as many as anything here looks at. */
export function pastOfBars({ t, c, v }: Pick<BarColumns, 't' | 'c' | 'v'>, closed = t.length): PastPrices {
  const from = Math.max(0, closed - PAST_RETURNS - 1);
  const close = Array.from(c.subarray(from, closed));
  return {
    t: Array.from(t.subarray(from, closed)),
    close,
    tradedValue: close.map((price, at) => price * (v[from + at] ?? Number.NaN)),
  };
}

/** The median of the newest values; null when they are too few. */
export function usualTradedValue({ tradedValue }: PastPrices): number | null {
  const values: number[] = [];
  for (let at = Math.max(0, tradedValue.length - TRADED_VALUES); at < tradedValue.length; at += 1) {
    const value = tradedValue[at]!; // in range
    if (!Number.isFinite(value)) return null;
    values.push(value);
  }
  if (values.length < LEAST_TRADED_VALUES) return null;
  values.sort((a, b) => a - b);
  const middle = values.length / 2;
  const upper = values[Math.floor(middle)]!; // in range
  return Number.isInteger(middle) ? (values[middle - 1]! + upper) / 2 : upper; // in range
}

/** Simple returns and the instants they ended at, ascending. */
export interface Returns {
  readonly t: Float64Array;
  readonly value: Float64Array;
}

/** Prices of a close are asked about by every order until the next one. */
const known = new WeakMap<PastPrices, Returns>();

/** The newest returns; an instant without a price on both sides has none. */
export function returnsOf(prices: PastPrices): Returns {
  const before = known.get(prices);
  if (before !== undefined) return before;
  const { t, close } = prices;
  const [instants, values]: [number[], number[]] = [[], []];
  for (let at = Math.max(1, close.length - PAST_RETURNS); at < close.length; at += 1) {
    const [from, to] = [close[at - 1]!, close[at]!]; // in range
    if (!(from > 0 && to > 0)) continue;
    instants.push(t[at]!); // every close has its instant
    values.push(to / from - 1);
  }
  const returns = { t: Float64Array.from(instants), value: Float64Array.from(values) };
  known.set(prices, returns);
  return returns;
}

/** Returns at these instants; NaN where there is none. Indexes are in range. */
export function returnsAt({ t, value }: Returns, instants: Float64Array): Float64Array {
  const found = new Float64Array(instants.length).fill(Number.NaN);
  let at = 0;
  for (let n = 0; n < instants.length; n += 1) {
    const instant = instants[n]!;
    while (at < t.length && t[at]! < instant) at += 1;
    if (at < t.length && t[at] === instant) found[n] = value[at]!;
  }
  return found;
}

/**
 * Pearson's correlation of two rows of returns at the same instants, where both have one; null when those are fewer than
 * `LEAST_COMMON_RETURNS` or one of the rows never moved.
 */
export function correlation(a: Float64Array, b: Float64Array): number | null {
  let n = 0;
  let sumA = 0;
  let sumB = 0;
  let sumAa = 0;
  let sumBb = 0;
  let sumAb = 0;
  for (let at = 0; at < a.length; at += 1) {
    const x = a[at]!;
    const y = b[at]!;
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    n += 1;
    sumA += x;
    sumB += y;
    sumAa += x * x;
    sumBb += y * y;
    sumAb += x * y;
  }
  if (n < LEAST_COMMON_RETURNS) return null;
  const varianceA = sumAa - (sumA * sumA) / n;
  const varianceB = sumBb - (sumB * sumB) / n;
  if (!(varianceA > STILL * sumAa) || !(varianceB > STILL * sumBb)) return null;
  return (sumAb - (sumA * sumB) / n) / Math.sqrt(varianceA * varianceB);
}

/** A row whose variance is this small a part of its squares did not move but for the last digits of a double. */
const STILL = 1e-12;
