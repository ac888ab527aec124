import { TIMEFRAME_MS, type Timeframe } from '../domain/bar.ts';
import { reason } from '../domain/reason-codes.ts';
import { isKnown, type UpcomingEvent } from '../domain/screen.ts';
import type { Reason, SetupRecord } from '../domain/signal.ts';
import { roundDigits } from '../lib/round-digits.ts';
import { DAY_MS, type MarketMs } from '../lib/time.ts';

/** Calendar days per trading day: weekends and a few holidays. */
const CALENDAR_PER_SESSION = 1.45;
/** Under this many cases nobody can tell luck from skill. */
export const RECORDS_TO_JUDGE = 20;
/** At least this share won counts as a reason for. */
const RECORD_GOOD = 0.55;
const THIN_VOLUME_TIMES = 0.7;
const STOP_ATR_MIN = 2;

/** Events of the kinds that move a price, between now and the end of the usual holding. */
export function eventReasons(
  events: readonly UpcomingEvent[],
  {
    marketAt,
    timeframe,
    holdingBars,
  }: { readonly marketAt: MarketMs; readonly timeframe: Timeframe; readonly holdingBars: number },
): Reason[] {
  const stretch = timeframe === '1d' ? CALENDAR_PER_SESSION : 1;
  const until = marketAt + Math.max(holdingBars * TIMEFRAME_MS[timeframe] * stretch, 3 * DAY_MS);
  const reasons: Reason[] = [];
  for (const event of events) {
    if (event.at < marketAt || event.at > until || !isKnown(event, marketAt)) continue;
    const days = Math.ceil((event.at - marketAt) / DAY_MS);
    if (event.kind === 'earnings') reasons.push(reason('earnings-in-days', { days }));
    else if (event.kind === 'split') reasons.push(reason('split-in-days', { days }));
    else if (event.kind === 'index-removal') reasons.push(reason('leaves-index', { days }));
  }
  return reasons;
}

/** The record as a reason, and on which side it stands: few cases are a reason against, whatever they say. */
export function recordReason(
  record: SetupRecord,
  bars: number,
): { readonly side: 'for' | 'against'; readonly reason: Reason } {
  const { wins, total } = record;
  if (total === 0) return { side: 'against', reason: reason('no-record', { bars }) };
  if (total < RECORDS_TO_JUDGE) return { side: 'against', reason: reason('few-records', { wins, total }) };
  return { side: wins / total >= RECORD_GOOD ? 'for' : 'against', reason: reason('setup-record', { wins, total }) };
}

/** Thin trading now, and a stop nearer than what the instrument does on usual bars. */
export function tradingReasons({
  volumeTimes,
  stopDistance,
  atr,
}: {
  readonly volumeTimes: number;
  readonly stopDistance: number;
  readonly atr: number | null;
}): Reason[] {
  const reasons: Reason[] = [];
  if (volumeTimes < THIN_VOLUME_TIMES) reasons.push(reason('thin-volume', { times: roundDigits(volumeTimes, 1) }));
  if (atr !== null && atr > 0 && stopDistance < STOP_ATR_MIN * atr) {
    reasons.push(reason('stop-within-swings', { times: roundDigits(stopDistance / atr, 1) }));
  }
  return reasons;
}
