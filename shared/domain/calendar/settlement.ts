import type { TradingDay } from '../../lib/time.ts';
import type { Exchange } from '../instrument.ts';
import type { MarketCalendar } from './market-calendar.ts';

/** Trading days from a trade to its cash, by the day of the trade: US T+1 since 2024-05-28, before that T+2, T+3 until 2017-09-04. */
const US: readonly (readonly [from: string, days: number])[] = [
  ['2024-05-28', 1],
  ['2017-09-05', 2],
  ['', 3],
];
const KRX: readonly (readonly [from: string, days: number])[] = [['', 2]];
const CYCLES: Record<Exchange, typeof US> = { us: US, krx: KRX, 'demo-us': US, 'demo-krx': KRX };

/** The trading day on which the cash of a trade is there, by the exchange's calendar. */
export function settlesOn(calendar: MarketCalendar, exchange: Exchange, traded: TradingDay): TradingDay {
  const days = CYCLES[exchange].find(([from]) => traded >= from)?.[1] ?? 0;
  let day = traded;
  for (let n = 0; n < days; n += 1) day = calendar.nextTradingDay(day);
  return day;
}
