import type { Job } from '../job.ts';

/** Looks with everybody's saved screens at the end of the day; what is new since the day before stands beside each. */
export const savedScreens: Job = async ({ market, dailyScreens, followed }, { marketAt }) => {
  const window = await market.window(market.timeframe);
  const as = { marketId: market.id, marketAt };
  const { looked, found } = await dailyScreens(as, window === null ? null : { window, followed });
  return { code: 'saved-screens-run', values: { screens: looked, found } };
};
