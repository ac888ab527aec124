import type { MarketMs } from '../../lib/time.ts';
import type { MarketCalendar } from './market-calendar.ts';

/** Nobody asks for more. */
const SESSIONS_MAX = 251;

/** How many trading days began after the one of `from`, up to the one of `to`; 0 on the same day, never above 251. */
export function sessionsBetween(calendar: MarketCalendar, from: MarketMs, to: MarketMs): number {
  const then = calendar.tradingDayOf(from);
  let day = calendar.tradingDayOf(to);
  let sessions = 0;
  while (day > then && sessions < SESSIONS_MAX) {
    day = calendar.previousTradingDay(day);
    sessions += 1;
  }
  return sessions;
}
