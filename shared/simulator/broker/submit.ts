import type { MarketMs, WallMs } from '../../lib/time.ts';
import type { BrokerOrderRequest } from '../../ports/broker.ts';
import { hasEnded, type Book } from './book.ts';
import type { BookOrder, OrderRole } from './book-store.ts';
import { refusalOf, type Refusal } from './refusal.ts';

/** What a request meets when it arrives. */
export interface Arrival {
  readonly at: WallMs;
  /** The last price known: for what it may cost and where a trailing stop begins. */
  readonly price: number | null;
  /** The end of the session a day order is for; null for all others. */
  readonly goodUntil: MarketMs | null;
  /** Refused, whatever it is, with these words. */
  readonly refuseWith?: string | null;
  /** Lists and look-ups show it from here on. */
  readonly visibleFrom?: WallMs;
}

export type Booked =
  | { readonly kind: 'booked'; readonly order: BookOrder }
  | { readonly kind: 'duplicate'; readonly order: BookOrder }
  /** `order` is the rejected one where the broker keeps it. */
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly order: BookOrder | null };

/**
 * Books an order with all that belongs to it, working from now on; it trades when a price is given (`tradeOrder`).
 * A known id is a duplicate as long as this class of broker knows it.
 */
export function submitOrder(book: Book, request: BrokerOrderRequest, arrival: Arrival): Booked {
  const known = knownOrder(book, request.clientOrderId, arrival.at);
  if (known !== null) return { kind: 'duplicate', order: known };
  const { refuseWith = null } = arrival;
  const refusal: Refusal | null =
    refuseWith === null ? refusalOf(book, request, arrival.price) : { code: 'other', reason: refuseWith };
  if (refusal !== null) {
    const order = book.rules.keepsRefused ? refused(book, request, arrival, refusal.reason) : null;
    return { kind: 'refused', refusal, order };
  }
  if (request.orderClass === 'oco') return { kind: 'booked', order: bookPair(book, request, arrival) };
  const role: OrderRole = request.orderClass === 'simple' ? 'single' : 'entry';
  const order = put(book, draft(book, request, arrival, role));
  if (role === 'entry') bookExits(book, request, arrival, order);
  return { kind: 'booked', order };
}

/** The order that makes this id taken, as long as the broker remembers. */
export function knownOrder({ store, rules }: Book, clientOrderId: string, at: WallMs): BookOrder | null {
  if (rules.class === 'b') return null;
  const order = store.orderByClientId(clientOrderId);
  if (order === null || rules.dedupMs === null) return order;
  return at - order.submittedAt < rules.dedupMs ? order : null;
}

/** The bare order of a request; its number is taken by putting it. */
export function draft(book: Book, request: BrokerOrderRequest, arrival: Arrival, role: OrderRole): BookOrder {
  const { store, rules } = book;
  const number = store.nextOrderNumber();
  const brokerOrderId = rules.orderId(number);
  const { at } = arrival;
  return {
    number,
    brokerOrderId,
    clientOrderId: rules.class === 'b' ? brokerOrderId : request.clientOrderId,
    sentAs: request.clientOrderId,
    instrumentId: request.instrumentId,
    symbol: request.symbol,
    currency: request.currency,
    side: request.side,
    type: request.type,
    quantity: request.quantity,
    notional: request.notional,
    limitPrice: request.limitPrice,
    stopPrice: request.stopPrice,
    trail: request.trail,
    highWater: null,
    isTriggered: false,
    timeInForce: request.timeInForce,
    extendedHours: request.extendedHours,
    orderClass: request.orderClass,
    role,
    group: role === 'single' ? null : brokerOrderId,
    parentId: null,
    state: 'accepted',
    isHeld: false,
    pending: null,
    reason: null,
    filledQuantity: '0',
    filledValue: '0',
    replaces: null,
    replacedBy: null,
    submittedAt: at,
    visibleFrom: arrival.visibleFrom ?? at,
    updatedAt: at,
    endedAt: null,
    goodUntil: arrival.goodUntil,
  };
}

function put(book: Book, order: BookOrder): BookOrder {
  book.store.putOrder(order);
  const kind = hasEnded(order) ? 'rejected' : order.isHeld ? 'held' : 'new';
  book.tell?.({ kind, order, execution: null, at: order.submittedAt });
  return order;
}

function refused(book: Book, request: BrokerOrderRequest, arrival: Arrival, reason: string): BookOrder {
  const order = draft(book, request, arrival, 'single');
  return put(book, { ...order, state: 'rejected', reason, endedAt: arrival.at });
}

/** The exits of a bracket or of an order with one exit: held until the entry is filled completely. */
function bookExits(book: Book, request: BrokerOrderRequest, arrival: Arrival, entry: BookOrder): void {
  const side = request.side === 'buy' ? 'sell' : 'buy';
  const belongs = { side, group: entry.group, parentId: entry.brokerOrderId, isHeld: true, sentAs: null } as const;
  if (request.takeProfit !== null) {
    put(book, { ...asTarget(exitDraft(book, request, arrival, 'take-profit'), request.takeProfit), ...belongs });
  }
  if (request.stopLoss !== null) {
    put(book, { ...asStop(exitDraft(book, request, arrival, 'stop-loss'), request.stopLoss), ...belongs });
  }
}

/** Two exits of which one trades: the target is the order of its own, the stop its leg. */
function bookPair(book: Book, request: BrokerOrderRequest, arrival: Arrival): BookOrder {
  const { takeProfit, stopLoss } = request;
  if (takeProfit === null || stopLoss === null) throw new Error('a pair without two exits was let through');
  const target = put(book, asTarget(draft(book, request, arrival, 'take-profit'), takeProfit));
  const stop = asStop(exitDraft(book, request, arrival, 'stop-loss'), stopLoss);
  put(book, { ...stop, group: target.group, parentId: target.brokerOrderId, sentAs: null });
  return target;
}

function exitDraft(book: Book, request: BrokerOrderRequest, arrival: Arrival, role: OrderRole): BookOrder {
  const exit = draft(book, request, arrival, role);
  return { ...exit, clientOrderId: exit.brokerOrderId, trail: null };
}

function asTarget(order: BookOrder, { limitPrice }: { limitPrice: string }): BookOrder {
  return { ...order, type: 'limit', limitPrice, stopPrice: null };
}

function asStop(
  order: BookOrder,
  { stopPrice, limitPrice }: { stopPrice: string; limitPrice: string | null },
): BookOrder {
  return { ...order, type: limitPrice === null ? 'stop' : 'stop-limit', stopPrice, limitPrice };
}
