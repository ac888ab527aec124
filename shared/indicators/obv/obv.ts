import type { BarColumns } from '../../domain/bar.ts';
import { define, oneOutput, type HotIndicator } from '../indicator.ts';

/** On-balance volume: starts at the first bar's volume, adds a rising bar's, takes a falling bar's. No warm-up. */
export function obv(
  { c, v }: Pick<BarColumns, 'c' | 'v'>,
  out: Float64Array = new Float64Array(c.length),
): Float64Array {
  let total = v[0] ?? 0;
  if (c.length > 0) out[0] = total;
  for (let i = 1; i < c.length; i += 1) {
    total += v[i]! * direction(c[i]!, c[i - 1]!); // in range: 1 <= i < length, columns are equally long
    out[i] = total;
  }
  return out;
}

/** 1, 0 or -1, without the branch that nobody can foresee. */
function direction(now: number, before: number): number {
  return Number(now > before) - Number(now < before);
}

export const OBV: HotIndicator = define({
  name: 'obv',
  source:
    'Joseph Granville, New Key to Stock Market Profits (1963); starts at the first volume as TA-Lib OBV (ta_OBV.c)',
  params: {},
  place: 'panel',
  outputs: ['obv'],
  warmUp: () => 0,
  compute: (columns, _params, out) => [obv(columns, out?.[0])],
  stream: () => {
    let total = NaN;
    let before = NaN;
    return oneOutput(({ c, v }) => {
      total = Number.isNaN(total) ? v : total + v * direction(c, before);
      before = c;
      return total;
    });
  },
});
