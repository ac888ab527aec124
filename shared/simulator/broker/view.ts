import { decimal, toText } from '../../lib/decimal.ts';
import { DAY_MS, type WallMs } from '../../lib/time.ts';
import type { BrokerOrder, BrokerSnapshot, Execution } from '../../ports/broker.ts';
import { CURRENCIES } from '../../domain/instrument.ts';
import type { Book } from './book.ts';
import type { BookExecution, BookOrder } from './book-store.ts';
import { knownOrder } from './submit.ts';

/** Most fills of one snapshot; the next one begins after them. */
const EXECUTIONS_PER_SNAPSHOT = 1_000;

/** The order as the broker port shows it. */
export function toBrokerOrder(order: BookOrder): BrokerOrder {
  return {
    clientOrderId: order.clientOrderId,
    brokerOrderId: order.brokerOrderId,
    instrumentId: order.instrumentId,
    symbol: order.symbol,
    side: order.side,
    type: order.type,
    quantity: order.quantity ?? order.filledQuantity,
    filledQuantity: order.filledQuantity,
    limitPrice: order.limitPrice,
    stopPrice: order.stopPrice,
    timeInForce: order.timeInForce,
    state: order.state,
    reason: order.reason,
    replaces: order.replaces,
    replacedBy: order.replacedBy,
    parentId: order.parentId,
    submittedAt: order.submittedAt,
  };
}

export function toExecution(book: Book, execution: BookExecution): Execution & { readonly seq: number } {
  // Field by field: a spread behind another field costs more than all of them.
  return {
    id: book.rules.executionId(execution.seq),
    seq: execution.seq,
    brokerOrderId: execution.brokerOrderId,
    clientOrderId: execution.clientOrderId,
    instrumentId: execution.instrumentId,
    side: execution.side,
    quantity: execution.quantity,
    price: execution.price,
    at: execution.at,
    marketAt: execution.marketAt,
  };
}

/** The order under this id as far as the broker tells by now; null is its "not found". Class b has no such question. */
export function lookUpOrder(book: Book, clientOrderId: string, now: WallMs): BookOrder | null {
  const order = knownOrder(book, clientOrderId, now);
  return order === null || order.visibleFrom > now ? null : order;
}

/** The book as the broker lists it now: with what it still works on, what ended in the last day before `since`, and fills. */
export function bookSnapshot(
  book: Book,
  { cursor, since, now }: { cursor: string | null; since: WallMs; now: WallMs },
): BrokerSnapshot {
  const { store, rules } = book;
  const from = Number(cursor ?? 0);
  let page = store.executionsAfter(from, EXECUTIONS_PER_SNAPSHOT);
  const isLast = page.length < EXECUTIONS_PER_SNAPSHOT;
  if (rules.fillLagMs > 0) {
    const hidden = page.findIndex(({ at }) => at + rules.fillLagMs > now);
    if (hidden >= 0) page = page.slice(0, hidden);
  }
  const orders: BrokerOrder[] = [];
  for (const order of store.ordersSince((since - DAY_MS) as WallMs)) {
    if (order.visibleFrom <= now) orders.push(toBrokerOrder(order));
  }
  let cash: Record<string, string> | null = null;
  for (const currency of CURRENCIES) {
    const amount = store.cash(currency);
    if (amount !== null) (cash ??= {})[currency] = amount;
  }
  return {
    orders,
    executions: page.map((execution) => toExecution(book, execution)),
    cursor: String(page.at(-1)?.seq ?? from),
    isLast: isLast || page.length < EXECUTIONS_PER_SNAPSHOT,
    positions: store.positions(),
    cash,
    moves: null,
    clockSkewMs: null,
  };
}

/** Average price of what filled; null before the first fill. */
export function averagePrice({ filledQuantity, filledValue }: BookOrder): string | null {
  return filledQuantity === '0' ? null : toText(decimal(filledValue).div(filledQuantity).round(6));
}
