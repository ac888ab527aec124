import { DAY_MS } from '../lib/time.ts';

/** Four weeks, about twenty sessions. */
export const YEAR_FIGURES_FROM_DAYS = 28;

/** Whether a stretch is long enough to say anything "a year": a few days multiplied up to one make a fortune of luck. */
export function saysAYear(fromMs: number, toMs: number): boolean {
  return toMs - fromMs >= YEAR_FIGURES_FROM_DAYS * DAY_MS;
}
