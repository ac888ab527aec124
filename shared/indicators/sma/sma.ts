import { bars, define, oneOutput, param, type HotIndicator } from '../indicator.ts';
import { Ring } from '../ring.ts';
import { windowMeans } from '../window.ts';

/** Simple moving average: the mean of the last `period` values. NaN before index `period - 1`. `out` is not `values`. */
export function sma(
  values: Float64Array,
  period: number,
  out: Float64Array = new Float64Array(values.length),
): Float64Array {
  return windowMeans(values, period, out);
}

/** The incremental twin of `sma`. */
export function smaStream(period: number): (value: number) => number {
  const window = new Ring(period);
  return (value) => {
    window.push(value);
    return window.isFull ? window.mean() : NaN;
  };
}

export const SMA: HotIndicator = define({
  name: 'sma',
  source: 'Arithmetic mean of the last n closes; TA-Lib SMA (ta_SMA.c)',
  params: { period: bars(20) },
  place: 'price',
  outputs: ['sma'],
  warmUp: (params) => param(params, 'period') - 1,
  compute: (columns, params, out) => [sma(columns.c, param(params, 'period'), out?.[0])],
  stream: (params) => {
    const next = smaStream(param(params, 'period'));
    return oneOutput((bar) => next(bar.c));
  },
});
