import type { MarketMs } from '../../lib/time.ts';
import { DAY_MS, MINUTE_MS } from '../../lib/time.ts';

/**
 * The DEMO market opens on a Monday some years ahead, and never closes: a date nobody takes for a real session's.
 * 2030-01-07T00:00:00Z.
 */
export const EPOCH_MS = 1_893_974_400_000;
export const STEP_MS = 15 * MINUTE_MS;
export const STEPS_PER_DAY = DAY_MS / STEP_MS;

/** The opening instant of a step's bar. */
export function stepOpensAt(step: number): MarketMs {
  return (EPOCH_MS + step * STEP_MS) as MarketMs;
}
