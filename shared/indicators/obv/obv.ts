import type { BarColumns } from '../../domain/bar.ts';
import { oneOutput, type Indicator } from '../indicator.ts';

/** On-balance volume: starts at the first bar's volume, adds a rising bar's, takes a falling bar's. No warm-up. */
export function obv({ c, v }: Pick<BarColumns, 'c' | 'v'>, out = new Float64Array(c.length)): Float64Array {
  let total = v[0] ?? 0;
  if (c.length > 0) out[0] = total;
  for (let i = 1; i < c.length; i += 1) {
    const change = c[i]! - c[i - 1]!; // in range: 1 <= i < length
    if (change > 0)
      total += v[i]!; // in range: columns are equally long
    else if (change < 0) total -= v[i]!;
    out[i] = total;
  }
  return out;
}

export const OBV: Indicator = {
  name: 'obv',
  source:
    'Joseph Granville, New Key to Stock Market Profits (1963); starts at the first volume as TA-Lib OBV (ta_OBV.c)',
  defaults: {},
  outputs: ['obv'],
  warmUp: () => 0,
  compute: (columns) => [obv(columns)],
  stream: () => {
    let total = 0;
    let before = NaN;
    return oneOutput(({ c, v }) => {
      if (Number.isNaN(before)) total = v;
      else if (c > before) total += v;
      else if (c < before) total -= v;
      before = c;
      return total;
    });
  },
};
