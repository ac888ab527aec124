import type { BarColumns } from '../../domain/bar.ts';
import { bars, columnsFor, define, param, type HotIndicator } from '../indicator.ts';
import { Ring } from '../ring.ts';
import { highest, lowest } from '../window.ts';

export interface Donchian {
  readonly upper: Float64Array;
  readonly middle: Float64Array;
  readonly lower: Float64Array;
}

const NAMES = ['upper', 'middle', 'lower'] as const;

/** Highest high and lowest low of the last `period` bars, the newest in it, and their middle. NaN before `period - 1`. */
export function donchian(
  { h, l }: Pick<BarColumns, 'h' | 'l'>,
  period: number,
  out: Donchian = outputs(h.length),
): Donchian {
  const { upper, middle, lower } = out;
  highest(h, period, upper);
  lowest(l, period, lower);
  for (let i = 0; i < h.length; i += 1) middle[i] = (upper[i]! + lower[i]!) / 2; // in range: columns are equally long
  return out;
}

function outputs(length: number, out?: readonly Float64Array[]): Donchian {
  const [upper, middle, lower] = columnsFor(length, NAMES, out);
  return { upper, middle, lower };
}

export const DONCHIAN: HotIndicator = define({
  name: 'donchian',
  source: 'Richard Donchian; highest high and lowest low of n bars, this one included: TA-Lib MAX and MIN',
  params: { period: bars(20) },
  place: 'price',
  outputs: NAMES,
  warmUp: (params) => param(params, 'period') - 1,
  compute: (columns, params, out) => {
    const { upper, middle, lower } = donchian(columns, param(params, 'period'), outputs(columns.c.length, out));
    return [upper, middle, lower];
  },
  stream: (params) => {
    const highs = new Ring(param(params, 'period'));
    const lows = new Ring(param(params, 'period'));
    const out = new Float64Array(3);
    return {
      next: ({ h, l }) => {
        highs.push(h);
        lows.push(l);
        if (!highs.isFull) return out.fill(NaN);
        const upper = highs.max();
        const lower = lows.min();
        out[0] = upper;
        out[1] = (upper + lower) / 2;
        out[2] = lower;
        return out;
      },
    };
  },
});
