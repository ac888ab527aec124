import { DAY_MS, MINUTE_MS, type MarketMs } from '../../lib/time.ts';
import type { SessionKind } from '../account-limits.ts';
import type { Exchange } from '../instrument.ts';
import { dayText } from './day.ts';
import type { MarketCalendar } from './market-calendar.ts';
import { zoneOffset, type Zone } from './zone.ts';

/** Minutes around a session. Extended hours and the opening auction count from its open and close, as those move. */
interface Around {
  readonly zone: Zone;
  readonly openingAuction: number;
  readonly closingAuction: number;
  /** Minutes since midnight between which something is traded at all. */
  readonly firstMinute: number;
  readonly lastMinute: number;
}

/*
 * US: orders on the open are taken until 09:28, on the close until 15:50; pre-market from 04:00, after-hours to 20:00.
 * KRX: opening auction from 08:30, closing auction the last ten minutes, after-market to 20:00. (`reference/09-markets.md`)
 */
const US: Around = {
  zone: 'America/New_York',
  openingAuction: 2,
  closingAuction: 10,
  firstMinute: 240,
  lastMinute: 1_200,
};
const KRX: Around = { zone: 'Asia/Seoul', openingAuction: 30, closingAuction: 10, firstMinute: 510, lastMinute: 1_200 };
const AROUND: Record<Exchange, Around | null> = { us: US, krx: KRX, 'demo-us': null, 'demo-krx': null };

/** Where an exchange is in its day, by its calendar; an invented one never rests. */
export function sessionKindAt(calendar: MarketCalendar, exchange: Exchange, at: MarketMs): SessionKind | 'closed' {
  const around = AROUND[exchange];
  if (around === null) return 'regular';
  const local = at + zoneOffset(around.zone, at);
  const session = calendar.session(dayText(Math.floor(local / DAY_MS)));
  if (session === null) return 'closed';
  const { open, close, kind } = session;
  if (at >= open && at < close) {
    if (at >= close - around.closingAuction * MINUTE_MS) return 'closing-auction';
    return kind === 'half' ? 'half' : 'regular';
  }
  if (at < open && at >= open - around.openingAuction * MINUTE_MS) return 'opening-auction';
  const minute = Math.floor((local % DAY_MS) / MINUTE_MS);
  return minute >= around.firstMinute && minute < around.lastMinute ? 'extended' : 'closed';
}
