import { z } from 'zod';

/** Shares of the money for short, mid and long horizons, in percent. Anything but 100 in all is refused. */
export const CapitalSplit = z
  .strictObject({
    short: z.number().min(0).max(100),
    mid: z.number().min(0).max(100),
    long: z.number().min(0).max(100),
  })
  .refine(({ short, mid, long }) => Math.abs(short + mid + long - 100) < 1e-9, { message: 'split-not-100' });
export type CapitalSplit = z.infer<typeof CapitalSplit>;
