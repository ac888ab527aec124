import { z } from 'zod';
import { roundDigits } from '../../lib/round-digits.ts';
import { meanAt, rsiAt, volumeMultipleAt } from '../../indicators/last-bar.ts';
import { failAtLeast, type Screener } from '../screener.ts';

export const trendMomentumVolumeConfig = z.strictObject({
  fast: z.int().min(2).max(100).default(20),
  slow: z.int().min(3).max(250).default(50),
  rsiPeriod: z.int().min(2).max(50).default(14),
  rsiMin: z.number().min(0).max(100).default(50),
  /** The busiest of so many bars against the mean of the usual ones before them. */
  volumeRecent: z.int().min(1).max(20).default(5),
  volumeUsual: z.int().min(2).max(100).default(20),
  volumeTimes: z.number().min(0).max(20).default(1.5),
});
export type TrendMomentumVolumeConfig = z.infer<typeof trendMomentumVolumeConfig>;

// Places of the figures.
const FAST_OVER_SLOW = 0;
const RSI = 1;
const VOLUME = 2;

/**
 * The default screen. Uptrend: fast average over the slow one and the close over the slow one. Momentum: Wilder's
 * RSI at least `rsiMin`. Volume: a recent bar of at least `volumeTimes` the usual volume. Ranked by how far the fast
 * average leads (in percent), how strong momentum is and how busy it was, each to the same scale of about 0 to 1.
 */
export const TREND_MOMENTUM_VOLUME: Screener<TrendMomentumVolumeConfig> = {
  name: 'trend-momentum-volume',
  configSchema: trendMomentumVolumeConfig,
  filters: ['uptrend', 'momentum', 'volume'],
  figureCount: 3,
  barsNeeded: (config) => Math.max(config.slow, config.rsiPeriod + 1, config.volumeRecent + config.volumeUsual),
  measure: (columns, last, config, row) => {
    const slow = meanAt(columns.c, last, config.slow);
    const fast = meanAt(columns.c, last, config.fast);
    // The weaker of the two decides, as a multiple of the slow average: 0.98 is 2 % short of an uptrend.
    const lead = Math.min(fast, columns.c[last]!) / slow; // in range: last is an index
    const rsi = rsiAt(columns.c, last, config.rsiPeriod);
    const times = volumeMultipleAt(columns.v, last, { recent: config.volumeRecent, usual: config.volumeUsual });
    row.figures[FAST_OVER_SLOW] = fast / slow - 1;
    row.figures[RSI] = rsi;
    row.figures[VOLUME] = times;
    row.score = (fast / slow - 1) * 10 + (rsi - 50) / 50 + Math.min(times, 5) / 5;
    if (!(lead > 1)) failAtLeast(row, 0, { has: lead, needs: 1 });
    else if (!(rsi >= config.rsiMin)) failAtLeast(row, 1, { has: rsi, needs: config.rsiMin });
    else if (!(times >= config.volumeTimes)) failAtLeast(row, 2, { has: times, needs: config.volumeTimes });
    else row.stage = 3;
  },
  reasons: (figures, config) => [
    {
      code: 'uptrend',
      values: { percent: roundDigits(figures[FAST_OVER_SLOW]! * 100, 1), fast: config.fast, slow: config.slow },
    }, // a place above
    { code: 'momentum', values: { rsi: roundDigits(figures[RSI]!, 0) } }, // a place above
    { code: 'volume-multiple', values: { times: roundDigits(figures[VOLUME]!, 1) } }, // a place above
  ],
};
