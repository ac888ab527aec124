import { bars, blank, define, oneOutput, param, type HotIndicator } from '../indicator.ts';
import { Ring } from '../ring.ts';

/**
 * Linearly weighted moving average: the newest of `period` values weighs `period`, the oldest 1. NaN before index
 * `from + period - 1`. In blocks, as `windowMeans`: while a suffix grows by an older value every weight in it grows by
 * one, while a prefix grows by a newer one every weight falls by one. `out` is not `values`.
 */
export function wma(
  values: Float64Array,
  period: number,
  out: Float64Array = new Float64Array(values.length),
  from = 0,
): Float64Array {
  const { length } = values;
  const first = from + period - 1;
  blank(out, first);
  const divisor = (period * (period + 1)) / 2;
  for (let start = first; start < length; start += period) {
    const last = start + period - 1;
    const end = Math.min(last, length);
    let plain = 0;
    let weighted = 0;
    for (let i = last - 1; i >= start; i -= 1) {
      plain += values[i - period + 1]!; // in range, here and below: start >= first
      weighted += plain;
      if (i < end) out[i] = weighted;
    }
    plain = 0;
    weighted = 0;
    for (let i = start; i < end; i += 1) {
      const value = values[i]!;
      weighted += value * period - plain;
      plain += value;
      out[i] = (out[i]! + weighted) / divisor;
    }
    if (last < length) out[last] = (weighted + values[last]! * period - plain) / divisor;
  }
  return out;
}

/** The incremental twin of `wma`. */
export function wmaStream(period: number): (value: number) => number {
  const window = new Ring(period);
  return (value) => {
    window.push(value);
    return window.isFull ? window.weightedMean() : NaN;
  };
}

export const WMA: HotIndicator = define({
  name: 'wma',
  source: 'Weights 1..n, newest heaviest, over n(n+1)/2; TA-Lib WMA (ta_WMA.c)',
  params: { period: bars(20) },
  place: 'price',
  outputs: ['wma'],
  warmUp: (params) => param(params, 'period') - 1,
  compute: (columns, params, out) => [wma(columns.c, param(params, 'period'), out?.[0])],
  stream: (params) => {
    const next = wmaStream(param(params, 'period'));
    return oneOutput((bar) => next(bar.c));
  },
});
