import type { BarColumns } from '../../domain/bar.ts';
import { bars, blank, columnsFor, define, param, type HotIndicator, type IndicatorParams } from '../indicator.ts';
import { Ring } from '../ring.ts';
import { smaStream } from '../sma/sma.ts';
import { windowMeans } from '../window.ts';

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

const NAMES = ['k', 'd'] as const;

/**
 * Slow stochastic, 0 to 100: where the close lies in the range of the last bars, averaged twice. Both are NaN before
 * index `range + slowing + signal - 3`. A range of nothing counts as 0, as TA-Lib has it.
 */
export function stochastic(
  columns: Pick<BarColumns, 'h' | 'l' | 'c'>,
  periods: StochasticPeriods,
  out: Stochastic = outputs(columns.c.length),
): Stochastic {
  const { range, slowing, signal } = periods;
  const { k, d } = out;
  // The place in the range lies in `d` until both averages are made, so that nothing else is allocated.
  places(columns, range, out);
  windowMeans(d, slowing, k, range - 1);
  windowMeans(k, signal, d, range + slowing - 2);
  blank(k, range + slowing + signal - 3);
  return out;
}

/**
 * Writes the place of each close in its range into `d`, from index `range - 1` on; `k` is scratch. Blocks as in
 * `window.ts`, both ends of the range at once. The higher of a and b is a + (|b - a| + b - a) / 2: no branch, and
 * exact while they are within a factor of two of each other (Sterbenz), within rounding of the window's range else.
 */
function places({ h, l, c }: Pick<BarColumns, 'h' | 'l' | 'c'>, range: number, { k, d }: Stochastic): void {
  const { length } = c;
  const first = range - 1;
  for (let start = first; start < length; start += range) {
    const last = start + range - 1;
    const end = Math.min(last, length);
    let most = h[start]!; // in range, here and below: first <= start
    let least = l[start]!;
    for (let i = last - 1; i >= end; i -= 1) {
      const over = h[i - first]! - most;
      const under = least - l[i - first]!;
      most += (Math.abs(over) + over) * 0.5;
      least -= (Math.abs(under) + under) * 0.5;
    }
    for (let i = end - 1; i >= start; i -= 1) {
      const over = h[i - first]! - most;
      const under = least - l[i - first]!;
      most += (Math.abs(over) + over) * 0.5;
      least -= (Math.abs(under) + under) * 0.5;
      k[i] = most;
      d[i] = least;
    }
    most = h[start]!;
    least = l[start]!;
    for (let i = start; i < end; i += 1) {
      const over = h[i]! - most;
      const under = least - l[i]!;
      most += (Math.abs(over) + over) * 0.5;
      least -= (Math.abs(under) + under) * 0.5;
      const overBefore = k[i]! - most;
      const underBefore = least - d[i]!;
      const high = most + (Math.abs(overBefore) + overBefore) * 0.5;
      const low = least - (Math.abs(underBefore) + underBefore) * 0.5;
      d[i] = place(c[i]!, high, low);
    }
    if (last < length) d[last] = place(c[last]!, Math.max(most, h[last]!), Math.min(least, l[last]!));
  }
}

function place(close: number, high: number, low: number): number {
  if (!(high > low)) return 0;
  // A close at the end of its range may lie beyond it by a rounding.
  const value = (100 * (close - low)) / (high - low);
  return value > 100 ? 100 : value < 0 ? 0 : value;
}

function outputs(length: number, out?: readonly Float64Array[]): Stochastic {
  const [k, d] = columnsFor(length, NAMES, out);
  return { k, d };
}

const periodsOf = (params: IndicatorParams): StochasticPeriods => ({
  range: param(params, 'range'),
  slowing: param(params, 'slowing'),
  signal: param(params, 'signal'),
});

export const STOCHASTIC: HotIndicator = define({
  name: 'stochastic',
  source: 'George Lane; slow stochastic 14/3/3 with simple averages, TA-Lib STOCH (ta_STOCH.c)',
  params: { range: bars(14), slowing: bars(3), signal: bars(3) },
  place: 'percent',
  outputs: NAMES,
  warmUp: (params) => param(params, 'range') + param(params, 'slowing') + param(params, 'signal') - 3,
  compute: (columns, params, out) => {
    const { k, d } = stochastic(columns, periodsOf(params), outputs(columns.c.length, out));
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
});
