import type { DecimalText } from '../../lib/decimal.ts';
import type { MarketMs, WallMs } from '../../lib/time.ts';
import type { BrokerClass } from '../../ports/broker.ts';
import type { BookExecution, BookOrder, BookStore } from './book-store.ts';
import { minusText } from '../../lib/quick-decimal.ts';

/*
 * The one model of a broker: plain functions over a store, without faults. The paper broker and the test servers stand
 * on it; the simulator puts faults around it.
 */

/** What differs between brokers. */
export interface BookRules {
  readonly class: BrokerClass;
  /** `a-star`: how long an id is known, in ms. */
  readonly dedupMs: number | null;
  readonly orderId: (number: number) => string;
  readonly executionId: (seq: number) => string;
  /** Whether a refused order stays in the book, as rejected, or leaves no trace and its id free. */
  readonly keepsRefused: boolean;
  /** Refuses an order that could trade with an own one on the other side. */
  readonly refusesWash: boolean;
  /** Fills are listed this much later than they happen, in ms. */
  readonly fillLagMs: number;
}

/** A paper broker's: class A, everything visible at once. */
export const PAPER_RULES: BookRules = {
  class: 'a',
  dedupMs: null,
  orderId: (number) => `paper-order-${number}`,
  executionId: (seq) => `paper-${seq}`,
  keepsRefused: true,
  refusesWash: false,
  fillLagMs: 0,
};

export type BookNewsKind =
  | 'pending-new'
  | 'new'
  | 'held'
  | 'partial-fill'
  | 'fill'
  | 'pending-cancel'
  | 'cancelled'
  | 'cancel-refused'
  | 'pending-replace'
  | 'replaced'
  | 'replace-refused'
  | 'restated'
  | 'expired'
  | 'rejected';

/** What a broker's stream would tell, in the order it happened; `order` as it was right then. */
export interface BookNews {
  readonly kind: BookNewsKind;
  readonly order: BookOrder;
  readonly execution: BookExecution | null;
  readonly at: WallMs;
}

export interface Book {
  readonly store: BookStore;
  readonly rules: BookRules;
  readonly tell: ((news: BookNews) => void) | null;
}

/** When something happens at the broker. */
export interface BookMoment {
  readonly at: WallMs;
  readonly marketAt: MarketMs;
}

export function hasEnded({ state }: Pick<BookOrder, 'state'>): boolean {
  return state !== 'accepted' && state !== 'partially-filled';
}

/** What is still to be filled; 0 for an order by money. */
export function openQuantity(order: BookOrder): DecimalText {
  return order.quantity === null ? '0' : minusText(order.quantity, order.filledQuantity);
}

/** Puts the changed order in the place of the old one, and tells when that is news. */
export function change(
  book: Book,
  order: BookOrder,
  { at, news, ...changes }: Partial<BookOrder> & { at: WallMs; news?: BookNewsKind },
): BookOrder {
  const changed: BookOrder = { ...order, ...changes, updatedAt: at };
  book.store.putOrder(changed);
  if (news !== undefined) book.tell?.({ kind: news, order: changed, execution: null, at });
  return changed;
}
