import { z } from 'zod';
import type { StrategyView } from '../contract/research.ts';
import { STRATEGIES } from '../strategies/index.ts';

export function listStrategies(): StrategyView[] {
  return STRATEGIES.map((strategy) => ({
    name: strategy.name,
    config: z.toJSONSchema(strategy.configSchema, { io: 'input' }),
    warmUpBars: strategy.barsNeeded(strategy.configSchema.parse({})),
  }));
}
