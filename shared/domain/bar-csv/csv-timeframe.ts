import { DAY_MS, MINUTE_MS } from '../../lib/time.ts';
import type { Timeframe } from '../bar.ts';

const INTRADAY: Readonly<Record<number, Timeframe>> = { 1: '1m', 5: '5m', 15: '15m', 60: '1h' };

/** Fewest different times that show a spacing; with fewer (and no times of day) bars are daily. */
const TIMES_NEEDED = 3;

/**
 * Which bars these are, from the times they carry (local time of the file, read as UTC). All at midnight: days, or
 * weeks when the usual gap is 5 to 9 days. Otherwise the smallest gap counts: nights and weekends are larger ones.
 * Answers the spacing in minutes when it is none we know.
 */
export function timeframeOf(locals: Iterable<number>): Timeframe | { readonly minutes: number } {
  const times = [...new Set(locals)].sort((a, b) => a - b);
  const gaps = times.slice(1).map((time, index) => time - (times[index] as number));
  if (times.every((time) => time % DAY_MS === 0)) {
    if (times.length < TIMES_NEEDED) return '1d';
    const usual = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] as number;
    if (usual < 5 * DAY_MS) return '1d';
    return usual <= 9 * DAY_MS ? '1w' : { minutes: usual / MINUTE_MS };
  }
  const minutes = Math.min(...gaps) / MINUTE_MS;
  return INTRADAY[minutes] ?? { minutes: Number.isFinite(minutes) ? minutes : 0 };
}
