import type { WallMs } from '../../lib/time.ts';
import type { BrokerReplaceRequest, Trail } from '../../ports/broker.ts';
import { change, hasEnded, type Book } from './book.ts';
import type { BookOrder } from './book-store.ts';
import { afterReplace } from './group.ts';
import { compareText, isPositive, minusText, timesText } from '../../lib/quick-decimal.ts';
import { cashFor, sharesFor, type Refusal } from './refusal.ts';
import { knownOrder, type Booked } from './submit.ts';

export type ReplaceAsked =
  | Booked
  /** Ended, or something else was asked of it before. */
  | { readonly kind: 'too-late'; readonly order: BookOrder }
  | { readonly kind: 'not-found' };

const NO_TRAIL: Refusal = { code: 'invalid-order', reason: 'not a trailing stop' };

/**
 * Asks for another order in the place of one. The new one stands in the book at once and works from `finishReplace` on;
 * until then the old one can be filled. Quantities are the new order's own: without one it asks for as much as the old
 * one did, whatever that has filled by then (alpacahq/Alpaca-API#165). What the old one filled stays with it.
 */
export function askReplace(
  book: Book,
  request: BrokerReplaceRequest,
  arrival: { readonly at: WallMs; readonly visibleFrom?: WallMs },
): ReplaceAsked {
  const { store, rules } = book;
  const { at } = arrival;
  const known = knownOrder(book, request.clientOrderId, at);
  if (known !== null) return { kind: 'duplicate', order: known };
  const old = store.order(request.replaces.brokerOrderId);
  if (old === null) return { kind: 'not-found' };
  if (hasEnded(old) || old.pending !== null) return { kind: 'too-late', order: old };
  const refusal = request.trail !== null && old.trail === null ? NO_TRAIL : refusalOf(book, old, request);
  if (refusal !== null) return { kind: 'refused', refusal, order: null };
  const number = store.nextOrderNumber();
  const brokerOrderId = rules.orderId(number);
  const trail = trailOf(old.trail, request.trail);
  const order: BookOrder = {
    ...old,
    number,
    brokerOrderId,
    clientOrderId: rules.class === 'b' ? brokerOrderId : request.clientOrderId,
    sentAs: request.clientOrderId,
    quantity: request.quantity ?? old.quantity,
    limitPrice: request.limitPrice ?? old.limitPrice,
    stopPrice: request.stopPrice ?? (trail === old.trail ? old.stopPrice : null),
    trail,
    highWater: trail === old.trail ? old.highWater : null,
    state: 'accepted',
    pending: 'new',
    filledQuantity: '0',
    filledValue: '0',
    replaces: old.brokerOrderId,
    submittedAt: at,
    visibleFrom: arrival.visibleFrom ?? at,
    updatedAt: at,
  };
  store.putOrder(order);
  book.tell?.({ kind: 'pending-new', order, execution: null, at });
  change(book, old, { at, pending: 'replace', news: 'pending-replace' });
  return { kind: 'booked', order };
}

/** The change that was asked for: the old order ends as replaced and the new one works, unless a fill or an end won. */
export function finishReplace(book: Book, brokerOrderId: string, at: WallMs): BookOrder | null {
  const { store } = book;
  const order = store.order(brokerOrderId);
  if (order?.pending !== 'new') return order;
  const old = order.replaces === null ? null : store.order(order.replaces);
  if (old === null || hasEnded(old) || old.pending !== 'replace') {
    return refuse(book, order, { at, old, reason: 'the order it was to replace had ended' });
  }
  // Others may have taken what it needs since it was asked for.
  const refusal = refusalOf(book, old, order);
  if (refusal !== null) {
    change(book, old, { at, pending: null });
    return refuse(book, order, { at, old, reason: refusal.reason });
  }
  change(book, old, { at, state: 'replaced', pending: null, replacedBy: brokerOrderId, endedAt: at, news: 'replaced' });
  const working = change(book, order, { at, pending: null, isHeld: old.isHeld, news: 'new' });
  afterReplace(book, working, at);
  return working;
}

function refuse(book: Book, order: BookOrder, why: { at: WallMs; old: BookOrder | null; reason: string }): BookOrder {
  const { at, old, reason } = why;
  if (old !== null) book.tell?.({ kind: 'replace-refused', order: old, execution: null, at });
  return change(book, order, { at, state: 'rejected', pending: null, reason, endedAt: at, news: 'rejected' });
}

/** Asked for and done at once. */
export function replaceOrder(book: Book, request: BrokerReplaceRequest, at: WallMs): ReplaceAsked {
  const asked = askReplace(book, request, { at });
  if (asked.kind !== 'booked') return asked;
  return { kind: 'booked', order: finishReplace(book, asked.order.brokerOrderId, at) ?? asked.order };
}

type Change = Pick<BookOrder, 'quantity' | 'limitPrice' | 'stopPrice'>;

function refusalOf(book: Book, old: BookOrder, request: Change): Refusal | null {
  const quantity = request.quantity ?? old.quantity;
  if (quantity === null) return { code: 'invalid-order', reason: 'an order by amount cannot be replaced' };
  if (!isPositive(quantity)) return { code: 'invalid-order', reason: 'the quantity must be positive' };
  if (old.isHeld) return null;
  if (old.side === 'sell') {
    const free = sharesFor(book.store, old);
    if (compareText(quantity, free) <= 0) return null;
    return { code: 'insufficient-shares', reason: 'insufficient-shares', asked: quantity, free };
  }
  const free = cashFor(book.store, old);
  const price = request.limitPrice ?? old.limitPrice ?? request.stopPrice ?? old.stopPrice;
  if (free === null || price === null) return null;
  const asked = timesText(quantity, price);
  if (compareText(minusText(free, asked), '0') >= 0) return null;
  return { code: 'buying-power', reason: 'insufficient buying power', asked, free };
}

function trailOf(old: Trail | null, given: string | null): Trail | null {
  if (given === null || old === null) return old;
  return 'price' in old ? { price: given } : { percent: given };
}
