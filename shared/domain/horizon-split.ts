import { z } from 'zod';
import { HORIZONS, type Horizon } from './signal.ts';

const share = z.number().min(0).max(100);

/**
 * How much of an account's equity bots may have invested for a short, a middle and a long time, in percent. Together
 * they are the whole: 100, or it is refused.
 */
export const horizonSplitSchema = z
  .strictObject({ short: share, mid: share, long: share })
  // Tenths of a percent do not add up exactly in doubles.
  .refine(({ short, mid, long }) => Math.abs(short + mid + long - 100) < 1e-9, {
    message: 'short, mid and long total 100 percent',
  });
export type HorizonSplit = Readonly<Record<Horizon, number>>;

const WHOLE = 100;

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
