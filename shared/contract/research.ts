import { z } from 'zod';
import { TIMEFRAMES } from '../domain/bar.ts';
import { Instant } from './common.ts';

/** Something with numbers to set: what a form is drawn from. `config` is a JSON Schema with defaults. */
const Configurable = z.object({ name: z.string(), config: z.record(z.string(), z.unknown()) });

export const StrategyView = Configurable.extend({
  /** Closed bars it needs before it has an opinion. */
  warmUpBars: z.number(),
});
export type StrategyView = z.infer<typeof StrategyView>;

export const ScreenView = Configurable.extend({ id: z.string() });
export type ScreenView = z.infer<typeof ScreenView>;

/** What a screen found on the last closed bar it ran on. */
export const ScreenResultView = z.object({
  screenId: z.string(),
  marketAt: Instant,
  looked: z.number(),
  funnel: z.array(z.object({ code: z.string(), count: z.number() })),
  hits: z.array(z.object({ symbol: z.string(), score: z.number() })),
});
export type ScreenResultView = z.infer<typeof ScreenResultView>;

export const IndicatorsQuery = z.object({
  /** Comma separated, e.g. `sma-20,rsi-14`; absent: the usual ones. */
  names: z.string().max(200).optional(),
  timeframe: z.enum(TIMEFRAMES).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});
export type IndicatorsQuery = z.infer<typeof IndicatorsQuery>;

/** Lines beside the bars: `values[i]` belongs to the bar at `t[i]`, null while it warms up. Ratios and prices alike as numbers. */
export const IndicatorsView = z.object({
  symbol: z.string(),
  timeframe: z.enum(TIMEFRAMES),
  t: z.array(z.string()),
  lines: z.array(z.object({ name: z.string(), values: z.array(z.number().nullable()) })),
});
export type IndicatorsView = z.infer<typeof IndicatorsView>;
