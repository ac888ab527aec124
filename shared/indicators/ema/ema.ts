import { blank, oneOutput, param, type Indicator } from '../indicator.ts';

/**
 * Exponential moving average with weight 2 / (period + 1), seeded with the mean of the `period` values from `from`
 * on. NaN before index `from + period - 1`.
 */
export function ema(
  values: Float64Array,
  period: number,
  options: { readonly from?: number; readonly out?: Float64Array } = {},
): Float64Array {
  const from = options.from ?? 0;
  const out = options.out ?? new Float64Array(values.length);
  const first = from + period - 1;
  blank(out, first);
  if (first >= values.length) return out;
  let value = 0;
  for (let i = from; i <= first; i += 1) value += values[i]!; // in range: first < length
  value /= period;
  out[first] = value;
  const weight = 2 / (period + 1);
  for (let i = first + 1; i < values.length; i += 1) {
    value += (values[i]! - value) * weight; // in range: i < length
    out[i] = value;
  }
  return out;
}

/** The incremental twin of `ema`, seeded by the first `period` values it gets. */
export function emaStream(period: number): (value: number) => number {
  const weight = 2 / (period + 1);
  let seen = 0;
  let total = 0;
  let average = NaN;
  return (value) => {
    seen += 1;
    if (seen > period) average += (value - average) * weight;
    else {
      total += value;
      if (seen === period) average = total / period;
    }
    return average;
  };
}

export const EMA: Indicator = {
  name: 'ema',
  source: 'Weight 2/(n+1), seeded with the mean of the first n closes; TA-Lib EMA (ta_EMA.c, classic seed)',
  defaults: { period: 20 },
  outputs: ['ema'],
  warmUp: (params) => param(params, 'period') - 1,
  compute: (columns, params) => [ema(columns.c, param(params, 'period'))],
  stream: (params) => {
    const next = emaStream(param(params, 'period'));
    return oneOutput((bar) => next(bar.c));
  },
};
