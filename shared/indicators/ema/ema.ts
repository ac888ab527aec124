import { bars, blank, define, oneOutput, param, type HotIndicator } from '../indicator.ts';

/**
 * Exponential moving average with weight 2 / (period + 1), seeded with the mean of the `period` values from `from`
 * on. NaN before index `from + period - 1`. `out` may be `values`.
 */
export function ema(
  values: Float64Array,
  period: number,
  options: { readonly from?: number; readonly out?: Float64Array } = {},
): Float64Array {
  return smoothed(values, { period, weight: 2 / (period + 1), ...options });
}

/** The same with Wilder's weight, 1 / period. */
export function wilder(
  values: Float64Array,
  period: number,
  options: { readonly from?: number; readonly out?: Float64Array } = {},
): Float64Array {
  return smoothed(values, { period, weight: 1 / period, ...options });
}

function smoothed(
  values: Float64Array,
  options: {
    readonly period: number;
    readonly weight: number;
    readonly from?: number;
    readonly out?: Float64Array;
  },
): Float64Array {
  const { period, weight, from = 0, out = new Float64Array(values.length) } = options;
  const first = from + period - 1;
  let value = 0;
  if (first < values.length) for (let i = from; i <= first; i += 1) value += values[i]!; // in range: first < length
  blank(out, first);
  if (first >= values.length) return out;
  value /= period;
  out[first] = value;
  // One product and one sum wait for the value before; `value += (x - value) * weight` would be three steps.
  const keep = 1 - weight;
  for (let i = first + 1; i < values.length; i += 1) {
    value = value * keep + values[i]! * weight; // in range: i < length
    out[i] = value;
  }
  return out;
}

/** The incremental twin of `ema`, seeded by the first `period` values it gets. */
export function emaStream(period: number): (value: number) => number {
  const weight = 2 / (period + 1);
  const keep = 1 - weight;
  let seen = 0;
  let total = 0;
  let average = NaN;
  return (value) => {
    seen += 1;
    if (seen > period) average = average * keep + value * weight;
    else {
      total += value;
      if (seen === period) average = total / period;
    }
    return average;
  };
}

export const EMA: HotIndicator = define({
  name: 'ema',
  source: 'Weight 2/(n+1), seeded with the mean of the first n closes; TA-Lib EMA (ta_EMA.c, classic seed)',
  params: { period: bars(20) },
  place: 'price',
  outputs: ['ema'],
  warmUp: (params) => param(params, 'period') - 1,
  compute: (columns, params, out) => [ema(columns.c, param(params, 'period'), out?.[0] ? { out: out[0] } : {})],
  stream: (params) => {
    const next = emaStream(param(params, 'period'));
    return oneOutput((bar) => next(bar.c));
  },
});
