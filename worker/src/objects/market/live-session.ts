import type { MarketCalendar } from '#shared/domain/calendar/market-calendar.ts';
import type { MarketMs, WallMs } from '#shared/lib/time.ts';

/** The session that is on, and its number as bars are counted. */
export interface LiveSession {
  readonly step: number;
  readonly open: MarketMs;
}

export function liveSession(calendar: MarketCalendar, at: MarketMs, bootedAt: WallMs): LiveSession | null {
  const session = calendar.sessionAt(at);
  return session && { step: closedBars(calendar, at, bootedAt) + 1, open: session.open };
}

/** Daily bars that have closed since the market was made. */
export function closedBars(calendar: MarketCalendar, at: MarketMs, bootedAt: WallMs): number {
  let count = 0;
  for (let close: number = calendar.previousClose(at); close > bootedAt; count++)
    close = calendar.previousClose((close - 1) as MarketMs);
  return count;
}
