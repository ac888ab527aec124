import { blank, oneOutput, param, Ring, type Indicator } from '../indicator.ts';

/** Simple moving average: the mean of the last `period` values. NaN before index `period - 1`. */
export function sma(values: Float64Array, period: number, out = new Float64Array(values.length)): Float64Array {
  blank(out, period - 1);
  let total = 0;
  for (let i = 0; i < values.length; i += 1) {
    total += values[i]!; // in range: i < length
    if (i >= period) total -= values[i - period]!; // in range: i >= period
    if (i >= period - 1) out[i] = total / period;
  }
  return out;
}

/** The incremental twin of `sma`. */
export function smaStream(period: number): (value: number) => number {
  const window = new Ring(period);
  let total = 0;
  return (value) => {
    // Added before the oldest leaves, as the kernel does: the same sums, to the last bit.
    total += value;
    total -= window.push(value);
    return window.isFull ? total / period : NaN;
  };
}

export const SMA: Indicator = {
  name: 'sma',
  source: 'Arithmetic mean of the last n closes; TA-Lib SMA (ta_SMA.c)',
  defaults: { period: 20 },
  outputs: ['sma'],
  warmUp: (params) => param(params, 'period') - 1,
  compute: (columns, params) => [sma(columns.c, param(params, 'period'))],
  stream: (params) => {
    const next = smaStream(param(params, 'period'));
    return oneOutput((bar) => next(bar.c));
  },
};
