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

/** The median of the newest values; null when they are too few. */
export function usualTradedValue({ tradedValue }: PastPrices): number | null {
  const values: number[] = [];
  for (let at = Math.max(0, tradedValue.length - TRADED_VALUES); at < tradedValue.length; at += 1) {
    const value = tradedValue[at] ?? Number.NaN;
    if (!Number.isFinite(value)) return null;
    values.push(value);
  }
  if (values.length < LEAST_TRADED_VALUES) return null;
  values.sort((a, b) => a - b);
  const middle = values.length / 2;
  const upper = values[Math.floor(middle)] ?? Number.NaN;
  return Number.isInteger(middle) ? ((values[middle - 1] ?? Number.NaN) + upper) / 2 : upper;
}

/** The simple return that ended at each instant, of the newest ones; an instant without a price on both sides has none. */
export function returnsOf({ t, close }: PastPrices): ReadonlyMap<number, number> {
  const returns = new Map<number, number>();
  for (let at = Math.max(1, close.length - PAST_RETURNS); at < close.length; at += 1) {
    const [before = Number.NaN, after = Number.NaN, instant = Number.NaN] = [close[at - 1], close[at], t[at]];
    if (before > 0 && after > 0) returns.set(instant, after / before - 1);
  }
  return returns;
}

/**
 * Pearson's correlation over the instants both have; null when they are fewer than `LEAST_COMMON_RETURNS` or one of them
 * never moved.
 */
export function correlation(a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): number | null {
  let [n, sumA, sumB, sumAa, sumBb, sumAb] = [0, 0, 0, 0, 0, 0];
  for (const [instant, x] of a) {
    const y = b.get(instant);
    if (y === undefined) continue;
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
  // What is left of a constant row is rounding, far below any price's own moves.
  if (varianceA < 1e-12 || varianceB < 1e-12) return null;
  return (sumAb - (sumA * sumB) / n) / Math.sqrt(varianceA * varianceB);
}
