import { z } from 'zod';

const part = z.number().gt(0).max(1);

/**
 * How a bot finds the size of a purchase; every limit caps it whatever the method is, and none of them ever makes it
 * larger. Fractions are of the bot's amount. Absent: `profile`, the largest position its risk level and the limits allow.
 */
export const botSizingSchema = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('profile') }),
  /** So much is lost at the stop-loss, with fees and slippage. */
  z.strictObject({ method: z.literal('fixed-fraction'), fraction: part }),
  /** So much a position usually moves in one bar: its average true range times its size. */
  z.strictObject({ method: z.literal('volatility-target'), fraction: part }),
  /** The same amount of money in each of so many positions. */
  z.strictObject({ method: z.literal('equal-weight'), positions: z.int().min(1).max(100) }),
  /** A part of what Kelly's formula says of this setup's own record, never above `max`. */
  z.strictObject({ method: z.literal('capped-kelly'), fraction: part, max: part }),
]);
export type BotSizing = z.infer<typeof botSizingSchema>;

/**
 * Whether a size that is found in the new way may be larger than in the one before. `profile` is the largest there is; of
 * two other ways nobody can tell.
 */
export function mayBeLarger(before: BotSizing, after: BotSizing): boolean {
  if (before.method === 'profile') return false;
  switch (after.method) {
    case 'profile':
      return true;
    case 'fixed-fraction':
    case 'volatility-target':
      return before.method !== after.method || after.fraction > before.fraction;
    case 'equal-weight':
      return before.method !== after.method || after.positions < before.positions;
    case 'capped-kelly':
      return before.method !== after.method || after.fraction > before.fraction || after.max > before.max;
  }
}
