import { DAY_MS, HOUR_MS, type MarketMs } from '../lib/time.ts';
import { TIMEFRAME_MS, type Timeframe } from './bar.ts';
import { dayText } from './calendar/day.ts';
import { calendarOf } from './calendar/market-calendar.ts';
import { instantOf, type Zone } from './calendar/zone.ts';
import type { Exchange } from './instrument.ts';

export const EXCHANGE_ZONE: Record<Exchange, Zone> = {
  us: 'America/New_York',
  krx: 'Asia/Seoul',
  'demo-us': 'UTC',
  'demo-krx': 'UTC',
};

/** Regular hours in the exchange's zone: for days the calendar does not know as sessions, where a bar is the proof. */
const USUAL_HOURS: Record<Exchange, { readonly opens: number; readonly closes: number }> = {
  us: { opens: 9.5 * HOUR_MS, closes: 16 * HOUR_MS },
  krx: { opens: 9 * HOUR_MS, closes: 15.5 * HOUR_MS },
  'demo-us': { opens: 0, closes: DAY_MS },
  'demo-krx': { opens: 0, closes: DAY_MS },
};

/**
 * When a bar opens and when it has closed. A daily bar is its regular session, early closes included; a weekly one
 * runs from its first day's open to the close of the sixth day after.
 */
export function barTimes(
  exchange: Exchange,
  timeframe: Timeframe,
  t: number,
): { readonly openAt: MarketMs; readonly closeAt: MarketMs } {
  if (timeframe === '1d') return sessionTimes(exchange, t);
  if (timeframe === '1w') {
    return { openAt: sessionTimes(exchange, t).openAt, closeAt: sessionTimes(exchange, t + 6 * DAY_MS).closeAt };
  }
  return { openAt: t as MarketMs, closeAt: (t + TIMEFRAME_MS[timeframe]) as MarketMs };
}

function sessionTimes(exchange: Exchange, t: number): { readonly openAt: MarketMs; readonly closeAt: MarketMs } {
  const session = calendarOf(exchange).session(dayText(Math.floor(t / DAY_MS)));
  if (session !== null) return { openAt: session.open, closeAt: session.close };
  const { opens, closes } = USUAL_HOURS[exchange];
  const zone = EXCHANGE_ZONE[exchange];
  return { openAt: instantOf(zone, t + opens) as MarketMs, closeAt: instantOf(zone, t + closes) as MarketMs };
}

/** Opening time from which on bars of this timeframe have not all closed at `marketAt`: reads end before it. */
export function visibleUntil(exchange: Exchange, timeframe: Timeframe, marketAt: MarketMs): MarketMs {
  if (timeframe === '1w') return (visibleUntil(exchange, '1d', marketAt) - 6 * DAY_MS) as MarketMs;
  const length = TIMEFRAME_MS[timeframe];
  // The bar that holds this instant, one after and two before cover every zone and every session.
  const around = Math.floor(marketAt / length) * length;
  for (let t = around + length; t > around - 2 * length; t -= length) {
    if (barTimes(exchange, timeframe, t).closeAt <= marketAt) return (t + 1) as MarketMs;
  }
  return (around - 2 * length + 1) as MarketMs;
}
