import { bars, blank, columnsFor, define, figure, param, type HotIndicator } from '../indicator.ts';
import { Ring } from '../ring.ts';

export interface Bollinger {
  readonly upper: Float64Array;
  readonly middle: Float64Array;
  readonly lower: Float64Array;
}

const NAMES = ['upper', 'middle', 'lower'] as const;

/**
 * Simple average and `deviations` population standard deviations around it. NaN before index `period - 1`.
 *
 * In blocks, as `windowMeans`: sums of distances, and of squared distances, from the block's first value. That value
 * lies in every window that ends in the block, so it is at most sqrt(period - 1) deviations from the window's mean
 * (Samuelson 1968) and the difference of squares loses at most a factor of `period` in precision, whatever the
 * prices are and were.
 */
export function bollinger(
  values: Float64Array,
  options: { readonly period: number; readonly deviations: number },
  out: Bollinger = outputs(values.length),
): Bollinger {
  const { period, deviations } = options;
  const { upper, middle, lower } = out;
  const { length } = values;
  const first = period - 1;
  blank(upper, first);
  blank(middle, first);
  blank(lower, first);
  const share = 1 / period;
  for (let start = first; start < length; start += period) {
    const last = start + period - 1;
    const end = Math.min(last, length);
    const anchor = values[start]!; // in range, here and below: first <= start
    let sum = 0;
    let squares = 0;
    for (let i = last - 1; i >= end; i -= 1) {
      const distance = values[i - first]! - anchor;
      sum += distance;
      squares += distance * distance;
    }
    for (let i = end - 1; i >= start; i -= 1) {
      const distance = values[i - first]! - anchor;
      sum += distance;
      squares += distance * distance;
      upper[i] = squares;
      middle[i] = sum;
    }
    sum = 0;
    squares = 0;
    const stop = Math.min(last + 1, length);
    if (last < length) {
      upper[last] = 0;
      middle[last] = 0;
    }
    for (let i = start; i < stop; i += 1) {
      const distance = values[i]! - anchor;
      sum += distance;
      squares += distance * distance;
      const mean = (middle[i]! + sum) * share;
      const variance = (upper[i]! + squares) * share - mean * mean;
      // Rounding can take a variance of nothing below it.
      const width = deviations * Math.sqrt((Math.abs(variance) + variance) * 0.5);
      const center = anchor + mean;
      upper[i] = center + width;
      middle[i] = center;
      lower[i] = center - width;
    }
  }
  return out;
}

function outputs(length: number, out?: readonly Float64Array[]): Bollinger {
  const [upper, middle, lower] = columnsFor(length, NAMES, out);
  return { upper, middle, lower };
}

export const BOLLINGER: HotIndicator = define({
  name: 'bollinger',
  source: 'John Bollinger, Bollinger on Bollinger Bands (2001); population deviation as TA-Lib BBANDS (ta_BBANDS.c)',
  params: { period: bars(20, 2), deviations: figure(2, 0.1, 10) },
  place: 'price',
  outputs: NAMES,
  warmUp: (params) => param(params, 'period') - 1,
  compute: (columns, params, out) => {
    const options = { period: param(params, 'period'), deviations: param(params, 'deviations') };
    const { upper, middle, lower } = bollinger(columns.c, options, outputs(columns.c.length, out));
    return [upper, middle, lower];
  },
  stream: (params) => {
    const deviations = param(params, 'deviations');
    const window = new Ring(param(params, 'period'));
    const out = new Float64Array(3);
    return {
      next: ({ c }) => {
        window.push(c);
        if (!window.isFull) return out.fill(NaN);
        const mean = window.mean();
        const width = deviations * Math.sqrt(window.variance(mean));
        out[0] = mean + width;
        out[1] = mean;
        out[2] = mean - width;
        return out;
      },
    };
  },
});
