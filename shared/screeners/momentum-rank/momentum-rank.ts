import { z } from 'zod';
import { roundDigits } from '../../lib/round-digits.ts';
import { meanAt } from '../../indicators/last-bar.ts';
import { failAtLeast, type Screener } from '../screener.ts';

export const momentumRankConfig = z
  .strictObject({
    lookback: z.int().min(10).max(230).default(126),
    /** The newest bars are left out: what rose last week tends to give some of it back. */
    skip: z.int().min(0).max(60).default(21),
    slow: z.int().min(3).max(230).default(50),
  })
  .refine(({ lookback, skip }) => skip < lookback, { path: ['skip'] });
export type MomentumRankConfig = z.infer<typeof momentumRankConfig>;

// Places of the figures.
const RETURN = 0;

/**
 * Ranks by the return of the last `lookback` bars without the newest `skip` (Jegadeesh and Titman 1993). What fell, and
 * what stands under its slow average, is left out.
 */
export const MOMENTUM_RANK: Screener<MomentumRankConfig> = {
  name: 'momentum-rank',
  configSchema: momentumRankConfig,
  filters: ['rising', 'uptrend'],
  figureCount: 1,
  barsNeeded: ({ lookback, slow }) => Math.max(lookback + 1, slow),
  measure: ({ c }, last, config, row) => {
    const change = c[last - config.skip]! / c[last - config.lookback]!; // in range: barsNeeded
    const over = c[last]! / meanAt(c, last, config.slow); // in range
    row.figures[RETURN] = change - 1;
    row.score = change - 1;
    if (!(change > 1)) failAtLeast(row, 0, { has: change, needs: 1 });
    else if (!(over > 1)) failAtLeast(row, 1, { has: over, needs: 1 });
    else row.stage = 2;
  },
  reasons: (figures, { lookback }) => [
    { code: 'past-return', values: { percent: roundDigits(figures[RETURN]! * 100, 1), bars: lookback } }, // a place above
  ],
};
