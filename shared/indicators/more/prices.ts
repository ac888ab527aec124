import type { BarColumns } from '../../domain/bar.ts';
import { columnsFor, define, type Indicator } from '../indicator.ts';

/** (high + low + close) / 3 of every bar. */
export function typicalPrices(
  { h, l, c }: Pick<BarColumns, 'h' | 'l' | 'c'>,
  out: Float64Array = new Float64Array(c.length),
): Float64Array {
  for (let i = 0; i < c.length; i += 1) out[i] = (h[i]! + l[i]! + c[i]!) / 3; // in range: columns are equally long
  return out;
}

const TYPICAL: Indicator = define({
  name: 'typical',
  source: '(high + low + close) / 3; TA-Lib TYPPRICE',
  params: {},
  place: 'price',
  outputs: ['typical'],
  warmUp: () => 0,
  compute: (columns, _params, out) => [typicalPrices(columns, columnsFor(columns.c.length, ['typical'], out)[0])],
});

export const PRICES = [TYPICAL];
