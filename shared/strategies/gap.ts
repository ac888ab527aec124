import type { BarColumns } from '../domain/bar.ts';
import { DAY_MS } from '../lib/time.ts';

const BARS_MIN = 250;
/** A year of trading days; fewer days of intraday bars say nothing about the worst night of two years. */
const SPAN_MIN_MS = 350 * DAY_MS;
const SPAN_MAX_MS = 731 * DAY_MS;

/**
 * The largest fall from one bar's close to the next bar's open in the two years up to `index`, as a fraction (0.12):
 * the move against which a stop cannot help. Null when there are fewer than 250 bars or less than a year of them.
 */
export function largestGap(columns: Pick<BarColumns, 't' | 'o' | 'c'>, index: number): number | null {
  const { t, o, c } = columns;
  const now = t[index];
  if (now === undefined) return null;
  let largest = 0;
  let i = index;
  for (; i >= 1 && now - t[i - 1]! <= SPAN_MAX_MS; i -= 1) {
    largest = Math.max(largest, 1 - o[i]! / c[i - 1]!); // in range: 1 <= i <= index
  }
  const span = now - t[i]!; // in range: 0 <= i <= index
  return index - i + 1 >= BARS_MIN && span >= SPAN_MIN_MS ? largest : null;
}
