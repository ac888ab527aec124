import { z } from 'zod';

/** What holding the market would have made over some time: a fund of it, or `equal-weight` of all its stocks. */
export const BenchmarkView = z.object({
  symbol: z.string(),
  /** Price change in percent, dividends left out; null without prices then and now. */
  resultPercent: z.number().nullable(),
});
export type BenchmarkView = z.infer<typeof BenchmarkView>;
