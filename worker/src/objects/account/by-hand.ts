import { failure, type Failure } from '#shared/contract/errors.ts';
import type { CreateOrder, MoveStop, ReplaceOrder } from '#shared/contract/proposal.ts';
import { QUANTITY_UNIT } from '#shared/domain/corporate-action.ts';
import { calendarOf } from '#shared/domain/calendar/market-calendar.ts';
import type { Caller } from '#shared/domain/caller.ts';
import type { Holder } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import { quantise } from '#shared/domain/tick.ts';
import { decimal, roundTo, toText } from '#shared/lib/decimal.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import type { OrderChange } from '#shared/engine/orders/change.ts';
import type { NewOrder } from '#shared/engine/orders/intent.ts';
import { ceilingPrice } from '#shared/engine/ceiling.ts';
import type { CheckInput } from '#shared/risk/check.ts';
import { runChecks } from '#shared/risk/index.ts';
import type { Confirmation } from '#shared/usecases/account-port.ts';
import { blockReason, checkEntry, entryInput, exitInput, mayBeParts } from './checks.ts';
import { mayBuy, mayLoosen } from './confirmation.ts';
import { mayBuyAlone } from './two-nods.ts';
import type { AccountContext, Present } from './context.ts';
import { appendEvent } from './event-log.ts';
import { sellable, type ExitWish } from './exits.ts';
import { horizonOfOrder } from './horizons.ts';
import { instrumentOf } from './instruments.ts';
import { heldPosition, heldPositions, savePosition, type HeldPosition } from './money-book.ts';
import { findIntent } from './order-book.ts';
import { sessionOf } from './looks.ts';

interface ByHand {
  readonly instrument: Instrument;
  readonly present: Present;
  readonly isReady: boolean;
  /** What the caller has just confirmed in person. */
  readonly given?: Confirmation | undefined;
}

/**
 * What every check looks at for a person's own order: the same as for a bot's question, and for a sale what binds one.
 * Null where no price is known, or nobody knows where the market stands.
 */
export function checkInputByHand(
  ctx: AccountContext,
  given: CreateOrder,
  { instrument, present, isReady }: ByHand,
): CheckInput | null {
  const input = canonical(given);
  const session = sessionByHand(instrument, present);
  const { quantity, stopPrice = null } = input;
  const order = { instrument, quantity, stopPrice, horizon: 'none', moment: 'ask', except: null, isReady } as const;
  if (input.side === 'sell') {
    const holder = holderOf(ctx, instrument, input.holder);
    const free = holder === null ? '0' : toText(sellable(ctx, instrument, holder));
    const exit = { ...order, holder: holder ?? 'manual', limitPrice: input.limitPrice ?? null, free } as const;
    // Where nobody knows where the market stands, an exit is not held back.
    return exitInput(ctx, { ...exit, session: session ?? 'now' }, present);
  }
  const limitPrice = limitOf(input, instrument, present);
  if (limitPrice === null || session === null) return null;
  return entryInput(ctx, { ...order, holder: 'manual', limitPrice, session }, present);
}

/** A person's own purchase, through every check: what is to be placed, to leave now or at the open. */
export function entryByHand(
  ctx: AccountContext,
  caller: Caller,
  given: CreateOrder,
  how: ByHand,
): Result<NewOrder, Failure> {
  const { instrument, present } = how;
  const input = canonical(given);
  if (input.type !== undefined && input.type !== 'limit' && input.type !== 'market') {
    return err(failure('invalid-request', { field: 'type', has: input.type }, 'type'));
  }
  const moved = priceMoved(input, how);
  if (moved !== null) return err(moved);
  const limitPrice = limitOf(input, instrument, present);
  const looked = checkInputByHand(ctx, input, how);
  if (limitPrice === null || looked === null) return err(failure('unavailable', { what: 'quote' }));
  const { blockedBy } = runChecks(looked);
  if (blockedBy !== null) {
    const reason = blockReason(blockedBy);
    return err(failure('check-denied', { reason: reason?.code ?? 'unknown', ...reason?.values }));
  }
  if (input.targetPrice !== undefined && decimal(input.targetPrice).lte(limitPrice)) {
    return err(failure('invalid-request', { field: 'targetPrice', has: input.targetPrice }, 'targetPrice'));
  }
  const { quantity } = input;
  const alone = mayBuyAlone(ctx, { instrumentId: instrument.id, quantity, limitPrice });
  if (!alone.ok) return alone;
  // The price of a market order moves on while it is confirmed; its size does not.
  const about = ['buy', ctx.spec.id, instrument.symbol, quantity, input.limitPrice ?? 'market'].join(' ');
  const purchase = { instrument, quantity, limitPrice, about, subject: null, actor: caller };
  const confirmed = mayBuy(ctx, purchase, present, how.given);
  if (!confirmed.ok) return confirmed;
  return ok({
    purpose: 'entry',
    holder: 'manual',
    proposalId: null,
    instrumentId: instrument.id,
    side: 'buy',
    type: 'limit',
    // Brokers trade parts of a share for the day only.
    timeInForce: input.timeInForce ?? (input.limitPrice === undefined && isWhole(quantity) ? 'ioc' : 'day'),
    extendedHours: input.extendedHours ?? false,
    quantity: input.quantity,
    limitPrice,
    stopPrice: input.stopPrice ?? null,
    targetPrice: input.targetPrice ?? null,
    trailPercent: null,
    actor: caller,
    waitsForOpen: sessionByHand(instrument, present) === 'next-open',
  });
}

function isWhole(quantity: string): boolean {
  return decimal(quantity).mod(1).eq(0);
}

/** A person's order leaves while its exchange is open; in a market that is played, as its bars allow. */
function sessionByHand(instrument: Instrument, present: Present): 'now' | 'next-open' | null {
  const { market } = present;
  if (market === null || market.world === 'demo' || market.world === 'replay') return sessionOf(present);
  const isOpen = market.isOpen ?? calendarOf(instrument.exchange).isOpen(market.marketAt);
  return isOpen ? 'now' : 'next-open';
}

/** A person's own sale, bound by what is held: at the market, at a limit, or resting as a stop where the broker holds it. */
export function exitByHand(
  ctx: AccountContext,
  caller: Caller,
  given: CreateOrder,
  { instrument, present }: ByHand,
): Result<ExitWish, Failure> {
  const input = canonical(given);
  const holder = holderOf(ctx, instrument, input.holder);
  if (holder === null) return err(failure('quantity-exceeds-position', { symbol: instrument.symbol }));
  const { quantity, limitPrice, type } = input;
  const free = sellable(ctx, instrument, holder);
  if (decimal(quantity).gt(free)) {
    return err(failure('quantity-exceeds-position', { symbol: instrument.symbol, has: toText(free) }, 'quantity'));
  }
  // What is no multiple of a lot (a split left it, say) is still sold whole.
  // Whoever’s shares they are: it is the person who sells them.
  const lot = mayBeParts(ctx, 'manual') ? QUANTITY_UNIT : instrument.lotSize;
  if (!decimal(quantity).eq(free) && !decimal(quantity).mod(lot).eq(0)) return err(notALot(quantity, lot));
  if (limitPrice !== undefined && !isOnTick(instrument, limitPrice)) {
    return err(failure('invalid-request', { field: 'limitPrice', has: limitPrice }, 'limitPrice'));
  }
  const wrong = wrongTerms(ctx, input, present.quotes.get(instrument.id)?.price);
  if (wrong !== null) return err(failure('invalid-request', { field: wrong }, wrong));
  const { timeInForce, extendedHours, stopPrice, trailPercent } = input;
  const order = { type, timeInForce, extendedHours, stopPrice, trailPercent };
  return ok({ instrument, holder, quantity, limitPrice, purpose: 'manual', actor: caller, ...order });
}

/** The field that does not fit the kind of order; null when all do. */
function wrongTerms(ctx: AccountContext, input: CreateOrder, price: number | undefined): keyof CreateOrder | null {
  const { type, limitPrice, stopPrice, trailPercent } = input;
  const isStop = type === 'stop' || type === 'stop-limit';
  const rests = isStop || type === 'trailing-stop';
  // Where the broker cannot hold it, nothing would: Nod's own stop is set with the position.
  if (rests && !ctx.broker.can.protects) return 'type';
  if (isStop !== (stopPrice !== undefined)) return 'stopPrice';
  if ((type === 'trailing-stop') !== (trailPercent !== undefined)) return 'trailPercent';
  if (trailPercent !== undefined && (decimal(trailPercent).lte(0) || decimal(trailPercent).gte(100))) {
    return 'trailPercent';
  }
  const needsLimit = type === 'limit' || type === 'stop-limit';
  if (type !== undefined && needsLimit !== (limitPrice !== undefined)) return 'limitPrice';
  // It would sell at once.
  if (stopPrice !== undefined && price !== undefined && decimal(stopPrice).gte(price)) return 'stopPrice';
  // Outside the session only a limit protects the price.
  if (input.extendedHours === true && type !== 'limit' && limitPrice === undefined) return 'extendedHours';
  return null;
}

/** Where nobody knows the price, what was paid stands for it: a stop above that would more likely sell at once than not. */
function paidFor({ cost, quantity }: HeldPosition, { multiplier }: Instrument): number {
  return Number(decimal(cost).div(quantity).div(multiplier));
}

/** Moves a stop or target. A stop at or above the price would sell at once: then a sale is what is meant. */
export function moveStop(
  ctx: AccountContext,
  caller: Caller,
  input: MoveStop & { holder: string },
  { instrument, present, given }: ByHand,
): Result<void, Failure> {
  const position = heldPosition(ctx, instrument, input.holder as Holder);
  if (decimal(position.quantity).eq(0)) return err(failure('not-found'));
  // Whoever moves the target alone leaves the stop-loss where it is by now: it may have been raised meanwhile.
  const stopPrice =
    input.stopPrice === undefined
      ? position.stopPrice
      : toText(decimal(quantise(Number(input.stopPrice), instrument, 'stop')));
  if (stopPrice === null || (input.stopPrice ?? input.targetPrice) === undefined)
    return err(failure('invalid-request', { field: 'stopPrice' }, 'stopPrice'));
  const price = present.quotes.get(instrument.id)?.price ?? paidFor(position, instrument);
  if (Number(stopPrice) >= price && stopPrice !== position.stopPrice) {
    return err(failure('invalid-request', { has: stopPrice, price }, 'stopPrice'));
  }
  const targetPrice =
    input.targetPrice === undefined
      ? position.targetPrice
      : input.targetPrice && toText(decimal(quantise(Number(input.targetPrice), instrument, 'target')));
  if (targetPrice !== null && input.targetPrice !== undefined && Number(targetPrice) <= price) {
    return err(failure('invalid-request', { has: targetPrice, price }, 'targetPrice'));
  }
  if (position.stopPrice !== null && decimal(stopPrice).lt(position.stopPrice)) {
    const about = ['stop', ctx.spec.id, instrument.symbol, input.holder, stopPrice].join(' ');
    const allowed = mayLoosen(ctx, about, given);
    if (!allowed.ok) return allowed;
  }
  const heldBy = position.heldBy === 'broker' ? 'broker' : 'nod';
  savePosition(ctx, { ...position, stopPrice, targetPrice, heldBy, confirmedAt: null });
  appendEvent(ctx, {
    type: 'position.stop-moved',
    actor: caller,
    subject: null,
    body: {
      symbol: instrument.symbol,
      currency: instrument.currency,
      holder: input.holder,
      before: position.stopPrice,
      stopPrice,
      targetPrice,
      confirmed: given !== undefined,
    },
  });
  return ok(undefined);
}

/** Whose shares a person's sale takes: the one named, else their own, else the only holder there is. */
export function holderOf(ctx: AccountContext, instrument: Instrument, wanted: string | undefined): Holder | null {
  const holders = heldPositions(ctx).filter((position) => position.instrumentId === instrument.id);
  if (wanted !== undefined) return holders.find((position) => position.holder === wanted)?.holder ?? null;
  const manual = holders.find((position) => position.holder === 'manual');
  if (manual) return manual.holder;
  return holders.length === 1 ? (holders[0]?.holder ?? null) : null;
}

/** Amounts as they are stored: `1.50` is `1.5`. */
function canonical(input: CreateOrder): CreateOrder {
  const { quantity, limitPrice, atMost, stopPrice, targetPrice, trailPercent } = input;
  const text = (amount: string): string => toText(decimal(amount));
  return {
    ...input,
    quantity: text(quantity),
    ...(limitPrice !== undefined && { limitPrice: text(limitPrice) }),
    ...(atMost !== undefined && { atMost: text(atMost) }),
    ...(stopPrice !== undefined && { stopPrice: text(stopPrice) }),
    ...(targetPrice !== undefined && { targetPrice: text(targetPrice) }),
    ...(trailPercent !== undefined && { trailPercent: text(trailPercent) }),
  };
}

function isOnTick(instrument: Instrument, price: string): boolean {
  return decimal(quantise(Number(price), instrument, 'sell-limit')).eq(price);
}

function limitOf(input: CreateOrder, instrument: Instrument, present: Present): string | null {
  if (input.limitPrice !== undefined) return input.limitPrice;
  const quote = present.quotes.get(instrument.id);
  if (quote === undefined) return null;
  const now = toText(decimal(ceilingPrice(quote.price, null, instrument)));
  // Never more than was shown, and never further from the price than any other order.
  return input.atMost !== undefined && decimal(input.atMost).lt(now) ? input.atMost : now;
}

/** The price went above the most that was shown: what it would cost now was not agreed to. */
function priceMoved({ atMost, limitPrice }: CreateOrder, { instrument, present }: ByHand): Failure | null {
  const price = present.quotes.get(instrument.id)?.price;
  if (atMost === undefined || limitPrice !== undefined || price === undefined || decimal(price).lte(atMost))
    return null;
  return failure('price-moved', { limit: atMost, now: toText(decimal(price)), currency: instrument.currency });
}

function notALot(quantity: string, lot: string): Failure {
  const passes = toText(roundTo(decimal(quantity), lot, 'down'));
  return failure('check-denied', { reason: 'not-a-lot-multiple', has: quantity, passes }, 'quantity');
}

/** A person's change of a working order: on the tick, and an entry that grows through every check again. */
export function changeByHand(
  ctx: AccountContext,
  orderId: string,
  input: ReplaceOrder,
  { caller, present, given }: Pick<ByHand, 'present' | 'given'> & { caller: Caller },
): Result<OrderChange, Failure> {
  const order = findIntent(ctx, orderId);
  if (order === null) return err(failure('not-found'));
  // Moved with the position, which asks who loosens it and says what it means; by itself it would only say otherwise.
  if (order.purpose === 'protection')
    return err(failure('order-not-changeable', { status: order.state, reason: 'protection' }));
  const text = (amount: string | undefined): string | undefined =>
    amount === undefined ? undefined : toText(decimal(amount));
  const change = {
    quantity: text(input.quantity),
    limitPrice: text(input.limitPrice),
    stopPrice: text(input.stopPrice),
  };
  const instrument = instrumentOf(ctx, order.instrumentId);
  for (const field of ['limitPrice', 'stopPrice'] as const) {
    const price = change[field];
    const has = order[field];
    // A plan's stop is moved with the position; only what the order itself has can be changed here.
    const isForeign = price !== undefined && (has === null || (field === 'stopPrice' && order.side === 'buy'));
    if (isForeign || (price !== undefined && !isOnTick(instrument, price))) {
      return err(failure('invalid-request', { field, has: price }, field));
    }
  }
  if (order.side === 'sell' || order.limitPrice === null) return ok(change);
  const quantity = change.quantity ?? order.quantity;
  const limitPrice = change.limitPrice ?? order.limitPrice;
  // Refused for a limit, it would leave the larger one.
  if (decimal(quantity).lte(order.quantity) && decimal(limitPrice).lte(order.limitPrice)) {
    const lot = mayBeParts(ctx, order.holder) ? QUANTITY_UNIT : instrument.lotSize;
    if (change.quantity !== undefined && !decimal(quantity).mod(lot).eq(0)) return err(notALot(quantity, lot));
    // Bought there, it would be sold at once.
    const { stopPrice: has } = order;
    if (has !== null && decimal(limitPrice).lte(has))
      return err(failure('check-denied', { reason: 'stop-not-below-price', has, limit: limitPrice }));
    return ok(change);
  }
  const { blockedBy } = checkEntry(
    ctx,
    {
      instrument,
      holder: order.holder,
      quantity,
      limitPrice,
      stopPrice: order.stopPrice,
      session: 'now',
      horizon: horizonOfOrder(ctx, order),
      moment: 'ask',
      except: orderId,
      isReady: ctx.isReady(),
    },
    present,
  );
  const isMore = decimal(quantity).times(limitPrice).gt(decimal(order.quantity).times(order.limitPrice));
  const about = ['change', orderId, quantity, limitPrice].join(' ');
  const alone = isMore ? mayBuyAlone(ctx, { instrumentId: instrument.id, quantity, limitPrice }) : ok(undefined);
  if (!alone.ok) return alone;
  const confirmed = isMore
    ? mayBuy(ctx, { instrument, quantity, limitPrice, about, subject: orderId, actor: caller }, present, given)
    : ok(undefined);
  if (blockedBy === null) return confirmed.ok ? ok(change) : confirmed;
  const reason = blockReason(blockedBy);
  return err(failure('check-denied', { reason: reason?.code ?? 'unknown', ...reason?.values }));
}
