import { z } from 'zod';
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
