import type { BrokerOrderRequest, RejectCode } from '../../ports/broker.ts';
import type { DecimalText } from '../../lib/decimal.ts';
import type { InstrumentId } from '../../domain/ids.ts';
import type { Currency } from '../../domain/instrument.ts';
import { openQuantity, type Book } from './book.ts';
import type { BookOrder, BookStore } from './book-store.ts';
import { addText, compareText, isPositive, minusText, numberText, timesText } from '../../lib/quick-decimal.ts';

/** The broker's no. `asked` and `free` are shares or money, where it is about an amount. */
export interface Refusal {
  readonly code: RejectCode;
  readonly reason: string;
  readonly asked?: DecimalText;
  readonly free?: DecimalText;
}

/** Why this order is refused; null when it is taken. `price` is the last one known. */
export function refusalOf(book: Book, request: BrokerOrderRequest, price: number | null): Refusal | null {
  const malformed = malformation(request);
  if (malformed !== null) return { code: 'invalid-order', reason: malformed };
  if (request.side === 'sell') return sharesRefusal(book.store, request) ?? washRefusal(book, request);
  return cashRefusal(book.store, request, price) ?? washRefusal(book, request);
}

/** Shares of which nothing has been promised to a working sell. The two exits of a pair promise the same shares. */
export function freeShares(store: BookStore, instrumentId: InstrumentId): DecimalText {
  let free = store.held(instrumentId);
  const seen: string[] = [];
  for (const order of store.working()) {
    if (order.side !== 'sell' || order.instrumentId !== instrumentId || !reserves(order)) continue;
    if (order.group !== null) {
      if (seen.includes(order.group)) continue;
      seen.push(order.group);
    }
    free = minusText(free, openQuantity(order));
  }
  return free;
}

/** Cash that no working buy may need; null where the book keeps none. */
export function freeCash(store: BookStore, currency: Currency): DecimalText | null {
  let free = store.cash(currency);
  if (free === null) return null;
  for (const order of store.working()) {
    if (order.side !== 'buy' || order.currency !== currency || !reserves(order)) continue;
    free = minusText(free, costOf(order, null));
  }
  return free;
}

/** A replacement counts when it is in force: until then the order it replaces does. */
function reserves(order: BookOrder): boolean {
  return !order.isHeld && order.pending !== 'new';
}

function costOf(
  order: Pick<BookOrder, 'quantity' | 'notional' | 'limitPrice' | 'stopPrice'> & { filledQuantity?: DecimalText },
  price: number | null,
): DecimalText {
  if (order.quantity === null) return order.notional ?? '0';
  const each = order.limitPrice ?? order.stopPrice ?? (price === null ? null : numberText(price));
  if (each === null) return '0';
  return timesText(minusText(order.quantity, order.filledQuantity ?? '0'), each);
}

function malformation(request: BrokerOrderRequest): string | null {
  const { type, orderClass, takeProfit, stopLoss, timeInForce: tif } = request;
  if ((request.quantity === null) === (request.notional === null)) return 'either a quantity or an amount';
  if (!isPositive(request.quantity ?? request.notional ?? '0')) return 'the quantity must be positive';
  if (request.notional !== null && (type !== 'market' || tif !== 'day'))
    return 'amounts only as market orders for the day';
  if ((type === 'limit' || type === 'stop-limit') && request.limitPrice === null && orderClass !== 'oco') {
    return 'a limit price is required';
  }
  if ((type === 'stop' || type === 'stop-limit') && request.stopPrice === null) return 'a stop price is required';
  if ((type === 'trailing-stop') !== (request.trail !== null)) return 'a trail belongs to a trailing stop';
  if (type === 'trailing-stop' && tif !== 'day' && tif !== 'gtc') return 'a trailing stop is day or gtc';
  if (request.extendedHours && (type !== 'limit' || (tif !== 'day' && tif !== 'gtc'))) {
    return 'extended hours are for limit orders, day or gtc';
  }
  if (orderClass === 'simple') return (takeProfit ?? stopLoss) ? 'a simple order has no exits' : null;
  if (tif !== 'day' && tif !== 'gtc') return 'exits are day or gtc';
  if (request.extendedHours || request.notional !== null) return 'exits are for whole orders in regular hours';
  if (orderClass === 'oto') return (takeProfit === null) === (stopLoss === null) ? 'oto takes exactly one exit' : null;
  if (takeProfit === null || stopLoss === null) return `${orderClass} takes both exits`;
  if (orderClass === 'oco' && type !== 'limit') return 'oco is a limit order';
  const entersLong = (request.side === 'buy') === (orderClass === 'bracket');
  const spread = compareText(takeProfit.limitPrice, stopLoss.stopPrice);
  return (entersLong ? spread > 0 : spread < 0) ? null : 'the target must lie beyond the stop';
}

function sharesRefusal(store: BookStore, request: BrokerOrderRequest): Refusal | null {
  if (request.quantity === null) return null;
  const free = freeShares(store, request.instrumentId);
  if (compareText(request.quantity, free) <= 0) return null;
  return { code: 'insufficient-shares', reason: 'insufficient-shares', asked: request.quantity, free };
}

function cashRefusal(store: BookStore, request: BrokerOrderRequest, price: number | null): Refusal | null {
  if (store.cash(request.currency) === null) return null;
  const free = freeCash(store, request.currency) ?? '0';
  const asked = costOf(request, price);
  if (compareText(asked, free) <= 0) return null;
  return { code: 'buying-power', reason: 'insufficient buying power', asked, free };
}

/** Two simple orders that could trade with each other. Exits of a bracket or a pair are exempt. */
function washRefusal({ store, rules }: Book, request: BrokerOrderRequest): Refusal | null {
  if (!rules.refusesWash || request.orderClass !== 'simple') return null;
  const meets = store.working().some((order) => {
    if (order.role !== 'single' || order.side === request.side || order.instrumentId !== request.instrumentId)
      return false;
    const [buy, sell] = request.side === 'buy' ? [request, order] : [order, request];
    const bid = buy.type === 'limit' ? buy.limitPrice : null;
    const ask = sell.type === 'limit' ? sell.limitPrice : null;
    return bid === null || ask === null || compareText(bid, ask) >= 0;
  });
  return meets ? { code: 'wash-trade', reason: 'opposite side order exists' } : null;
}

/** Shares bought by an order that is about to be sent again in another shape. */
export function sharesFor(store: BookStore, old: BookOrder): DecimalText {
  const free = freeShares(store, old.instrumentId);
  return old.side === 'sell' && reserves(old) ? addText(free, openQuantity(old)) : free;
}

/** As `sharesFor`, of cash. */
export function cashFor(store: BookStore, old: BookOrder): DecimalText | null {
  const free = freeCash(store, old.currency);
  return free !== null && old.side === 'buy' && reserves(old) ? addText(free, costOf(old, null)) : free;
}
