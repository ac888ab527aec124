import type { BarColumns } from '../../domain/bar.ts';
import { bars, blank, define, oneOutput, param, type HotIndicator } from '../indicator.ts';

type HighLowClose = Pick<BarColumns, 'h' | 'l' | 'c'>;

/**
 * The largest of: high less low, and both distances from the close before. Made of the bar's own range and what the
 * close before lies outside of it, (|x| + x) / 2, so that no branch is taken.
 */
export function trueRange(high: number, low: number, closeBefore: number): number {
  const above = closeBefore - high;
  const below = low - closeBefore;
  return high - low + (Math.abs(above) + above + (Math.abs(below) + below)) * 0.5;
}

/**
 * Average true range, in price: Wilder's smoothing, seeded with the plain mean of the first `period` true ranges
 * (the first bar has none). NaN before index `period`.
 */
export function atr(
  { h, l, c }: HighLowClose,
  period: number,
  out: Float64Array = new Float64Array(c.length),
): Float64Array {
  const { length } = c;
  blank(out, period);
  if (length <= period) return out;
  const weight = 1 / period;
  const keep = 1 - weight;
  let average = 0;
  for (let i = 1; i <= period; i += 1) average += trueRange(h[i]!, l[i]!, c[i - 1]!); // in range: 1 <= i < length
  average *= weight;
  out[period] = average;
  for (let i = period + 1; i < length; i += 1) {
    average = average * keep + trueRange(h[i]!, l[i]!, c[i - 1]!) * weight; // in range, as above
    out[i] = average;
  }
  return out;
}

export const ATR: HotIndicator = define({
  name: 'atr',
  source: 'J. Welles Wilder, New Concepts in Technical Trading Systems (1978); TA-Lib ATR (ta_ATR.c), seed: plain mean',
  params: { period: bars(14) },
  place: 'panel',
  outputs: ['atr'],
  warmUp: (params) => param(params, 'period'),
  compute: (columns, params, out) => [atr(columns, param(params, 'period'), out?.[0])],
  stream: (params) => {
    const period = param(params, 'period');
    const weight = 1 / period;
    const keep = 1 - weight;
    let before = NaN;
    let seen = -1;
    let average = 0;
    return oneOutput(({ h, l, c }) => {
      const range = trueRange(h, l, before);
      before = c;
      seen += 1;
      if (seen === 0) return NaN;
      average = average * (seen > period ? keep : 1) + range * weight;
      return seen >= period ? average : NaN;
    });
  },
});
