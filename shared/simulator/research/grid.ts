import type { Strategy, StrategyConfig } from '../../strategies/strategy.ts';

/** One setting and the values of it that are tried. */
export interface Axis {
  readonly name: string;
  readonly values: readonly number[];
}

export interface Grid {
  /** Every combination that the strategy accepts, the last axis moving fastest. */
  readonly configs: readonly StrategyConfig[];
  /** Combinations that its schema refuses (a fast average that is slower than the slow one): never tried. */
  readonly refused: number;
}

/** All combinations of the axes over a strategy's own settings. */
export function gridOf(strategy: Strategy, settings: StrategyConfig, axes: readonly Axis[]): Grid {
  let combinations: StrategyConfig[] = [settings];
  for (const { name, values } of axes) {
    combinations = combinations.flatMap((one) => values.map((value) => ({ ...one, [name]: value })));
  }
  const configs = combinations.flatMap((one) => {
    const parsed = strategy.configSchema.safeParse(one);
    return parsed.success ? [parsed.data] : [];
  });
  return { configs, refused: combinations.length - configs.length };
}
