import { calendarOf, type MarketCalendar } from '#shared/domain/calendar/market-calendar.ts';
import type { MarketMs } from '#shared/lib/time.ts';
import type { AccountContext } from './context.ts';

/**
 * Whose trading days the account's own are. With real prices by the currency its money is in: the day of Seoul does not
 * end at midnight in New York, while Seoul trades. Generated markets have days of their own.
 */
export function homeCalendar({ spec }: Pick<AccountContext, 'spec'>): MarketCalendar {
  if (spec.world === 'demo') return calendarOf('demo-us');
  return calendarOf(spec.world !== 'replay' && spec.baseCurrency === 'KRW' ? 'krx' : 'us');
}

/**
 * When the market day that is counted by began: at the open of the newest session that has opened. What happens before an
 * open, over night or on a day off, belongs to the session before it, as otherwise nothing that is limited by day would
 * count there. By the account's own calendar unless told another.
 */
export function dayBegan(
  ctx: Pick<AccountContext, 'spec' | 'marketNow'>,
  calendar: MarketCalendar = homeCalendar(ctx),
): MarketMs {
  const now = ctx.marketNow();
  const day = calendar.tradingDayOf(now);
  const session = calendar.session(day);
  if (session !== null && session.open <= now) return session.open;
  return calendar.session(calendar.previousTradingDay(day))?.open ?? now;
}
