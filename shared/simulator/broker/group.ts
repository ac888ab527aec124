import type { WallMs } from '../../lib/time.ts';
import { change, hasEnded, openQuantity, type Book } from './book.ts';
import type { BookOrder } from './book-store.ts';
import { addText, compareText } from '../../lib/quick-decimal.ts';
import { freeShares } from './refusal.ts';

/** An order ends for another reason than being filled, and takes with it what cannot live without it. */
export function endOrder(
  book: Book,
  order: BookOrder,
  end: { state: 'cancelled' | 'expired' | 'rejected'; at: WallMs; reason?: string },
): BookOrder {
  const { state, at, reason = order.reason } = end;
  const ended = change(book, order, { at, state, reason, pending: null, endedAt: at, news: state });
  for (const other of othersOf(book, ended)) {
    // Exits of an entry that was not filled completely protect nothing; of two exits, ending one ends both.
    if (ended.role !== 'entry' || other.isHeld) endOrder(book, readAgain(book, other), { state: 'cancelled', at });
  }
  return ended;
}

/** What a fill does to the orders beside it: it wakes the exits of an entry, and shrinks or ends the other exit. */
export function afterFill(book: Book, order: BookOrder, at: WallMs): void {
  if (order.group === null) return;
  if (order.role === 'entry') {
    if (order.state === 'filled') wakeExits(book, order, at);
    return;
  }
  for (const other of othersOf(book, order)) {
    if (order.state === 'filled') endOrder(book, other, { state: 'cancelled', at });
    else change(book, other, { at, quantity: addText(other.filledQuantity, openQuantity(order)), news: 'restated' });
  }
}

/** A stop that was reached: from here on it trades, the target does not. */
export function afterTrigger(book: Book, order: BookOrder, at: WallMs): void {
  if (order.role !== 'stop-loss') return;
  for (const other of othersOf(book, order)) {
    change(book, other, { at, state: 'cancelled', pending: null, endedAt: at, news: 'cancelled' });
  }
}

/** An exit that was replaced: the other one follows its quantity. */
export function afterReplace(book: Book, order: BookOrder, at: WallMs): void {
  if (order.role === 'single' || order.role === 'entry') return;
  for (const other of othersOf(book, order)) {
    const quantity = addText(other.filledQuantity, openQuantity(order));
    if (quantity !== other.quantity) change(book, other, { at, quantity, news: 'restated' });
  }
}

/** Working orders of the same group; of an exit, the other exit only. */
function othersOf({ store }: Book, { group, number, role }: BookOrder): BookOrder[] {
  if (group === null) return [];
  return store
    .group(group)
    .filter(
      (other) =>
        other.number !== number &&
        !hasEnded(other) &&
        other.pending !== 'new' &&
        other.role !== 'entry' &&
        other.role !== role,
    );
}

/** The exits get what the entry got, its replaced predecessors included. */
function wakeExits(book: Book, entry: BookOrder, at: WallMs): void {
  let quantity = entry.filledQuantity;
  for (let id = entry.replaces; id !== null;) {
    const before = book.store.order(id);
    quantity = addText(quantity, before?.filledQuantity ?? '0');
    id = before?.replaces ?? null;
  }
  const exits = othersOf(book, entry);
  const side = exits[0]?.side;
  // Somebody else may have sold them meanwhile: then nothing is protected.
  const isCovered = side === 'buy' || compareText(quantity, freeShares(book.store, entry.instrumentId)) <= 0;
  for (const exit of exits) {
    if (!isCovered) {
      const reason = 'insufficient-shares';
      change(book, exit, { at, state: 'rejected', isHeld: false, reason, endedAt: at, news: 'rejected' });
      continue;
    }
    const isRestated = compareText(quantity, exit.quantity ?? quantity) !== 0;
    change(book, exit, { at, isHeld: false, quantity, news: isRestated ? 'restated' : 'new' });
  }
}

function readAgain({ store }: Book, order: BookOrder): BookOrder {
  return store.order(order.brokerOrderId) ?? order;
}
