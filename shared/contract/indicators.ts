import { z } from 'zod';
import { TIMEFRAMES } from '../domain/bar.ts';

/** One number that can be set, with its ends included; the order is that of a name: `macd-12-26-9`. */
const SettingView = z.object({
  name: z.string(),
  titleEn: z.string(),
  titleKo: z.string(),
  usual: z.number(),
  min: z.number(),
  max: z.number(),
  isWhole: z.boolean(),
});
const LineView = z.object({
  name: z.string(),
  titleEn: z.string(),
  titleKo: z.string(),
  drawn: z.enum(['line', 'columns', 'dots']),
});

/** What a form and a chart are drawn from. */
export const IndicatorView = z.object({
  name: z.string(),
  kind: z.enum(['indicator', 'pattern']),
  titleEn: z.string(),
  titleKo: z.string(),
  /** What it says, in one sentence. */
  meansEn: z.string(),
  meansKo: z.string(),
  source: z.string().describe('formula, convention and where they are from'),
  place: z.enum(['price', 'panel', 'percent']).describe('over the prices, in a panel, in a panel from 0 to 100'),
  settings: z.array(SettingView),
  /** Settings of which each has to be larger than the one before. */
  rising: z.array(z.string()),
  lines: z.array(LineView),
});
export type IndicatorView = z.infer<typeof IndicatorView>;

export const IndicatorsQuery = z.object({
  names: z
    .string()
    .max(400)
    .optional()
    .describe('comma separated, e.g. `sma-20,ichimoku-9-26-52-26,engulfing`, at most 10; absent: the usual ones'),
  timeframe: z.enum(TIMEFRAMES).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});
export type IndicatorsQuery = z.infer<typeof IndicatorsQuery>;

/**
 * Lines beside the bars: `values[i]` belongs to the bar at `t[i]`, null while it warms up and where it is nothing.
 * Ratios and prices alike as numbers; a pattern is above 0, below 0, or 0 where it is not there.
 */
export const IndicatorsView = z.object({
  symbol: z.string(),
  timeframe: z.enum(TIMEFRAMES),
  t: z.array(z.string()),
  lines: z.array(z.object({ name: z.string(), values: z.array(z.number().nullable()) })),
});
export type IndicatorsView = z.infer<typeof IndicatorsView>;
