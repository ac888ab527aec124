import { TIMEFRAME_MS, type BarColumns, type Timeframe } from '../domain/bar.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { DAY_MS } from '../lib/time.ts';

/** Closed bars a forecast needs at least: a half year of days, so that a trend is told from a mood. */
export const BARS_MIN = 120;
/** Bars an analysis looks at. */
export const BARS_MAX = 500;
/** A bar-to-bar move beyond this is no price: a split that was not adjusted, or a wrong figure. */
const JUMP_MAX = 4;
/** A pause that no exchange takes: Korea's longest holidays leave 11 days between two bars. */
const GAP_BARS_MAX = 12;

export type UnusableCode =
  'too-few-bars' | 'not-a-price' | 'bars-out-of-order' | 'bars-with-gap' | 'price-never-moves' | 'price-jumps';

/** Why these bars carry no forecast: a code of the catalogue of errors, and what fills it. */
export interface Unusable {
  readonly code: UnusableCode;
  readonly values: Readonly<Record<string, number>>;
}

/** The newest bars of what is there, at most `BARS_MAX`, if a forecast can be made from them. Nothing is repaired. */
export function usableBars(columns: BarColumns, timeframe: Timeframe): Result<BarColumns, Unusable> {
  const length = columns.t.length;
  if (length < BARS_MIN) return err({ code: 'too-few-bars', values: { has: length, needs: BARS_MIN } });
  const newest = newestBars(columns, BARS_MAX);
  const fault = faultIn(newest, GAP_BARS_MAX * Math.max(DAY_MS, TIMEFRAME_MS[timeframe]));
  return fault === null ? ok(newest) : err(fault);
}

/** Views of the last `count` bars. */
export function newestBars({ t, o, h, l, c, v }: BarColumns, count: number): BarColumns {
  const from = Math.max(0, t.length - count);
  const cut = (column: Float64Array): Float64Array => column.subarray(from);
  return { t: cut(t), o: cut(o), h: cut(h), l: cut(l), c: cut(c), v: cut(v) };
}

function faultIn({ t, o, h, l, c, v }: BarColumns, gapMax: number): Unusable | null {
  let moved = false;
  for (let i = 0; i < t.length; i += 1) {
    // In range, all of them: columns of one bar are of one length.
    if (![o[i]!, h[i]!, l[i]!, c[i]!].every((price) => price > 0 && price < Infinity) || !(v[i]! >= 0))
      return { code: 'not-a-price', values: { bar: i + 1 } };
    if (i === 0) continue;
    const distance = t[i]! - t[i - 1]!;
    if (!(distance > 0)) return { code: 'bars-out-of-order', values: { bar: i + 1 } };
    if (distance > gapMax)
      return { code: 'bars-with-gap', values: { bar: i + 1, days: Math.round(distance / DAY_MS) } };
    const ratio = c[i]! / c[i - 1]!;
    if (ratio > JUMP_MAX || ratio < 1 / JUMP_MAX) return { code: 'price-jumps', values: { bar: i + 1 } };
    moved ||= c[i] !== c[i - 1];
  }
  return moved ? null : { code: 'price-never-moves', values: { bars: t.length } };
}
