import type { Job } from '../job.ts';

/** Looks with everybody's saved screens at the end of the day; what is new since the day before stands beside each. */
export const savedScreens: Job = async ({ market, dailyScreens }, { marketAt }) => {
  const { looked, found } = await dailyScreens({ marketId: market.id, marketAt });
  return { code: 'saved-screens-run', values: { screens: looked, found } };
};
