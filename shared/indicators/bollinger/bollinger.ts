import { blank, param, Ring, type Indicator } from '../indicator.ts';

export interface Bollinger {
  readonly upper: Float64Array;
  readonly middle: Float64Array;
  readonly lower: Float64Array;
}

/**
 * Simple average and `deviations` population standard deviations around it. NaN before index `period - 1`. Mean and
 * squared distance are updated as the window moves (Welford), which keeps digits that a difference of squares loses.
 */
export function bollinger(
  values: Float64Array,
  options: { readonly period: number; readonly deviations: number },
  out: Bollinger = outputs(values.length),
): Bollinger {
  const { period, deviations } = options;
  for (const column of [out.upper, out.middle, out.lower]) blank(column, period - 1);
  let mean = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!; // in range: i < length
    const before = mean;
    if (i < period) {
      mean += (value - before) / (i + 1);
      squares += (value - before) * (value - mean);
    } else {
      const oldest = values[i - period]!; // in range: i >= period
      mean += (value - oldest) / period;
      squares += (value - oldest) * (value - mean + oldest - before);
    }
    if (i < period - 1) continue;
    const width = deviations * Math.sqrt(Math.max(0, squares) / period);
    out.upper[i] = mean + width;
    out.middle[i] = mean;
    out.lower[i] = mean - width;
  }
  return out;
}

function outputs(length: number): Bollinger {
  return { upper: new Float64Array(length), middle: new Float64Array(length), lower: new Float64Array(length) };
}

export const BOLLINGER: Indicator = {
  name: 'bollinger',
  source: 'John Bollinger, Bollinger on Bollinger Bands (2001); population deviation as TA-Lib BBANDS (ta_BBANDS.c)',
  defaults: { period: 20, deviations: 2 },
  outputs: ['upper', 'middle', 'lower'],
  warmUp: (params) => param(params, 'period') - 1,
  compute: (columns, params) => {
    const bands = bollinger(columns.c, { period: param(params, 'period'), deviations: param(params, 'deviations') });
    return [bands.upper, bands.middle, bands.lower];
  },
  stream: (params) => {
    const period = param(params, 'period');
    const deviations = param(params, 'deviations');
    const window = new Ring(period);
    const out = new Float64Array(3);
    let mean = 0;
    let squares = 0;
    return {
      next: ({ c }) => {
        const before = mean;
        const wasFull = window.isFull;
        const oldest = window.push(c);
        if (wasFull) {
          mean += (c - oldest) / period;
          squares += (c - oldest) * (c - mean + oldest - before);
        } else {
          mean += (c - before) / window.count;
          squares += (c - before) * (c - mean);
        }
        if (!window.isFull) return out.fill(NaN);
        const width = deviations * Math.sqrt(Math.max(0, squares) / period);
        out[0] = mean + width;
        out[1] = mean;
        out[2] = mean - width;
        return out;
      },
    };
  },
};
