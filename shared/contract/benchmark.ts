import { z } from 'zod';
import { Instant } from './common.ts';

/** What holding the market would have made over some time: a fund of it, or `equal-weight` of all its stocks. */
export const BenchmarkView = z.object({
  symbol: z.string(),
  /** Price change in percent, dividends left out; null without prices then and now. */
  resultPercent: z.number().nullable(),
});
export type BenchmarkView = z.infer<typeof BenchmarkView>;

/** The same along the days an account was valued on, from the first of them. */
export const BenchmarkLineView = z.object({
  symbol: z.string(),
  nameEn: z.string().nullable(),
  nameKo: z.string().nullable(),
  /** Growth since the first, as a fraction, oldest first; null where its prices do not reach back that far. */
  points: z.array(z.object({ at: Instant, growth: z.number() })).nullable(),
});
export type BenchmarkLineView = z.infer<typeof BenchmarkLineView>;
