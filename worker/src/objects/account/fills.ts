import { bookConversion, bookFill } from '#shared/domain/booking.ts';
import { calendarOf } from '#shared/domain/calendar/market-calendar.ts';
import { estimateFees } from '#shared/domain/fees.ts';
import type { Holder } from '#shared/domain/ids.ts';
import { CURRENCY_UNIT, type Instrument } from '#shared/domain/instrument.ts';
import { cash, money } from '#shared/domain/money.ts';
import { isFlat, type Position } from '#shared/domain/position.ts';
import { decimal, minOf, roundTo, toText, ZERO, type Decimal } from '#shared/lib/decimal.ts';
import type { Execution } from '#shared/ports/broker.ts';
import { moveBotMoney } from './bot-book.ts';
import { expectFees } from './cash-moves.ts';
import type { AccountContext } from './context.ts';
import { appendEvent } from './event-log.ts';
import { tellFill } from './fill-news.ts';
import { instrumentIfKnown } from './instruments.ts';
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
import type { Booked } from '#shared/engine/orders/ports.ts';
import type { Intent } from './order-book.ts';
import { resultAt } from './result-at.ts';

/**
 * Money and position of one execution, in the caller's block; the protocol calls it once for each. An execution always
 * wins over what we believed; one of an order that nobody here knows goes to `external`.
 */
export function bookMoney(ctx: AccountContext, execution: Execution, intent: Intent | null): Booked {
  // The broker may know of an open before the market has told us: what follows happened then.
  ctx.hear(execution.marketAt);
  const instrument = instrumentIfKnown(ctx, execution.instrumentId);
  if (instrument === null) {
    // Kept as it came, and a person is told: one line nobody understands must not stand in the way of all others.
    mismatch(ctx, execution, { symbol: execution.instrumentId, held: '0', intent });
    return { realized: '0', tell: () => undefined };
  }
  const holder: Holder = intent?.holder ?? 'external';
  const before = heldPosition(ctx, instrument, holder);
  const quantity = decimal(execution.quantity);
  // More sold than this holder has is real all the same: what can be booked is, and a person is told of the rest.
  const own = execution.side === 'sell' ? minOf(quantity, decimal(before.quantity)) : quantity;
  const realized = own.gt(0) ? bookPart(ctx, { execution, instrument, holder, quantity: own, before, intent }) : ZERO;
  if (own.lt(quantity) || intent === null) {
    mismatch(ctx, execution, { symbol: instrument.symbol, held: before.quantity, intent, instrument });
  }
  return {
    realized: toText(realized),
    tell: (order, how) => {
      if (order === null) return;
      tellFill(ctx, order, { instrument, before, sold: execution.side === 'sell' ? own : ZERO, ...how });
    },
  };
}

interface Mismatch {
  readonly symbol: string;
  readonly held: string;
  readonly intent: Intent | null;
  readonly instrument?: Instrument;
}

function mismatch(ctx: AccountContext, execution: Execution, { symbol, held, intent, instrument }: Mismatch): void {
  const names = instrument && { nameEn: instrument.nameEn, nameKo: instrument.nameKo, currency: instrument.currency };
  const { side, quantity } = execution;
  appendEvent(ctx, {
    type: 'position.mismatch',
    actor: 'clock',
    subject: intent?.id ?? null,
    body: { symbol, ...names, side, quantity, held, execution: execution.id },
  });
}

interface Part {
  readonly execution: Execution;
  readonly instrument: Instrument;
  readonly holder: Holder;
  readonly quantity: Decimal;
  readonly before: HeldPosition;
  readonly intent: Intent | null;
}

/** Money and position of (a part of) an execution; answers its result after all fees, in the instrument's currency. */
function bookPart(ctx: AccountContext, part: Part): Decimal {
  const { execution, instrument, holder, quantity, before, intent } = part;
  const on = calendarOf(instrument.exchange).tradingDayOf(execution.marketAt);
  const { exchange, kind, multiplier } = instrument;
  const { side, price } = execution;
  const fees = estimateFees({ exchange, kind, side, quantity, price, multiplier, on }).items;
  const orderId = intent?.id ?? null;
  const position: Position = before;
  const areFeesLater = ctx.broker.can.feesLater;
  const stamp = stampOf(ctx, holder);
  const booked = bookFill({ stamp, side, quantity, price, multiplier, fees, areFeesLater, position });
  // `own` is never more than is held, so a sale of a part always books.
  if (!booked.ok) throw new Error(`a fill that cannot be booked: ${JSON.stringify(booked.error)}`);
  const { value } = booked;
  const realized = side === 'sell' ? value.result : null;
  expectFees(ctx, on, instrument.currency, decimal(value.accrued));
  // What is charged later is spent now.
  let baseChange = decimal(value.cashChange).minus(value.accrued);
  if (instrument.currency !== ctx.spec.baseCurrency) {
    if (side === 'buy') baseChange = convertFor(ctx, holder, instrument, baseChange.neg(), orderId).neg();
    post(ctx, value, { orderId, realized });
    if (side === 'sell') baseChange = convertBack(ctx, holder, instrument, baseChange, orderId);
  } else {
    post(ctx, value, { orderId, realized });
  }
  const rate = rateToBase(ctx, instrument.currency) ?? ZERO;
  if (holder !== 'manual' && holder !== 'external') {
    const gained = cash(decimal(value.result).times(rate), ctx.spec.baseCurrency);
    moveBotMoney(ctx, holder, { cash: baseChange, realized: gained });
  }
  const flat = isFlat(value.position);
  const opens = side === 'buy' && decimal(before.quantity).eq(0);
  // The plan of an entry protects what it bought; what a sale asks for is its own. A target that somebody took away after
  // the first part does not come back with the next.
  const plan = side === 'buy' ? intent : null;
  const stopPrice = before.stopPrice ?? plan?.stopPrice ?? null;
  const isFirst = plan !== null && decimal(plan.filledQuantity).plus(plan.filledBefore).eq(0);
  const planned = isFirst || opens ? (plan?.targetPrice ?? null) : null;
  savePosition(ctx, {
    ...before,
    ...value.position,
    stopPrice: flat ? null : stopPrice,
    targetPrice: flat ? null : (before.targetPrice ?? planned),
    heldBy: flat || stopPrice === null ? 'none' : before.heldBy === 'broker' ? 'broker' : 'nod',
    confirmedAt: flat || opens ? null : before.confirmedAt,
    openedMarketAt: flat ? null : opens ? execution.marketAt : before.openedMarketAt,
    watch: flat ? null : opens ? { firstStop: stopPrice, best: null, bars: 0, barAt: null, atr: null } : before.watch,
    plannedLoss:
      flat || stopPrice === null ? null : plannedLoss(ctx, { instrument, position: value.position, stopPrice, rate }),
  });
  return decimal(value.result);
}

interface Plan {
  readonly instrument: Instrument;
  readonly position: Position;
  readonly stopPrice: string;
  readonly rate: Decimal;
}

/** What the stop is planned to cost from the real entry price with all fees, negative, in base currency. */
function plannedLoss(ctx: AccountContext, { instrument, position, stopPrice, rate }: Plan): string {
  const result = resultAt(ctx, { instrument, position, price: decimal(stopPrice) });
  return toText(cash(result.times(rate), ctx.spec.baseCurrency));
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
  // Nothing is bought without a rate; what was bought all the same stays owed in its own currency.
  if (rate === null || needed.lte(0)) return ZERO;
  const exact = rate.base === baseCurrency ? needed.div(rate.rate) : needed.times(rate.rate);
  const spent = roundTo(exact, CURRENCY_UNIT[baseCurrency], 'up');
  const conversion = bookConversion(stampOf(ctx, holder), money(spent, baseCurrency), rate);
  if (!conversion.ok) return ZERO;
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
