import type { BarColumns } from '../../domain/bar.ts';
import { blank, oneOutput, param, type Indicator } from '../indicator.ts';

type HighLowClose = Pick<BarColumns, 'h' | 'l' | 'c'>;

/** The largest of: high less low, and both distances from the close before. */
export function trueRange(high: number, low: number, closeBefore: number): number {
  return Math.max(high - low, Math.abs(high - closeBefore), Math.abs(low - closeBefore));
}

/**
 * Average true range, in price: Wilder's smoothing, seeded with the plain mean of the first `period` true ranges
 * (the first bar has none). NaN before index `period`.
 */
export function atr({ h, l, c }: HighLowClose, period: number, out = new Float64Array(c.length)): Float64Array {
  blank(out, period);
  let average = 0;
  for (let i = 1; i < c.length; i += 1) {
    const range = trueRange(h[i]!, l[i]!, c[i - 1]!); // in range: 1 <= i < length, columns are equally long
    if (i <= period) average += range / period;
    else average += (range - average) / period;
    if (i >= period) out[i] = average;
  }
  return out;
}

export const ATR: Indicator = {
  name: 'atr',
  source: 'J. Welles Wilder, New Concepts in Technical Trading Systems (1978); TA-Lib ATR (ta_ATR.c), seed: plain mean',
  defaults: { period: 14 },
  outputs: ['atr'],
  warmUp: (params) => param(params, 'period'),
  compute: (columns, params) => [atr(columns, param(params, 'period'))],
  stream: (params) => {
    const period = param(params, 'period');
    let before = NaN;
    let seen = -1;
    let average = 0;
    return oneOutput(({ h, l, c }) => {
      const range = trueRange(h, l, before);
      before = c;
      seen += 1;
      if (seen === 0) return NaN;
      if (seen <= period) average += range / period;
      else average += (range - average) / period;
      return seen >= period ? average : NaN;
    });
  },
};
