import { blank, oneOutput, param, Ring, type Indicator } from '../indicator.ts';

/** Rate of change in percent against the value `period` bars before. NaN before index `period`; 0 over a value of 0. */
export function roc(values: Float64Array, period: number, out = new Float64Array(values.length)): Float64Array {
  blank(out, period);
  for (let i = period; i < values.length; i += 1) {
    const before = values[i - period]!; // in range: i >= period
    out[i] = before === 0 ? 0 : (values[i]! / before - 1) * 100; // in range: i < length
  }
  return out;
}

export const ROC: Indicator = {
  name: 'roc',
  source: '100 × (close / close n bars before − 1); TA-Lib ROC (ta_ROC.c)',
  defaults: { period: 10 },
  outputs: ['roc'],
  warmUp: (params) => param(params, 'period'),
  compute: (columns, params) => [roc(columns.c, param(params, 'period'))],
  stream: (params) => {
    const window = new Ring(param(params, 'period'));
    return oneOutput(({ c }) => {
      const wasFull = window.isFull;
      const before = window.push(c);
      if (!wasFull) return NaN;
      return before === 0 ? 0 : (c / before - 1) * 100;
    });
  },
};
