import type { BarColumns } from '../domain/bar.ts';

/** A steep rise (the pole), then a small orderly fall (the flag) that has not given much of it back. */
export interface BullFlag {
  /** Bars of the pole and of the flag, newest bar included. */
  readonly poleBars: number;
  readonly flagBars: number;
  /** The rise of the pole, as a fraction of where it began. */
  readonly rise: number;
  /** How much of the rise the flag has given back. */
  readonly givenBack: number;
}

const POLE_BARS_MAX = 15;
const POLE_BARS_MIN = 4;
const FLAG_BARS_MAX = 15;
const FLAG_BARS_MIN = 4;
/** The pole rises at least so many usual bar ranges. */
const RISE_RANGES_MIN = 4;
const GIVEN_BACK_MAX = 0.5;

/**
 * The bull flag that stands on the newest bar, or null (Bulkowski, Encyclopedia of Chart Patterns, "Flags": a sharp
 * rise, a retreat of at most half, less volume in the flag than in the pole).
 */
export function bullFlagAt({ h, l, c, v }: BarColumns, last: number): BullFlag | null {
  for (let flagBars = FLAG_BARS_MIN; flagBars <= FLAG_BARS_MAX; flagBars += 1) {
    const top = last - flagBars;
    if (top - POLE_BARS_MAX < 0) return null;
    if (!isHighest(h, top, last)) continue;
    const bottom = lowestBefore(l, top);
    const poleBars = top - bottom;
    const rise = h[top]! - l[bottom]!; // in range: both are bars
    if (poleBars < POLE_BARS_MIN || rise < RISE_RANGES_MIN * usualRange(h, l, bottom)) continue;
    const givenBack = (h[top]! - c[last]!) / rise; // in range
    const isOrderly = givenBack > 0 && givenBack <= GIVEN_BACK_MAX && c[last]! < c[top]!; // in range
    if (!isOrderly || mean(v, top + 1, last) >= mean(v, bottom + 1, top)) continue;
    return { poleBars, flagBars, rise: rise / l[bottom]!, givenBack }; // in range
  }
  return null;
}

/** No high from there to the newest bar passes the pole's, nor one of the pole before it. */
function isHighest(h: Float64Array, top: number, last: number): boolean {
  for (let i = top - POLE_BARS_MAX; i <= last; i += 1) if (h[i]! > h[top]!) return false; // in range
  return true;
}

function lowestBefore(l: Float64Array, top: number): number {
  let lowest = top;
  for (let i = top - POLE_BARS_MAX; i < top; i += 1) if (l[i]! <= l[lowest]!) lowest = i; // in range
  return lowest;
}

/** The mean range of the bars up to where the pole began. */
function usualRange(h: Float64Array, l: Float64Array, until: number): number {
  let total = 0;
  let count = 0;
  for (let i = Math.max(0, until - 20); i < until; i += 1) {
    total += h[i]! - l[i]!; // in range
    count += 1;
  }
  return count === 0 ? Infinity : total / count;
}

function mean(values: Float64Array, from: number, to: number): number {
  let total = 0;
  for (let i = from; i <= to; i += 1) total += values[i]!; // in range
  return total / (to - from + 1);
}
