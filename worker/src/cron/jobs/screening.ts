import { SCREENER_NAMES } from '#shared/domain/screen.ts';
import { SCREENERS } from '#shared/screeners/index.ts';
import { summariseScreen } from '#shared/screeners/run-screen.ts';
import type { Job } from '../job.ts';

/** Measures every screen with its usual numbers on the bar that closed; bots that use them find them measured. */
export const screening: Job = async ({ market, screens }) => {
  const window = await market.window(market.timeframe);
  let passed = 0;
  if (window !== null) {
    for (const screener of SCREENER_NAMES) {
      const config = SCREENERS[screener].configSchema.parse({});
      passed += summariseScreen(screens(market.timeframe).pass({ screener, config }, window), window, null).candidates
        .length;
    }
  }
  return {
    code: 'screened',
    values: { screens: SCREENER_NAMES.length, instruments: window?.instruments.length ?? 0, passed },
  };
};
