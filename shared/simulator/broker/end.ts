import type { InstrumentId } from '../../domain/ids.ts';
import { decimal, roundTo, toText } from '../../lib/decimal.ts';
import type { MarketMs, WallMs } from '../../lib/time.ts';
import { change, hasEnded, type Book, type BookMoment } from './book.ts';
import type { BookOrder } from './book-store.ts';
import { endOrder } from './group.ts';

export type CancelAsked =
  { readonly kind: 'asked' | 'too-late'; readonly order: BookOrder } | { readonly kind: 'not-found' };

/** Asks for an end: until `finishCancel` the order can still be filled. */
export function askCancel(book: Book, brokerOrderId: string, at: WallMs): CancelAsked {
  const order = book.store.order(brokerOrderId);
  if (order === null) return { kind: 'not-found' };
  if (hasEnded(order)) return { kind: 'too-late', order };
  if (order.pending === 'new') return { kind: 'asked', order: withdraw(book, order, at) };
  return { kind: 'asked', order: change(book, order, { at, pending: 'cancel', news: 'pending-cancel' }) };
}

/** What was never in force ends at once, and what it was to replace works on as it was. */
function withdraw(book: Book, order: BookOrder, at: WallMs): BookOrder {
  const old = order.replaces === null ? null : book.store.order(order.replaces);
  if (old?.pending === 'replace') change(book, old, { at, pending: null, news: 'replace-refused' });
  return change(book, order, { at, state: 'cancelled', pending: null, endedAt: at, news: 'cancelled' });
}

/** The end that was asked for, unless the fill won. */
export function finishCancel(book: Book, brokerOrderId: string, at: WallMs): BookOrder | null {
  const order = book.store.order(brokerOrderId);
  if (order?.pending !== 'cancel' || hasEnded(order)) {
    if (order !== null && order.state !== 'cancelled')
      book.tell?.({ kind: 'cancel-refused', order, execution: null, at });
    return order;
  }
  return endOrder(book, order, { state: 'cancelled', at });
}

/** Asked for and done at once. */
export function cancelOrder(book: Book, brokerOrderId: string, at: WallMs): CancelAsked {
  const asked = askCancel(book, brokerOrderId, at);
  if (asked.kind !== 'asked') return asked;
  return { kind: 'asked', order: finishCancel(book, brokerOrderId, at) ?? asked.order };
}

/** Orders whose session is over by now expire; answers whether any did. */
export function endSession(book: Book, { at, marketAt }: BookMoment): boolean {
  let any = false;
  for (const { brokerOrderId } of book.store.working()) {
    const order = book.store.order(brokerOrderId);
    if (order === null || hasEnded(order) || !isOver(order, marketAt)) continue;
    endOrder(book, order, { state: 'expired', at });
    any = true;
  }
  return any;
}

/** A split of what is held and of what rests, once per `id`. Resting orders count in old shares: they end. */
export function bookSplit(
  book: Book,
  split: { readonly id: string; readonly instrumentId: InstrumentId; readonly ratio: number },
  at: WallMs,
): void {
  const { store } = book;
  const { id, instrumentId, ratio } = split;
  if (!store.addSplit(id)) return;
  const held = decimal(store.held(instrumentId));
  if (!held.eq(0)) {
    store.putPosition({ instrumentId, quantity: toText(roundTo(held.times(ratio), '0.000000001', 'down')) });
  }
  for (const { brokerOrderId } of store.working()) {
    const order = store.order(brokerOrderId);
    if (order === null || order.instrumentId !== instrumentId || hasEnded(order)) continue;
    endOrder(book, order, { state: 'expired', at, reason: 'split' });
  }
}

/** The broker starts anew: what was asked for and had not happened is forgotten. */
export function restartBroker(book: Book, at: WallMs): void {
  for (const { brokerOrderId } of book.store.working()) {
    const order = book.store.order(brokerOrderId);
    if (order === null || order.pending === null) continue;
    if (order.pending === 'new') change(book, order, { at, ...LOST, endedAt: at, news: 'rejected' });
    else change(book, order, { at, pending: null });
  }
}

const LOST = { state: 'rejected', pending: null, reason: 'lost in a restart' } as const;

function isOver({ goodUntil }: BookOrder, marketAt: MarketMs): boolean {
  return goodUntil !== null && goodUntil < marketAt;
}
