import { MA_CROSS } from './ma-cross/ma-cross.ts';
import { MEAN_REVERSION } from './mean-reversion/mean-reversion.ts';
import type { Strategy } from './strategy.ts';

/** Every strategy, in the order in which forms offer them; the first is the default. */
export const STRATEGIES: readonly Strategy[] = [erased(MA_CROSS), erased(MEAN_REVERSION)];

export function strategyNamed(name: string): Strategy | null {
  return STRATEGIES.find((strategy) => strategy.name === name) ?? null;
}

// A strategy only ever gets what its own schema made, so forgetting its config's type here is safe.
function erased<Config>(strategy: Strategy<Config>): Strategy {
  return strategy as unknown as Strategy;
}
