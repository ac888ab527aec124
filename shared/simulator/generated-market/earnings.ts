import type { Random } from '../../lib/random.ts';
import { STEPS_PER_DAY } from './calendar.ts';
import type { Company } from './companies.ts';

const QUARTER_DAYS = 91;
/** Earnings dates are known this long before. */
export const EARNINGS_NOTICE_STEPS = 21 * STEPS_PER_DAY;

/** The bar that the numbers move, of the day: 21:00 UTC for US-like listings, 06:30 UTC (15:30 in Seoul) for Korean ones. */
function slot(exchange: Company['exchange']): number {
  return exchange === 'demo-us' ? 84 : 26;
}

/** The first earnings after the epoch: some companies' are due on the third day, some a quarter later. */
export function firstEarnings(random: Random, exchange: Company['exchange']): number {
  return (2 + random.below(QUARTER_DAYS)) * STEPS_PER_DAY + slot(exchange);
}

export function followingEarnings(random: Random, step: number): number {
  return step + (QUARTER_DAYS - 4 + random.below(9)) * STEPS_PER_DAY;
}
