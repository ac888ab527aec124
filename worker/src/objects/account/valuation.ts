import type { InstrumentId } from '#shared/domain/ids.ts';
import type { Quote } from '#shared/domain/market.ts';
import { decimal, toText, type Decimal } from '#shared/lib/decimal.ts';
import { allBots, botInvested, raiseBotPeak } from './bot-book.ts';
import type { AccountContext, Present } from './context.ts';
import { fetchEarnings } from './earnings.ts';
import { instrumentOf, learnInstruments } from './instruments.ts';
import { readMeta, writeMeta } from './meta.ts';
import {
  cashBalances,
  heldPositions,
  inBase,
  marketDay,
  owedFees,
  rateToBase,
  valueInBase,
  type HeldPosition,
} from './money-book.ts';
import { OPEN_STATES } from './order-book.ts';
import { fetchPast } from './past.ts';

/** How much of the present is fetched. */
export type Reach = 'all' | 'prices' | 'past';

/**
 * What is known right now: where the market stands and a quote for everything the account holds, orders or asks about,
 * and for `more`. The only await before a decision. A market out of reach leaves it empty, it never fails.
 * @param reach `prices` leaves past ones out: only an entry is measured over them, and nothing else waits for them; `past`
 *   asks for them whether a limit does or not
 */
export async function fetchPresent(
  ctx: AccountContext,
  more: readonly InstrumentId[] = [],
  reach: Reach = 'all',
): Promise<Present> {
  const mine = ctx.sql
    .all<{ id: InstrumentId }>(
      `SELECT instrument_id AS id FROM position WHERE quantity <> '0'
       UNION SELECT instrument_id FROM intent WHERE state IN ${OPEN_STATES}
       UNION SELECT instrument_id FROM proposal WHERE status = 'pending'`,
    )
    .map((row) => row.id);
  const ids = [...new Set([...mine, ...more])];
  try {
    const { state: market, quotes } = await ctx.market.glance(ids);
    await learnInstruments(ctx, ids);
    ctx.hear(market.marketAt);
    const [past, earnings] =
      reach === 'prices'
        ? [null, null]
        : await Promise.all([
            fetchPast(ctx, { step: market.step, ids, isAsked: reach === 'past' }),
            fetchEarnings(ctx, ids),
          ]);
    return { market, quotes: new Map(quotes.map((quote: Quote) => [quote.instrumentId, quote])), past, earnings };
  } catch (error) {
    ctx.log({ event: 'market-out-of-reach', error: String(error) });
    return { market: null, quotes: new Map(), past: null, earnings: null };
  }
}

/** Cash of every currency less fees that are still to be charged, and positions at the last price, in base currency; null when a price or rate is unknown. */
export function equityOf(ctx: AccountContext, present: Present, positions = heldPositions(ctx)): Decimal | null {
  let equity = decimal(0);
  for (const { currency, amount } of cashBalances(ctx)) {
    const rate = rateToBase(ctx, currency);
    if (rate === null) {
      if (amount.eq(0)) continue;
      return null;
    }
    equity = equity.plus(amount.minus(owedFees(ctx, currency)).times(rate));
  }
  return valueOf(ctx, positions, present)?.plus(equity) ?? null;
}

/** What Nod has invested here, without what was bought outside it. Base currency; null when a price or rate is unknown. */
export function investedByNod(ctx: AccountContext, present: Present, positions = heldPositions(ctx)): Decimal | null {
  const own = positions.filter(({ holder }) => holder !== 'external');
  return valueOf(ctx, own, present);
}

/** Positions at the last price, in base currency; null when a price or rate is unknown. */
function valueOf(ctx: AccountContext, positions: readonly HeldPosition[], present: Present): Decimal | null {
  let total = decimal(0);
  for (const position of positions) {
    const value = valueInBase(ctx, position, instrumentOf(ctx, position.instrumentId), present);
    if (value === null) return null;
    total = total.plus(value);
  }
  return total;
}

/** Keeps the marks that limits are measured from: the peak, the value the day began with, each bot's own peak. */
export function markValues(ctx: AccountContext, present: Present): void {
  const equity = equityOf(ctx, present);
  if (equity === null) return;
  const peak = readMeta(ctx.sql, 'peakEquity');
  if (peak === null || equity.gt(peak)) setPeak(ctx, equity);
  const day = marketDay(ctx);
  // A day begins where the one before it ended: a gap over night belongs to it.
  const start = readMeta(ctx.sql, 'dayStart');
  const last = inBase(ctx, equity);
  const began = start?.day === day ? start.equity : (start?.last ?? last);
  writeMeta(ctx.sql, 'dayStart', { day, equity: began, last });
  for (const bot of allBots(ctx)) {
    const invested = botInvested(ctx, bot.id, present);
    if (invested !== null) raiseBotPeak(ctx, bot, invested.plus(bot.cash));
  }
}

/** What the fall is measured from, and when that was. */
export function setPeak(ctx: AccountContext, equity: Decimal): void {
  writeMeta(ctx.sql, 'peakEquity', inBase(ctx, equity));
  writeMeta(ctx.sql, 'peakAt', ctx.marketNow());
}

/** Money from outside moves the marks with it: a deposit is not a gain, a withdrawal no loss. */
export function shiftMarks(ctx: AccountContext, change: Decimal): void {
  const peak = readMeta(ctx.sql, 'peakEquity');
  if (peak !== null) writeMeta(ctx.sql, 'peakEquity', toText(decimal(peak).plus(change)));
  const start = readMeta(ctx.sql, 'dayStart');
  if (start === null) return;
  const shifted = (value: string): string => toText(decimal(value).plus(change));
  const last = start.last === undefined ? {} : { last: shifted(start.last) };
  writeMeta(ctx.sql, 'dayStart', { ...start, equity: shifted(start.equity), ...last });
}
