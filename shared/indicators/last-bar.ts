import type { BarColumns } from '../domain/bar.ts';
import { trueRange } from './atr/atr.ts';

/** How far back recursive figures (RSI, ATR) start: far enough that their seed has faded below 1e-7. */
export const BARS_READ = 250;

/*
 * Figures of the newest closed bar alone, without arrays: what a screen over many instruments needs on every step.
 * Equal to the last value of the kernels beside this file (tested), as far as `BARS_READ` reaches.
 */

/** Mean of the `period` values up to and with `last`. NaN when there are fewer. */
export function meanAt(values: Float64Array, last: number, period: number): number {
  if (last < period - 1) return NaN;
  let total = 0;
  for (let i = last - period + 1; i <= last; i += 1) total += values[i]!; // in range: last is an index
  return total / period;
}

/** Wilder's RSI at `last`. NaN when there are not `period` changes. */
export function rsiAt(closes: Float64Array, last: number, period: number): number {
  const start = Math.max(0, last - BARS_READ + 1);
  if (last - start < period) return NaN;
  let gain = 0;
  let loss = 0;
  for (let i = start + 1; i <= last; i += 1) {
    const change = closes[i]! - closes[i - 1]!; // in range: start < i <= last
    const up = change > 0 ? change : 0;
    const down = change < 0 ? -change : 0;
    if (i - start <= period) {
      gain += up / period;
      loss += down / period;
    } else {
      gain += (up - gain) / period;
      loss += (down - loss) / period;
    }
  }
  const both = gain + loss;
  return both > 1e-14 ? (100 * gain) / both : 0;
}

/** Wilder's ATR at `last`, in price; null when there are not `period` true ranges. */
export function atrAt(columns: Pick<BarColumns, 'h' | 'l' | 'c'>, last: number, period: number): number | null {
  const { h, l, c } = columns;
  const start = Math.max(0, last - BARS_READ + 1);
  if (last - start < period) return null;
  let average = 0;
  for (let i = start + 1; i <= last; i += 1) {
    const range = trueRange(h[i]!, l[i]!, c[i - 1]!); // in range: start < i <= last
    if (i - start <= period) average += range / period;
    else average += (range - average) / period;
  }
  return average;
}

/** Population standard deviation of the `period` values up to and with `last`, around `mean`. */
export function deviationAt(values: Float64Array, last: number, window: { period: number; mean: number }): number {
  let squares = 0;
  for (let i = last - window.period + 1; i <= last; i += 1) squares += (values[i]! - window.mean) ** 2; // in range
  return Math.sqrt(squares / window.period);
}

/** The busiest of the last `recent` bars, as a multiple of the mean volume of the `usual` bars before them; 0 without any. */
export function volumeMultipleAt(volumes: Float64Array, last: number, span: { recent: number; usual: number }): number {
  const usual = meanAt(volumes, last - span.recent, span.usual);
  if (!(usual > 0)) return 0;
  let busiest = 0;
  for (let i = last - span.recent + 1; i <= last; i += 1) busiest = Math.max(busiest, volumes[i]!); // in range
  return busiest / usual;
}
