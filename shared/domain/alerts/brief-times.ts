import { DAY_MS, HOUR_MS, MINUTE_MS, type MarketMs } from '../../lib/time.ts';
import type { MarketCalendar } from '../calendar/market-calendar.ts';
import type { World } from '../market.ts';

export const BRIEFS = ['morning', 'close', 'week'] as const;
export type Brief = (typeof BRIEFS)[number];

/** A brief that is due, and the market day (or week's last day) it is of: once each. */
export interface DueBrief {
  readonly brief: Brief;
  readonly day: string;
}

/** Before the session; and until when after its close, so that one that was missed is not told at midnight. */
const MORNING_BEFORE_MS = 30 * MINUTE_MS;
const CLOSE_AFTER_MS = 20 * MINUTE_MS;
const CLOSE_UNTIL_MS = 3 * HOUR_MS;
/** Of Saturday in the exchange's zone: the open of the day before, give or take what daylight saving moves. */
const WEEK_AFTER_OPEN_MS = DAY_MS;

/**
 * Which briefs are due at this moment. With real prices: the half hour before the open, some time after the close, and
 * Saturday from the hour the market would open. A market that is played has no mornings: its brief comes with the close
 * that ends a day, and the week with that of its last trading day.
 */
export function briefsDue(calendar: MarketCalendar, world: World, now: MarketMs): DueBrief[] {
  if (world === 'demo' || world === 'replay') return playedBriefs(calendar, now);
  const due: DueBrief[] = [];
  const open = calendar.nextOpen(now);
  if (open - now <= MORNING_BEFORE_MS) due.push({ brief: 'morning', day: calendar.tradingDayOf(open) });
  const closed = calendar.previousClose(now);
  const day = calendar.tradingDayOf((closed - 1) as MarketMs);
  const since = now - closed;
  if (since >= CLOSE_AFTER_MS && since < CLOSE_UNTIL_MS) due.push({ brief: 'close', day });
  const session = calendar.session(day);
  const isWeekOver = weekdayOf(calendar.nextTradingDay(day)) <= weekdayOf(day);
  const opened = session?.open ?? closed;
  // After a Friday that is the Saturday; after a Thursday before a holiday, the Friday.
  if (isWeekOver && now - opened >= WEEK_AFTER_OPEN_MS && open - now > MORNING_BEFORE_MS)
    due.push({ brief: 'week', day });
  return due;
}

function playedBriefs(calendar: MarketCalendar, now: MarketMs): DueBrief[] {
  if (calendar.previousClose(now) !== now) return [];
  const day = calendar.tradingDayOf((now - 1) as MarketMs);
  const next = calendar.nextTradingDay(day);
  const morning: DueBrief = { brief: 'morning', day: next };
  return weekdayOf(next) <= weekdayOf(day) ? [morning, { brief: 'week', day }] : [morning];
}

/** Monday is 0. */
function weekdayOf(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}
