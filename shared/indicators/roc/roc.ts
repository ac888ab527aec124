import { bars, blank, define, oneOutput, param, type HotIndicator } from '../indicator.ts';
import { Ring } from '../ring.ts';

/** Rate of change in percent against the value `period` bars before. NaN before index `period`; 0 over a value of 0. */
export function roc(
  values: Float64Array,
  period: number,
  out: Float64Array = new Float64Array(values.length),
): Float64Array {
  blank(out, period);
  for (let i = period; i < values.length; i += 1) out[i] = change(values[i]!, values[i - period]!); // in range: i >= period
  return out;
}

function change(now: number, before: number): number {
  return before === 0 ? 0 : (now / before - 1) * 100;
}

export const ROC: HotIndicator = define({
  name: 'roc',
  source: '100 × (close / close n bars before − 1); TA-Lib ROC (ta_ROC.c)',
  params: { period: bars(10) },
  place: 'panel',
  outputs: ['roc'],
  warmUp: (params) => param(params, 'period'),
  compute: (columns, params, out) => [roc(columns.c, param(params, 'period'), out?.[0])],
  stream: (params) => {
    const window = new Ring(param(params, 'period'));
    return oneOutput(({ c }) => {
      const value = window.isFull ? change(c, window.oldest) : NaN;
      window.push(c);
      return value;
    });
  },
});
