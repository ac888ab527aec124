import { blank, oneOutput, param, Ring, type Indicator } from '../indicator.ts';

/** Linearly weighted moving average: the newest of `period` values weighs `period`, the oldest 1. NaN before `period - 1`. */
export function wma(values: Float64Array, period: number, out = new Float64Array(values.length)): Float64Array {
  blank(out, period - 1);
  const divisor = (period * (period + 1)) / 2;
  let plain = 0;
  let weighted = 0;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!; // in range: i < length
    if (i < period) {
      plain += value;
      weighted += value * (i + 1);
    } else {
      // Every weight falls by one, which takes the old plain sum away once; the newest comes in with full weight.
      weighted += value * period - plain;
      plain += value - values[i - period]!; // in range: i >= period
    }
    if (i >= period - 1) out[i] = weighted / divisor;
  }
  return out;
}

/** The incremental twin of `wma`. */
export function wmaStream(period: number): (value: number) => number {
  const divisor = (period * (period + 1)) / 2;
  const window = new Ring(period);
  let plain = 0;
  let weighted = 0;
  return (value) => {
    const wasFull = window.isFull;
    const oldest = window.push(value);
    if (wasFull) {
      weighted += value * period - plain;
      plain += value - oldest;
    } else {
      plain += value;
      weighted += value * window.count;
    }
    return window.isFull ? weighted / divisor : NaN;
  };
}

export const WMA: Indicator = {
  name: 'wma',
  source: 'Weights 1..n, newest heaviest, over n(n+1)/2; TA-Lib WMA (ta_WMA.c)',
  defaults: { period: 20 },
  outputs: ['wma'],
  warmUp: (params) => param(params, 'period') - 1,
  compute: (columns, params) => [wma(columns.c, param(params, 'period'))],
  stream: (params) => {
    const next = wmaStream(param(params, 'period'));
    return oneOutput((bar) => next(bar.c));
  },
};
