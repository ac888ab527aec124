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
