import { Cron } from 'croner';
import { TIMEFRAME_MS, type Timeframe } from '#shared/domain/bar.ts';
import { EXCHANGE_ZONE } from '#shared/domain/bar-times.ts';
import { calendarOf } from '#shared/domain/calendar/market-calendar.ts';
import type { Exchange } from '#shared/domain/instrument.ts';
import type { MarketMs } from '#shared/lib/time.ts';

/** Every closed bar, and the close that ends a market day. Everything else is a cron expression in market time. */
export const AT_CLOSE = '@close';
export const AT_DAY = '@day';

/** Where a schedule is read: the market's zone and bars. */
export interface ScheduleMarket {
  readonly timeframe: Timeframe;
  readonly exchange: Exchange;
}

const parsed = new Map<string, Cron | null>();

function cronOf(schedule: string, exchange: Exchange): Cron | null {
  const timezone = EXCHANGE_ZONE[exchange];
  const key = `${timezone} ${schedule}`;
  let cron = parsed.get(key);
  if (cron === undefined) {
    try {
      cron = new Cron(schedule, { timezone, paused: true });
    } catch {
      cron = null;
    }
    parsed.set(key, cron);
  }
  return cron;
}

export function isSchedule(text: string): boolean {
  return text === AT_CLOSE || text === AT_DAY || cronOf(text, 'demo-us') !== null;
}

/**
 * When a schedule was due in the time after `after` up to `now`; null when it was not. Several times missed are one
 * run, at the first of them.
 */
export function dueAt(
  schedule: string,
  { market, after, now }: { market: ScheduleMarket; after: MarketMs; now: MarketMs },
): MarketMs | null {
  if (now <= after) return null;
  if (schedule === AT_CLOSE) return now;
  if (schedule === AT_DAY) return endsDay(market, now) ? now : null;
  const next = cronOf(schedule, market.exchange)?.nextRun(new Date(after)) ?? null;
  return next !== null && next.getTime() <= now ? (next.getTime() as MarketMs) : null;
}

/** When a schedule is due next; null when nobody knows. `nextCloseAt`: the close of the bar that comes. */
export function nextDue(
  schedule: string,
  { market, now, nextCloseAt }: { market: ScheduleMarket; now: MarketMs; nextCloseAt: MarketMs | null },
): MarketMs | null {
  if (schedule === AT_CLOSE) return nextCloseAt;
  if (schedule === AT_DAY) {
    if (nextCloseAt === null || endsDay(market, nextCloseAt)) return nextCloseAt;
    return calendarOf(market.exchange).sessionAt(nextCloseAt)?.close ?? null;
  }
  return (cronOf(schedule, market.exchange)?.nextRun(new Date(now))?.getTime() ?? null) as MarketMs | null;
}

/** Whether the bar that closed at `closeAt` was the last of its market day. */
export function endsDay({ timeframe, exchange }: ScheduleMarket, closeAt: MarketMs): boolean {
  if (timeframe === '1d' || timeframe === '1w') return true;
  return calendarOf(exchange).previousClose(closeAt) === closeAt;
}

/** Whether a bar of `timeframe` closed together with the market's own bar at `closeAt`. */
export function closesBar(timeframe: Timeframe, market: ScheduleMarket, closeAt: MarketMs): boolean {
  if (timeframe === market.timeframe) return true;
  if (TIMEFRAME_MS[timeframe] < TIMEFRAME_MS[market.timeframe]) return false;
  if (timeframe === '1d') return endsDay(market, closeAt);
  // A week is over at the last session's close before a day of the next one.
  if (timeframe === '1w') return endsDay(market, closeAt) && startsWeek(market, closeAt);
  return closeAt % TIMEFRAME_MS[timeframe] === 0 || endsDay(market, closeAt);
}

function startsWeek({ exchange }: ScheduleMarket, closeAt: MarketMs): boolean {
  const calendar = calendarOf(exchange);
  const day = calendar.tradingDayOf((closeAt - 1) as MarketMs);
  const weekday = (text: string): number => (new Date(`${text}T00:00:00Z`).getUTCDay() + 6) % 7;
  return weekday(calendar.nextTradingDay(day)) <= weekday(day);
}
