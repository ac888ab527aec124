import type { MarketMs } from '../../lib/time.ts';
import type { Exchange } from '../instrument.ts';
import { calendarOf } from './market-calendar.ts';

/** Nobody asks for more. */
const SESSIONS_MAX = 251;

/**
 * How many sessions of its exchange ago something was: trading days that began after its own, up to that of `now`; 0 on
 * the same day, never above 251. For many askings: an exchange's days are walked through once, as far as one of them goes.
 */
export function sessionsAgo(now: MarketMs): (exchange: Exchange, at: MarketMs) => number {
  const known = new Map<Exchange, (at: MarketMs) => number>();
  return (exchange, at) => {
    const counted = known.get(exchange) ?? counter(exchange, now);
    known.set(exchange, counted);
    return counted(at);
  };
}

function counter(exchange: Exchange, now: MarketMs): (at: MarketMs) => number {
  const calendar = calendarOf(exchange);
  let earliest = calendar.tradingDayOf(now);
  const days = [earliest];
  return (at) => {
    const then = calendar.tradingDayOf(at);
    while (earliest > then && days.length < SESSIONS_MAX) {
      earliest = calendar.previousTradingDay(earliest);
      days.push(earliest);
    }
    const sessions = days.findIndex((day) => day <= then);
    return sessions === -1 ? SESSIONS_MAX : sessions;
  };
}
