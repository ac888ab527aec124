import { calendarOf, type MarketCalendar } from '#shared/domain/calendar/market-calendar.ts';
import type { AccountContext } from './context.ts';

/**
 * Whose trading days the account's own are. With real prices by the currency its money is in: the day of Seoul does not
 * end at midnight in New York, while Seoul trades. Generated markets have days of their own.
 */
export function homeCalendar({ spec }: Pick<AccountContext, 'spec'>): MarketCalendar {
  if (spec.world === 'demo') return calendarOf('demo-us');
  return calendarOf(spec.world !== 'replay' && spec.baseCurrency === 'KRW' ? 'krx' : 'us');
}
