import { BREAKOUT } from './breakout/breakout.ts';
import { FORECAST } from './forecast/forecast.ts';
import { INDEX_REBALANCING } from './index-rebalancing/index-rebalancing.ts';
import { MA_CROSS } from './ma-cross/ma-cross.ts';
import { MEAN_REVERSION } from './mean-reversion/mean-reversion.ts';
import { MOMENTUM_ROTATION } from './momentum-rotation/momentum-rotation.ts';
import { PIVOT } from './pivot/pivot.ts';
import type { Strategy } from './strategy.ts';
import { weightedVote } from './weighted-vote/weighted-vote.ts';

/** Strategies of their own: each can be a part of a combination. */
const SINGLE: readonly Strategy[] = [
  erased(MA_CROSS),
  erased(MEAN_REVERSION),
  erased(BREAKOUT),
  erased(MOMENTUM_ROTATION),
  erased(PIVOT),
  erased(FORECAST),
  erased(INDEX_REBALANCING),
];

/** Every strategy, in the order in which forms offer them; the first is the default. */
export const STRATEGIES: readonly Strategy[] = [...SINGLE, erased(weightedVote(SINGLE))];

export function strategyNamed(name: string): Strategy | null {
  return STRATEGIES.find((strategy) => strategy.name === name) ?? null;
}

// A strategy only ever gets what its own schema made, so forgetting its config's type here is safe.
function erased<Config>(strategy: Strategy<Config>): Strategy {
  return strategy as unknown as Strategy;
}

/** Whether a strategy with these settings, itself or as one of its parts, reads recorded forecasts. */
export function readsForecasts(name: string, config: unknown): boolean {
  const strategy = strategyNamed(name);
  const parsed = strategy?.configSchema.safeParse(config);
  if (strategy === null || parsed?.success !== true) return false;
  return strategy.indicators(parsed.data).some(({ indicator }) => indicator === 'forecast');
}
