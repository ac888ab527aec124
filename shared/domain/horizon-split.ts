import { z } from 'zod';
import { isWhole } from './horizon-shares.ts';

const share = z.number().min(0).max(100);

/**
 * How much of an account's equity bots may have invested for a short, a middle and a long time, in percent. Together
 * they are the whole: 100, or it is refused.
 */
export const horizonSplitSchema = z.strictObject({ short: share, mid: share, long: share }).refine(isWhole, {
  message: 'short, mid and long total 100 percent',
});
