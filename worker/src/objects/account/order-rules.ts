import { calendarOf } from '#shared/domain/calendar/market-calendar.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { Difference, OrderNews, OrderRules, Protection } from '#shared/engine/orders/ports.ts';
import type { Holder, InstrumentId } from '#shared/domain/ids.ts';
import { CLOCK_SKEW_MAX_MS } from '#shared/engine/orders/timing.ts';
import { decimal, toText } from '#shared/lib/decimal.ts';
import { MINUTE_MS, type WallMs } from '#shared/lib/time.ts';
import { bookMoves } from './cash-moves.ts';
import { entryReserve } from './checks.ts';
import type { AccountContext } from './context.ts';
import { appendEvent } from './event-log.ts';
import { bookMoney } from './fills.ts';
import { instrumentIfKnown, instrumentOf } from './instruments.ts';
import { mayTrade, readMeta } from './meta.ts';
import { balance, heldPosition, owedFees, savePosition } from './money-book.ts';
import { intentsOf, type Intent } from './order-book.ts';
import { marketMustKnow } from './schedule.ts';
import { tellUnsold } from './selling-news.ts';
import { isSplitting } from './splits.ts';
import { checkRates, trip } from './trips.ts';
import { orderView } from './views.ts';

/** While nothing works and nothing is held, a broker's book is read this often; Nod's own only when it has news. */
const IDLE_RECONCILE_MS = 5 * MINUTE_MS;

/** What the account decides about its orders: money, news, checks, protection. */
export function orderRules(ctx: AccountContext): OrderRules {
  const instrument = (id: InstrumentId): Instrument | null => instrumentIfKnown(ctx, id);
  return {
    instrument,
    costOf: (intent, quantity) => {
      const of = intent.side === 'buy' && intent.limitPrice !== null ? instrument(intent.instrumentId) : null;
      return of === null || intent.limitPrice === null ? null : entryReserve(ctx, of, quantity, intent.limitPrice);
    },
    entryBlocked: () => {
      if (!mayTrade(ctx.sql)) return { code: 'account-may-not-trade', values: {} };
      const skewMs = readMeta(ctx.sql, 'clockSkewMs') ?? 0;
      if (Math.abs(skewMs) <= CLOCK_SKEW_MAX_MS) return null;
      return { code: 'clock-skew', values: { seconds: Math.round(skewMs / 1_000) } };
    },
    book: (execution, intent) => bookMoney(ctx, execution, intent),
    tell: (news) => {
      tellOrder(ctx, news);
      checkRates(ctx, news);
    },
    tellDifferences: ({ appeared }) => {
      for (const found of appeared) tellDifference(ctx, found);
    },
    tellUnsold: (whose, left) => {
      tellUnsold(ctx, whose, left);
    },
    exitBlocked: (exit) => {
      reportBlockedExit(ctx, exit);
    },
    trip: (reason, key, about) => trip(ctx, reason, { key, about }),
    cash: (currency) => toText(balance(ctx, 'cash', currency)),
    unsettled: (currency) => toText(owedFees(ctx, currency)),
    bookMoves: (moves) => {
      bookMoves(ctx, moves);
    },
    idleReconcileMs: (ctx.spec.broker ?? 'paper') === 'paper' ? null : IDLE_RECONCILE_MS,
    protection: (instrumentId, holder) => protectionOf(ctx, instrumentId, holder),
    protectedBy: (instrumentId, holder, by) => {
      protectedBy(ctx, { instrumentId, holder, by });
    },
    changed: (isLookedAtAgain = false) => {
      if (isLookedAtAgain) ctx.markChanged();
      else marketMustKnow(ctx);
    },
    opensAt: (intent) => opensAt(ctx, intent),
  };
}

/** The news of an order; `pages` makes a message of what usually is none. */
function tellOrder(ctx: AccountContext, { type, intent, actor, pages }: OrderNews): void {
  const body = { order: orderView(ctx, intent) };
  appendEvent(ctx, { type, actor, subject: intent.id, body, ...(pages && { alerts: true }) });
}

function tellDifference(ctx: AccountContext, { what, name, broker, ours }: Difference): void {
  const known = what === 'position' ? instrumentIfKnown(ctx, name) : null;
  const names = known && { nameEn: known.nameEn, nameKo: known.nameKo, currency: known.currency };
  const body = { what, symbol: known?.symbol ?? name, ...names, broker, ours };
  appendEvent(ctx, { type: 'position.mismatch', actor: 'clock', subject: null, body });
}

const RESTING_STATES = "('accepted', 'partially-filled')";
const PROTECTIVE: ReadonlySet<Intent['purpose']> = new Set(['stop', 'target', 'panic', 'end']);

/** Protection that the broker did not take is said at once and at most once a minute; the level stays and tries again. */
function reportBlockedExit(ctx: AccountContext, exit: Intent): void {
  if (!PROTECTIVE.has(exit.purpose)) return;
  const instrument = instrumentOf(ctx, exit.instrumentId);
  const position = heldPosition(ctx, instrument, exit.holder);
  const isDue = ctx.sql.all(
    `INSERT INTO inbox (channel, external_id, at) VALUES ('exit-blocked', ?1, ?2)
     ON CONFLICT (channel, external_id) DO UPDATE SET at = ?2 WHERE at <= ?3 RETURNING at`,
    `${instrument.id}|${exit.holder}`,
    ctx.now(),
    ctx.now() - MINUTE_MS,
  );
  if (isDue.length === 0) return;
  const { symbol, nameEn, nameKo, currency } = instrument;
  const { quantity, stopPrice } = position;
  appendEvent(ctx, {
    type: 'exit.blocked',
    actor: 'clock',
    subject: exit.id,
    body: { symbol, nameEn, nameKo, currency, quantity, stopPrice, reason: exit.reason ?? undefined },
  });
}

/** Whole shares with a stop rest at the broker; parts of a share and what has no stop are watched here. */
function protectionOf(ctx: AccountContext, instrumentId: InstrumentId, holder: Holder): Protection | null {
  const instrument = instrumentIfKnown(ctx, instrumentId);
  if (instrument === null || holder === 'external' || isSplitting(ctx, instrumentId)) return null;
  const { quantity, stopPrice, targetPrice } = heldPosition(ctx, instrument, holder);
  const whole = decimal(quantity).round(0, 0);
  if (stopPrice === null || whole.lte(0) || !whole.eq(quantity)) return null;
  return { quantity, stopPrice, targetPrice };
}

function protectedBy(
  ctx: AccountContext,
  { instrumentId, holder, by }: { instrumentId: InstrumentId; holder: Holder; by: 'broker' | 'nod' },
): void {
  const instrument = instrumentOf(ctx, instrumentId);
  const position = heldPosition(ctx, instrument, holder);
  if (decimal(position.quantity).eq(0) || position.stopPrice === null) return;
  // What rests there may still be the stop as it was before it was moved.
  const isAsShown = intentsOf(ctx, { instrumentId, holder }, RESTING_STATES).some(
    (order) => order.purpose === 'protection' && order.stopPrice === position.stopPrice,
  );
  const confirmedAt = by === 'broker' && isAsShown ? ctx.now() : null;
  if (position.heldBy === by && (confirmedAt === null || position.confirmedAt !== null)) return;
  savePosition(ctx, { ...position, heldBy: by, confirmedAt });
  if (confirmedAt === null) return;
  const { symbol, currency } = instrument;
  const { stopPrice, targetPrice } = position;
  appendEvent(ctx, {
    type: 'position.protected',
    actor: 'clock',
    subject: entryOf(ctx, instrumentId, holder),
    body: { symbol, currency, holder, stopPrice, targetPrice, heldBy: by },
  });
}

/** The purchase whose shares these are: its receipt tells what became of them. */
export function entryOf(ctx: AccountContext, instrumentId: string, holder: string): string | null {
  const entry = ctx.sql.first<{ id: string }>(
    `SELECT id FROM intent WHERE instrument_id = ? AND holder = ? AND side = 'buy' AND filled_quantity <> '0'
     ORDER BY updated_at DESC LIMIT 1`,
    instrumentId,
    holder,
  );
  return entry?.id ?? null;
}

/** In a replay and in the invented world the market's clock calls; with real prices the calendar knows. */
function opensAt(ctx: AccountContext, intent: Intent): WallMs | null {
  if (ctx.spec.world === 'demo' || ctx.spec.world === 'replay') return null;
  const { exchange } = instrumentOf(ctx, intent.instrumentId);
  const opens: number = calendarOf(exchange).nextOpen(ctx.marketNow());
  return opens as WallMs;
}
