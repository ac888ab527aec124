import { DAY_MS } from '#shared/lib/time.ts';
import type { Timeframe } from '#shared/domain/bar.ts';

/** How much time one block holds: some 250 to 1,500 bars, 12 to 80 kB. Periods count from the epoch. */
const BLOCK_DAYS: Record<Timeframe, number> = { '1m': 1, '5m': 5, '15m': 14, '1h': 56, '1d': 364, '1w': 2_548 };

export function blockPeriodMs(timeframe: Timeframe): number {
  return BLOCK_DAYS[timeframe] * DAY_MS;
}

/** Start of the block that a bar belongs to. */
export function blockStart(t: number, periodMs: number): number {
  return Math.floor(t / periodMs) * periodMs;
}
