import type { BarColumns } from '../domain/bar.ts';
import { atr } from '../indicators/atr/atr.ts';

/** Where the whole next bar, low to high, is expected to lie, and how past ones did. */
export interface NextBarRange {
  readonly low: number;
  readonly high: number;
  /** Of the past bars it was made for the same way, how many fell inside whole. */
  readonly inside: number;
  readonly of: number;
}

const ATR_PERIOD = 14;
/** Bars whose moves make the range. */
const MEMORY = 100;
/** Each side holds so many of them; both together about 8 of 10. */
const SIDE_FRACTION = 0.9;
/** Past ranges that are checked. */
const CHECKED = 60;

/**
 * The next bar's low and high from how far the last bars reached below and above the close before them, in average true
 * ranges, times the present one. Needs `ATR_PERIOD + MEMORY` bars; null with fewer.
 */
export function nextBarRange(columns: BarColumns): NextBarRange | null {
  const { c, h, l } = columns;
  const last = c.length - 1;
  const first = ATR_PERIOD;
  if (last - first < MEMORY) return null;
  const swing = atr(columns, ATR_PERIOD);
  const below = new Float64Array(last);
  const above = new Float64Array(last);
  for (let i = first; i < last; i += 1) {
    // In range: i + 1 <= last.
    const unit = swing[i]! > 0 ? swing[i]! : 1;
    below[i] = (c[i]! - l[i + 1]!) / unit;
    above[i] = (h[i + 1]! - c[i]!) / unit;
  }
  const rangeAt = (i: number): { low: number; high: number } => {
    const from = i - MEMORY;
    return {
      low: c[i]! - quantile(below, from, i) * swing[i]!, // in range: i is a bar
      high: c[i]! + quantile(above, from, i) * swing[i]!, // in range: i is a bar
    };
  };
  let inside = 0;
  let of = 0;
  for (let i = Math.max(first + MEMORY, last - CHECKED); i < last; i += 1) {
    const range = rangeAt(i);
    of += 1;
    if (l[i + 1]! >= range.low && h[i + 1]! <= range.high) inside += 1; // in range: i < last
  }
  return { ...rangeAt(last), inside, of };
}

/** The move that `SIDE_FRACTION` of those from `from` up to before `to` did not pass. */
function quantile(moves: Float64Array, from: number, to: number): number {
  const sorted = moves.slice(from, to).sort();
  return sorted[Math.ceil(sorted.length * SIDE_FRACTION) - 1]!; // in range: there are MEMORY of them
}
