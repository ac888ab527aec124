import type { InstrumentId } from '../../domain/ids.ts';
import { decimal, roundTo, toText, type DecimalText } from '../../lib/decimal.ts';
import { change, hasEnded, openQuantity, type Book, type BookMoment } from './book.ts';
import type { BookOrder } from './book-store.ts';
import { afterFill, afterTrigger, endOrder } from './group.ts';
import {
  addText,
  compareText,
  isPositive,
  minText,
  minusText,
  numberText,
  timesText,
} from '../../lib/quick-decimal.ts';

const SMALLEST_SHARE = '0.000000001';

/** What can be had right now. */
export interface Tradable extends BookMoment {
  readonly price: number;
  /** No more than this; absent: all of it. */
  readonly quantity?: DecimalText;
  /** The price of an auction, in which `opg` and `cls` orders take part. */
  readonly auction?: 'open' | 'close';
  /** Outside the regular session: only orders that allow it. */
  readonly isExtended?: boolean;
}

/**
 * Offers a price to an order, and fills what can be filled: at the price itself when it is within the limit. A stop
 * that the price reaches becomes a market or limit order; a trailing one follows. An `ioc` order that cannot trade now
 * has expired, and so has its rest.
 */
export function tradeOrder(book: Book, brokerOrderId: string, tradable: Tradable): BookOrder | null {
  let order = book.store.order(brokerOrderId);
  if (order === null || !takesPart(order, tradable)) return order;
  const price = numberText(tradable.price);
  if (isStop(order)) {
    order = moveTrail(book, order, price, tradable);
    if (!isReached(order, price)) return order;
    order = change(book, order, { at: tradable.at, isTriggered: true });
    afterTrigger(book, order, tradable.at);
  }
  if (!isWithinLimit(order, price)) return isNowOrNever(order) ? expire(book, order, tradable) : order;
  const open = order.quantity === null ? sharesFor(order, price) : openQuantity(order);
  const quantity = minText(open, tradable.quantity ?? open);
  if (order.timeInForce === 'fok' && compareText(quantity, open) < 0) return expire(book, order, tradable);
  if (!isPositive(quantity)) return isNowOrNever(order) ? expire(book, order, tradable) : order;
  order = fillOrder(book, order, { quantity, price, moment: tradable });
  return !hasEnded(order) && isNowOrNever(order) ? expire(book, order, tradable) : order;
}

/** A new price: every order of the instrument sees it, what is worst for the holder first. */
export function priceMoved(book: Book, instrumentId: InstrumentId, tradable: Tradable): void {
  const orders = book.store.working().filter((order) => order.instrumentId === instrumentId);
  orders.sort((a, b) => rankOf(a) - rankOf(b) || a.number - b.number);
  for (const { brokerOrderId } of orders) tradeOrder(book, brokerOrderId, tradable);
}

/** Books a fill whatever the order's state says; the caller has decided that it happened. */
export function fillOrder(
  book: Book,
  order: BookOrder,
  fill: { quantity: DecimalText; price: DecimalText; moment: BookMoment },
): BookOrder {
  const { store } = book;
  const { quantity, price, moment } = fill;
  const { at, marketAt } = moment;
  const { brokerOrderId, clientOrderId, instrumentId, side, currency } = order;
  const added = { brokerOrderId, clientOrderId, instrumentId, side, quantity, price, at, marketAt };
  const execution = store.addExecution(added);
  const value = timesText(quantity, price);
  const filledQuantity = addText(order.filledQuantity, quantity);
  const isFilled = order.quantity === null || compareText(filledQuantity, order.quantity) >= 0;
  const state = isFilled ? 'filled' : hasEnded(order) ? order.state : 'partially-filled';
  const filled: BookOrder = {
    ...order,
    filledQuantity,
    filledValue: addText(order.filledValue, value),
    state,
    pending: isFilled ? null : order.pending,
    updatedAt: at,
    endedAt: isFilled ? (order.endedAt ?? at) : order.endedAt,
  };
  store.putOrder(filled);
  const held = store.held(instrumentId);
  store.putPosition({ instrumentId, quantity: side === 'buy' ? addText(held, quantity) : minusText(held, quantity) });
  const cash = store.cash(currency);
  if (cash !== null) store.setCash(currency, side === 'buy' ? minusText(cash, value) : addText(cash, value));
  book.tell?.({ kind: isFilled ? 'fill' : 'partial-fill', order: filled, execution, at });
  afterFill(book, filled, at);
  return filled;
}

export function isStop({ type, isTriggered }: BookOrder): boolean {
  return !isTriggered && (type === 'stop' || type === 'stop-limit' || type === 'trailing-stop');
}

/** Trades at the first price it is given, or never. */
export function isNowOrNever({ timeInForce }: BookOrder): boolean {
  return timeInForce === 'ioc' || timeInForce === 'fok' || timeInForce === 'opg' || timeInForce === 'cls';
}

function takesPart(order: BookOrder, { auction, isExtended = false }: Tradable): boolean {
  if (hasEnded(order) || order.isHeld || order.pending === 'new') return false;
  if (isExtended && !order.extendedHours) return false;
  if (order.timeInForce === 'opg') return auction === 'open';
  return order.timeInForce !== 'cls' || auction === 'close';
}

function isReached({ side, stopPrice }: BookOrder, price: DecimalText): boolean {
  if (stopPrice === null) return false;
  const difference = compareText(price, stopPrice);
  return side === 'sell' ? difference <= 0 : difference >= 0;
}

function isWithinLimit({ side, type, limitPrice }: BookOrder, price: DecimalText): boolean {
  if (limitPrice === null || (type !== 'limit' && type !== 'stop-limit')) return true;
  const difference = compareText(price, limitPrice);
  return side === 'buy' ? difference <= 0 : difference >= 0;
}

/** A trailing stop's best price and where it stands after it; the stop never moves back. */
function moveTrail(book: Book, order: BookOrder, price: DecimalText, { at }: BookMoment): BookOrder {
  const { trail, highWater, side } = order;
  if (trail === null) return order;
  const isBetter =
    highWater === null || (side === 'sell' ? compareText(price, highWater) > 0 : compareText(price, highWater) < 0);
  if (!isBetter) return order;
  const distance = 'price' in trail ? trail.price : toText(decimal(trail.percent).times(price).div(100));
  const stopPrice = side === 'sell' ? minusText(price, distance) : addText(price, distance);
  return change(book, order, { at, highWater: price, stopPrice });
}

function sharesFor({ notional }: BookOrder, price: DecimalText): DecimalText {
  return toText(roundTo(decimal(notional ?? '0').div(price), SMALLEST_SHARE, 'down'));
}

function expire(book: Book, order: BookOrder, { at }: BookMoment): BookOrder {
  return endOrder(book, order, { state: 'expired', at });
}

/** Stops before what rests before targets. */
export function rankOf(order: BookOrder): 0 | 1 | 2 {
  if (isStop(order)) return 0;
  return order.role === 'take-profit' ? 2 : 1;
}
