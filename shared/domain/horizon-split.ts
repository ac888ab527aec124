import { z } from 'zod';
import type { Horizon } from './signal.ts';

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
