import { bookConversion, bookFill } from '#shared/domain/booking.ts';
import { calendarOf } from '#shared/domain/calendar/market-calendar.ts';
import { estimateFees } from '#shared/domain/fees.ts';
import type { BotId, Holder } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import { money } from '#shared/domain/money.ts';
import { isFlat, type Position } from '#shared/domain/position.ts';
import { decimal, minOf, roundTo, toText, ZERO, type Decimal } from '#shared/lib/decimal.ts';
import type { MarketMs } from '#shared/lib/time.ts';
import type { Execution } from '#shared/ports/broker.ts';
import { countTrade, moveBotMoney } from './bot-book.ts';
import type { AccountContext } from './context.ts';
import { appendEvent } from './event-log.ts';
import { instrumentOf } from './instruments.ts';
import {
  balance,
  fxRate,
  heldPosition,
  post,
  rateToBase,
  savePosition,
  stampOf,
  type HeldPosition,
} from './money-book.ts';
import { addFill, advance, findIntent, intentByCoid, type Intent } from './order-book.ts';
import { orderView } from './views.ts';

/**
 * Books one execution, once: money, position, order and news in the caller's transaction. An execution always wins over
 * what we believed; one of an order that is not ours goes to `external`.
 */
export function bookExecution(ctx: AccountContext, execution: Execution): void {
  const intent = intentByCoid(ctx, execution.clientOrderId);
  const inserted = ctx.sql.all(
    `INSERT INTO execution (id, seq, coid, intent_id, instrument_id, side, quantity, price, at, market_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING RETURNING id`,
    execution.id,
    execution.seq,
    execution.clientOrderId,
    intent?.id ?? null,
    execution.instrumentId,
    execution.side,
    execution.quantity,
    execution.price,
    execution.at,
    execution.marketAt,
  );
  if (inserted.length === 0) return;
  const instrument = instrumentOf(ctx, execution.instrumentId);
  const holder: Holder = intent?.holder ?? 'external';
  const before = heldPosition(ctx, instrument, holder);
  const quantity = decimal(execution.quantity);
  // More sold than this holder has is real all the same: the rest is taken from what lies outside.
  const own = execution.side === 'sell' ? minOf(quantity, decimal(before.quantity)) : quantity;
  let realized = ZERO;
  if (own.gt(0)) realized = bookPart(ctx, { execution, instrument, holder, quantity: own, before, intent });
  if (own.lt(quantity)) {
    appendEvent(ctx, {
      type: 'position.mismatch',
      actor: 'clock',
      subject: intent?.id ?? null,
      body: { symbol: instrument.symbol, sold: execution.quantity, held: before.quantity },
    });
  }
  if (intent === null) return;
  addFill(ctx, intent.id, { quantity, price: decimal(execution.price), realized });
  finish(ctx, intent.id, instrument, holder);
}

interface Part {
  readonly execution: Execution;
  readonly instrument: Instrument;
  readonly holder: Holder;
  readonly quantity: Decimal;
  readonly before: HeldPosition;
  readonly intent: Intent | null;
}

/** Money and position of (a part of) an execution; answers the realised result in the instrument's currency. */
function bookPart(ctx: AccountContext, part: Part): Decimal {
  const { execution, instrument, holder, quantity, before, intent } = part;
  const on = calendarOf(instrument.exchange).tradingDayOf(execution.marketAt);
  const { exchange, kind, multiplier } = instrument;
  const { side, price } = execution;
  const fees = estimateFees({ exchange, kind, side, quantity, price, multiplier, on }).items;
  const orderId = intent?.id ?? null;
  const position: Position = before;
  const booked = bookFill({ stamp: stampOf(ctx, holder), side, quantity, price, multiplier, fees, position });
  // `own` is never more than is held, so a sale of a part always books.
  if (!booked.ok) throw new Error(`a fill that cannot be booked: ${JSON.stringify(booked.error)}`);
  const { value } = booked;
  let baseChange = decimal(value.cashChange);
  if (instrument.currency !== ctx.spec.baseCurrency) {
    if (side === 'buy') baseChange = convertFor(ctx, holder, instrument, baseChange.neg(), orderId).neg();
    post(ctx, value, { orderId, realized: null });
    if (side === 'sell') baseChange = convertBack(ctx, holder, instrument, baseChange, orderId);
  } else {
    post(ctx, value, { orderId, realized: side === 'sell' ? value.realisedPnl : null });
  }
  const rate = rateToBase(ctx, instrument.currency) ?? ZERO;
  if (holder !== 'manual' && holder !== 'external') {
    moveBotMoney(ctx, holder, { cash: baseChange, realized: decimal(value.realisedPnl).times(rate) });
  }
  const flat = isFlat(value.position);
  const opens = side === 'buy' && decimal(before.quantity).eq(0);
  savePosition(ctx, {
    ...before,
    ...value.position,
    stopPrice: flat ? null : (before.stopPrice ?? intent?.stopPrice ?? null),
    targetPrice: flat ? null : (before.targetPrice ?? intent?.targetPrice ?? null),
    heldBy: flat || (before.stopPrice ?? intent?.stopPrice ?? null) === null ? 'none' : 'nod',
    confirmedAt: flat || opens ? null : before.confirmedAt,
    openedMarketAt: flat ? null : opens ? execution.marketAt : before.openedMarketAt,
    plannedLoss: flat ? null : plannedLoss(intent, value.position, rate, before),
  });
  return decimal(value.realisedPnl);
}

/** What the stop is planned to cost from the real entry price, negative, in base currency. */
function plannedLoss(intent: Intent | null, position: Position, rate: Decimal, before: HeldPosition): string | null {
  const stop = before.stopPrice ?? intent?.stopPrice ?? null;
  if (stop === null) return null;
  return toText(decimal(stop).times(position.quantity).minus(position.cost).times(rate).round(2));
}

/** Buys the currency a purchase needs, at the stated rate; answers what that took, in base currency. */
function convertFor(
  ctx: AccountContext,
  holder: Holder,
  instrument: Instrument,
  needed: Decimal,
  orderId: string | null,
): Decimal {
  const { baseCurrency } = ctx.spec;
  const rate = fxRate(ctx, baseCurrency, instrument.currency);
  const perBase = rateToBase(ctx, instrument.currency);
  if (rate === null || perBase === null) throw new Error(`no rate for ${instrument.currency}`);
  const spent = roundTo(needed.times(perBase), '0.01', 'up');
  const conversion = bookConversion(stampOf(ctx, holder), money(spent, baseCurrency), rate);
  if (!conversion.ok) throw new Error('a rate that does not fit its own currencies');
  post(ctx, conversion.value, { orderId });
  return spent;
}

/** Changes the proceeds of a sale back, at the stated rate; answers what that brought, in base currency. */
function convertBack(
  ctx: AccountContext,
  holder: Holder,
  instrument: Instrument,
  proceeds: Decimal,
  orderId: string | null,
): Decimal {
  const rate = fxRate(ctx, instrument.currency, ctx.spec.baseCurrency);
  const available = minOf(proceeds, balance(ctx, 'cash', instrument.currency));
  if (rate === null || available.lte(0)) return ZERO;
  const conversion = bookConversion(stampOf(ctx, holder), money(available, instrument.currency), rate);
  if (!conversion.ok) return ZERO;
  post(ctx, conversion.value, { orderId });
  return decimal(conversion.value.to.amount);
}

/** After its fill is booked: the order's state, what was set aside, and the news. */
function finish(ctx: AccountContext, intentId: string, instrument: Instrument, holder: Holder): void {
  const intent = findIntent(ctx, intentId);
  if (intent === null) return;
  const isComplete = decimal(intent.filledQuantity).gte(intent.quantity);
  const step = advance(ctx, intentId, { event: isComplete ? 'fill' : 'partial-fill' });
  const after = step?.intent ?? findIntent(ctx, intentId) ?? intent;
  if (isComplete) ctx.sql.run('DELETE FROM reservation WHERE intent_id = ?', intentId);
  const position = heldPosition(ctx, instrument, holder);
  const { stopPrice, targetPrice, plannedLoss: planned, heldBy } = position;
  const closesPosition = after.side === 'sell' && isComplete && isFlat(position);
  appendEvent(ctx, {
    type: isComplete ? 'order.filled' : 'order.partly-filled',
    actor: 'clock',
    subject: intentId,
    body: {
      order: orderView(ctx, after),
      plan: after.side === 'buy' ? { stopPrice, targetPrice, plannedLoss: planned, heldBy } : null,
      realizedPnl: after.side === 'sell' ? after.realized : null,
      late: step?.pages ?? false,
      closesPosition,
    },
  });
  if (closesPosition) closePosition(ctx, after, instrument, holder);
}

function closePosition(ctx: AccountContext, exit: Intent, instrument: Instrument, holder: Holder): void {
  const entry = ctx.sql.first<{
    stop_price: string | null;
    target_price: string | null;
    filled_value: string;
    filled_quantity: string;
  }>(
    `SELECT stop_price, target_price, filled_value, filled_quantity FROM intent
     WHERE side = 'buy' AND state = 'filled' AND instrument_id = ? AND holder = ? ORDER BY updated_at DESC LIMIT 1`,
    instrument.id,
    holder,
  );
  const realized = decimal(exit.realized);
  if (holder !== 'manual' && holder !== 'external') countTrade(ctx, holder as BotId, realized.gt(0));
  const planned = (price: string | null): string | null =>
    price === null || entry === null || decimal(entry.filled_quantity).eq(0)
      ? null
      : toText(
          decimal(price)
            .minus(decimal(entry.filled_value).div(entry.filled_quantity))
            .times(exit.quantity)
            .times(instrument.multiplier)
            .round(2),
        );
  appendEvent(ctx, {
    type: 'position.closed',
    actor: 'clock',
    subject: exit.id,
    body: {
      order: orderView(ctx, exit),
      symbol: instrument.symbol,
      nameEn: instrument.nameEn,
      nameKo: instrument.nameKo,
      currency: instrument.currency,
      quantity: exit.quantity,
      purpose: exit.purpose,
      averagePrice: orderView(ctx, exit).averagePrice,
      stopPrice: entry?.stop_price ?? null,
      targetPrice: entry?.target_price ?? null,
      realizedPnl: exit.realized,
      plannedLoss: planned(entry?.stop_price ?? null),
      plannedGain: planned(entry?.target_price ?? null),
      marketAt: new Date(exit.marketAt as MarketMs).toISOString(),
    },
  });
}
