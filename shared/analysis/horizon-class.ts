import type { Horizon } from '../domain/signal.ts';
import type { Timeframe } from '../domain/bar.ts';
import type { Measures } from './measure.ts';

/** Wilder's line between a trend and none (New Concepts in Technical Trading Systems, 1978), and half way below it. */
const TRENDING_ADX = 25;
const SLOW_TREND_ADX = 20;

/**
 * How long a purchase here would usually be held: `long` where the averages of 20, 50 and 200 bars lie in order and a
 * trend is there, `mid` where those of 20 and 50 do in a clear trend, else `short`. Without 200 bars never `long`, and on
 * bars within a day always `short`: 200 of 15 minutes are eight days, and no trend of them lasts for months.
 */
export function horizonOf({ sma20, sma50, sma200, adx14 }: Measures, timeframe: Timeframe): Horizon {
  if (timeframe !== '1d' && timeframe !== '1w') return 'short';
  if (sma20 === null || sma50 === null || adx14 === null || sma20 <= sma50) return 'short';
  if (sma200 !== null && sma50 > sma200 && adx14 >= SLOW_TREND_ADX) return 'long';
  return adx14 >= TRENDING_ADX ? 'mid' : 'short';
}
