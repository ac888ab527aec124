import { z } from 'zod';
import { roundDigits } from '../../lib/round-digits.ts';
import { meanAt, rsiAt, volumeMultipleAt } from '../../indicators/last-bar.ts';
import { failAtLeast, failAtMost, type Screener } from '../screener.ts';

export const oversoldInUptrendConfig = z.strictObject({
  slow: z.int().min(3).max(200).default(50),
  /** The slow average must stand higher than so many bars before. */
  risingBars: z.int().min(1).max(100).default(10),
  rsiPeriod: z.int().min(2).max(50).default(14),
  rsiMax: z.number().min(0).max(100).default(40),
  volumeRecent: z.int().min(1).max(20).default(5),
  volumeUsual: z.int().min(2).max(100).default(20),
  volumeTimes: z.number().min(0).max(20).default(0.7),
});
export type OversoldInUptrendConfig = z.infer<typeof oversoldInUptrendConfig>;

// Places of the figures.
const RISE = 0;
const RSI = 1;
const VOLUME = 2;

/**
 * What mean reversion looks for: a pullback inside a trend that still rises, in something that is being traded.
 * Ranked by how far RSI has fallen; the rise of the slow average breaks near ties.
 */
export const OVERSOLD_IN_UPTREND: Screener<OversoldInUptrendConfig> = {
  name: 'oversold-in-uptrend',
  configSchema: oversoldInUptrendConfig,
  filters: ['rising', 'oversold', 'volume'],
  figureCount: 3,
  barsNeeded: (config) =>
    Math.max(config.slow + config.risingBars, config.rsiPeriod + 1, config.volumeRecent + config.volumeUsual),
  measure: (columns, last, config, row) => {
    const rise = meanAt(columns.c, last, config.slow) / meanAt(columns.c, last - config.risingBars, config.slow);
    const rsi = rsiAt(columns.c, last, config.rsiPeriod);
    const times = volumeMultipleAt(columns.v, last, { recent: config.volumeRecent, usual: config.volumeUsual });
    row.figures[RISE] = rise - 1;
    row.figures[RSI] = rsi;
    row.figures[VOLUME] = times;
    row.score = (50 - rsi) / 50 + (rise - 1) * 2;
    if (!(rise > 1)) failAtLeast(row, 0, { has: rise, needs: 1 });
    else if (!(rsi <= config.rsiMax)) failAtMost(row, 1, { has: rsi, needs: config.rsiMax });
    else if (!(times >= config.volumeTimes)) failAtLeast(row, 2, { has: times, needs: config.volumeTimes });
    else row.stage = 3;
  },
  reasons: (figures, config) => [
    { code: 'rising-average', values: { percent: roundDigits(figures[RISE]! * 100, 1), slow: config.slow } }, // a place above
    { code: 'oversold', values: { rsi: roundDigits(figures[RSI]!, 0) } }, // a place above
  ],
};
