import type { MarketMs, TradingDay } from '../lib/time.ts';
import type { MarketCalendar } from './calendar/market-calendar.ts';
import type { InstrumentId } from './ids.ts';

/** When a company next reports, as far as it is announced; `at` null: nothing is, and whoever would know was asked. */
export interface EarningsOf {
  readonly instrumentId: InstrumentId;
  readonly at: MarketMs | null;
}

/** Further ahead nobody asks. */
const SESSIONS_MAX = 64;

/** The day of an instant yet to come, and in how many sessions of its exchange that is; 0 is today. */
export function sessionsUntil(
  at: MarketMs,
  { now, calendar }: { readonly now: MarketMs; readonly calendar: MarketCalendar },
): { readonly day: TradingDay; readonly sessionsAhead: number } {
  const day = calendar.tradingDayOf(at);
  let [there, sessionsAhead] = [calendar.tradingDayOf(now), 0];
  while (there < day && sessionsAhead < SESSIONS_MAX) {
    there = calendar.nextTradingDay(there);
    sessionsAhead += 1;
  }
  return { day, sessionsAhead };
}
