import { HORIZONS, type Horizon } from './signal.ts';

/** In percent of an account's equity. */
export type HorizonSplit = Readonly<Record<Horizon, number>>;

const WHOLE = 100;

/** Whether the three are all of it. Tenths of a percent do not add up exactly in doubles. */
export const isWhole = ({ short, mid, long }: HorizonSplit): boolean => Math.abs(short + mid + long - WHOLE) < 1e-9;

/**
 * The split after one part was set to so many whole percent: the others give or take what that needs, in proportion to
 * what they have (alike where they have nothing), and the three stay 100.
 */
export function moveShare(split: HorizonSplit, moved: Horizon, percent: number): HorizonSplit {
  const kept = Math.min(WHOLE, Math.max(0, Math.round(percent)));
  const [first, second] = HORIZONS.filter((horizon) => horizon !== moved);
  if (first === undefined || second === undefined) return split;
  const left = WHOLE - kept;
  const had = split[first] + split[second];
  const firstPart = Math.round(had > 0 ? (left * split[first]) / had : left / 2);
  return { ...split, [moved]: kept, [first]: firstPart, [second]: left - firstPart };
}
