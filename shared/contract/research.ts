import { z } from 'zod';

/** Something with numbers to set: what a form is drawn from. `config` is a JSON Schema with defaults. */
const Configurable = z.object({ name: z.string(), config: z.record(z.string(), z.unknown()) });

export const StrategyView = Configurable.extend({
  /** Closed bars it needs before it has an opinion. */
  warmUpBars: z.number(),
});
export type StrategyView = z.infer<typeof StrategyView>;
