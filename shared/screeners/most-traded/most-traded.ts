import { z } from 'zod';
import { failAtLeast, type Screener } from '../screener.ts';

export const mostTradedConfig = z.strictObject({
  /** Bars over which turnover is measured; it was traded on each of at least `tradedMin` of them. */
  bars: z.int().min(2).max(200).default(20),
  tradedMin: z.number().min(0).max(1).default(0.9),
});
export type MostTradedConfig = z.infer<typeof mostTradedConfig>;

/** Everything that can be bought and sold, by turnover (close × volume): for strategies that choose by events. */
export const MOST_TRADED: Screener<MostTradedConfig> = {
  name: 'most-traded',
  configSchema: mostTradedConfig,
  filters: ['traded'],
  figureCount: 1,
  barsNeeded: ({ bars }) => bars,
  measure: ({ c, v }, last, config, row) => {
    let turnover = 0;
    let traded = 0;
    for (let i = last - config.bars + 1; i <= last; i += 1) {
      turnover += c[i]! * v[i]!; // in range: barsNeeded
      if (v[i]! > 0) traded += 1;
    }
    row.figures[0] = turnover / config.bars;
    row.score = turnover;
    if (traded / config.bars >= config.tradedMin) row.stage = 1;
    else failAtLeast(row, 0, { has: traded / config.bars, needs: config.tradedMin });
  },
  reasons: () => [],
};
