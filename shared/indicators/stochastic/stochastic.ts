import type { BarColumns } from '../../domain/bar.ts';
import { highestAt, lowestAt } from '../donchian/donchian.ts';
import { blank, param, Ring, type Indicator } from '../indicator.ts';
import { smaStream } from '../sma/sma.ts';

export interface StochasticPeriods {
  /** Bars of the range, of the smoothing that makes the slow %K, and of %D over it. */
  readonly range: number;
  readonly slowing: number;
  readonly signal: number;
}

export interface Stochastic {
  readonly k: Float64Array;
  readonly d: Float64Array;
}

/**
 * Slow stochastic, 0 to 100: where the close lies in the range of the last bars, averaged twice. Both are NaN before
 * index `range + slowing + signal - 3`. A range of nothing counts as 0, as TA-Lib has it.
 */
export function stochastic(
  columns: Pick<BarColumns, 'h' | 'l' | 'c'>,
  periods: StochasticPeriods,
  out?: Stochastic,
): Stochastic {
  const { h, l, c } = columns;
  const { range, slowing, signal } = periods;
  const result = out ?? { k: new Float64Array(c.length), d: new Float64Array(c.length) };
  const { k, d } = result;
  const highest = { period: range, last: -1 };
  const lowest = { period: range, last: -1 };
  // The place in the range lies in `d` until both averages are made, so that nothing else is allocated.
  for (let i = range - 1; i < c.length; i += 1) {
    highest.last = highestAt(h, i, highest);
    lowest.last = lowestAt(l, i, lowest);
    d[i] = place(c[i]!, h[highest.last]!, l[lowest.last]!); // in range: indexes of the window
  }
  average(d, k, { from: range - 1, period: slowing });
  average(k, d, { from: range + slowing - 2, period: signal });
  const first = range + slowing + signal - 3;
  blank(k, first);
  blank(d, first);
  return result;
}

/** Writes the mean of the last `period` values from index `from + period - 1` on; values before `from` do not count. */
function average(values: Float64Array, out: Float64Array, { from, period }: { from: number; period: number }): void {
  let total = 0;
  for (let i = from; i < values.length; i += 1) {
    total += values[i]!; // in range: i < length
    if (i >= from + period) total -= values[i - period]!; // in range: i - period >= from
    if (i >= from + period - 1) out[i] = total / period;
  }
}

function place(close: number, high: number, low: number): number {
  return high > low ? (100 * (close - low)) / (high - low) : 0;
}

const periodsOf = (params: Readonly<Record<string, number>>): StochasticPeriods => ({
  range: param(params, 'range'),
  slowing: param(params, 'slowing'),
  signal: param(params, 'signal'),
});

export const STOCHASTIC: Indicator = {
  name: 'stochastic',
  source: 'George Lane; slow stochastic 14/3/3 with simple averages, TA-Lib STOCH (ta_STOCH.c)',
  defaults: { range: 14, slowing: 3, signal: 3 },
  outputs: ['k', 'd'],
  warmUp: (params) => param(params, 'range') + param(params, 'slowing') + param(params, 'signal') - 3,
  compute: (columns, params) => {
    const { k, d } = stochastic(columns, periodsOf(params));
    return [k, d];
  },
  stream: (params) => {
    const { range, slowing, signal } = periodsOf(params);
    const highs = new Ring(range);
    const lows = new Ring(range);
    const slow = smaStream(slowing);
    const average = smaStream(signal);
    const out = new Float64Array(2);
    return {
      next: ({ h, l, c }) => {
        highs.push(h);
        lows.push(l);
        out.fill(NaN);
        if (!highs.isFull) return out;
        const k = slow(place(c, highs.max(), lows.min()));
        if (Number.isNaN(k)) return out;
        const d = average(k);
        if (Number.isNaN(d)) return out;
        out[0] = k;
        out[1] = d;
        return out;
      },
    };
  },
};
