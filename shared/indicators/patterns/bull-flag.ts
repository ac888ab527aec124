import type { BarColumns } from '../../domain/bar.ts';
import { bars, blank, define, figure, param, type Indicator } from '../indicator.ts';

/** The flag is at least so long: a single quiet bar is none. */
const FLAG_MIN = 3;
/** How much of the pole may be given back. */
const GIVEN_BACK_MAX = 0.5;

/**
 * A steep rise (the pole), then a short, quieter drift that gives back at most half of it: 100 while such a flag is flying
 * at a bar, else 0. The pole: a gain of at least `percent` within `pole` bars up to its highest close. The flag: the 3 to
 * `flag` bars since, none of them closing above the pole's top, on a mean volume below the pole's. After the description
 * of flags in T. Bulkowski, Encyclopedia of Chart Patterns; its widths and slopes are chosen here, other programs choose
 * others.
 */
export const BULL_FLAG: Indicator = define({
  name: 'bull-flag',
  source: 'T. Bulkowski, Encyclopedia of Chart Patterns; thresholds of its own, 100 there, 0 not there',
  params: { pole: bars(10, 3, 60), flag: bars(10, FLAG_MIN, 60), percent: figure(8, 1, 100) },
  place: 'panel',
  outputs: ['pattern'],
  drawn: { pattern: 'columns' },
  warmUp: (params) => param(params, 'pole') + FLAG_MIN,
  compute: (columns, params, out) => {
    const pole = param(params, 'pole');
    const flag = param(params, 'flag');
    const gain = 1 + param(params, 'percent') / 100;
    const column = out?.[0] ?? new Float64Array(columns.c.length);
    const warmUp = pole + FLAG_MIN;
    blank(column, warmUp);
    for (let i = warmUp; i < column.length; i += 1)
      column[i] = findFlag(columns, i, { pole, flag, gain }, null) ? 100 : 0;
    return [column];
  },
});

interface Shape {
  readonly pole: number;
  readonly flag: number;
  readonly gain: number;
}

/** A flag that is flying, in figures. */
export interface BullFlag {
  /** Bars of the pole, and of the flag up to the newest. */
  readonly poleBars: number;
  readonly flagBars: number;
  /** The rise of the pole, as a fraction of where it began. */
  readonly rise: number;
  /** How much of the rise the newest close has given back. */
  readonly givenBack: number;
}

const USUAL: Shape = { pole: 10, flag: 10, gain: 1.08 };

/** The flag at the newest of these bars, with the usual settings of the pattern; null: there is none. */
export function bullFlagAt(columns: BarColumns, last: number): BullFlag | null {
  const place = { top: 0, foot: 0 };
  if (last < USUAL.pole + FLAG_MIN || !findFlag(columns, last, USUAL, place)) return null;
  const { top, foot } = place;
  const [high, low, close] = [columns.c[top]!, columns.c[foot]!, columns.c[last]!]; // in range: it was found there
  return {
    poleBars: top - foot,
    flagBars: last - top,
    rise: high / low - 1,
    givenBack: (high - close) / (high - low),
  };
}

/** Whether a flag is flying at a bar; where its pole begins and ends goes into `place`. */
function findFlag(
  { l, c, v }: BarColumns,
  i: number,
  { pole, flag, gain }: Shape,
  place: { top: number; foot: number } | null,
): boolean {
  // The top of the pole: the highest close of the flag's reach, the newest of equals.
  let top = i;
  for (let j = i - 1; j >= Math.max(0, i - flag); j -= 1) if (c[j]! > c[top]!) top = j; // in range
  const length = i - top;
  if (length < FLAG_MIN) return false;
  let foot = top;
  for (let j = top - 1; j >= Math.max(0, top - pole); j -= 1) if (c[j]! < c[foot]!) foot = j; // in range
  if (foot === top || c[top]! < c[foot]! * gain) return false; // in range
  const floor = c[top]! - (c[top]! - c[foot]!) * GIVEN_BACK_MAX; // in range
  for (let j = top + 1; j <= i; j += 1) if (l[j]! < floor) return false; // in range
  if (place !== null) {
    place.top = top;
    place.foot = foot;
  }
  return mean(v, top + 1, i) < mean(v, foot + 1, top);
}

function mean(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i <= to; i += 1) sum += values[i]!; // in range
  return sum / (to - from + 1);
}
