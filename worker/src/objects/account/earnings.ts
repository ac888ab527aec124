import { calendarOf } from '#shared/domain/calendar/market-calendar.ts';
import { sessionsUntil } from '#shared/domain/earnings.ts';
import type { InstrumentId } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { MarketMs } from '#shared/lib/time.ts';
import type { CheckInput } from '#shared/risk/check.ts';
import type { AccountContext, Present } from './context.ts';
import { limitsOf } from './meta.ts';

/** When these next report, where a limit asks; null where none does, or the market did not answer: then nobody knows. */
export async function fetchEarnings(
  ctx: AccountContext,
  ids: readonly InstrumentId[],
): Promise<ReadonlyMap<InstrumentId, MarketMs | null> | null> {
  if (limitsOf(ctx.sql).earningsSessions === null || ids.length === 0) return null;
  try {
    const known = await ctx.market.earnings(ids);
    return known && new Map(known.map(({ instrumentId, at }) => [instrumentId, at]));
  } catch (error) {
    ctx.log({ event: 'earnings-out-of-reach', error: String(error) });
    return null;
  }
}

/** As the checks read it: the day, and how many sessions away. */
export function nextEarnings(
  { id, exchange }: Instrument,
  { earnings }: Present,
  now: MarketMs,
): CheckInput['earnings'] {
  if (earnings === null) return null;
  const at = earnings.get(id);
  if (at === undefined) return 'no-source';
  // What is over by now says nothing of the next one.
  if (at !== null && at < now) return null;
  return at === null ? 'none' : sessionsUntil(at, { now, calendar: calendarOf(exchange) });
}
