import type { InstrumentId } from '#shared/domain/ids.ts';
import type { Currency } from '#shared/domain/instrument.ts';
import type { Side } from '#shared/domain/order.ts';
import type { OrderType, TimeInForce } from '#shared/domain/order-terms.ts';
import type { DecimalText } from '#shared/lib/decimal.ts';
import type { MarketMs, WallMs } from '#shared/lib/time.ts';
import { PAPER_RULES } from '#shared/simulator/broker/book.ts';
import type { BookExecution, BookOrder, BookPosition, BookStore } from '#shared/simulator/broker/book-store.ts';
import type { Sql } from '../sql.ts';

/** What of an order has no column of its own. */
type OrderDetails = Pick<
  BookOrder,
  | 'sentAs'
  | 'symbol'
  | 'currency'
  | 'notional'
  | 'stopPrice'
  | 'trail'
  | 'highWater'
  | 'isTriggered'
  | 'extendedHours'
  | 'orderClass'
  | 'role'
  | 'parentId'
  | 'isHeld'
  | 'pending'
  | 'filledValue'
  | 'replaces'
  | 'replacedBy'
  | 'visibleFrom'
  | 'updatedAt'
>;

interface OrderRow {
  client_order_id: string;
  number: number;
  instrument_id: string;
  side: Side;
  type: OrderType;
  quantity: string;
  limit_price: string | null;
  time_in_force: TimeInForce;
  filled_quantity: string;
  state: BookOrder['state'];
  reason: string | null;
  created_at: number;
  good_until: number | null;
  order_group: string | null;
  ended_at: number | null;
  details: string | null;
}

const COLUMNS =
  'client_order_id, number, instrument_id, side, type, quantity, limit_price, time_in_force, filled_quantity, state, reason, created_at, good_until, order_group, ended_at, details';
const WORKING = "('accepted', 'partially-filled')";
const ORDER_PREFIX = PAPER_RULES.orderId(0).slice(0, -1);

/** The book of a paper broker in an object's tables: of class A, one order per client order id. */
export class SqlBookStore implements BookStore {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  meta(key: string): string | null {
    return this.#sql.first<{ value: string }>('SELECT value FROM meta WHERE key = ?', key)?.value ?? null;
  }

  setMeta(key: string, value: string): void {
    this.#sql.run(
      'INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2',
      key,
      value,
    );
  }

  nextOrderNumber(): number {
    return this.#sql.first<{ n: number }>('SELECT coalesce(max(number), 0) + 1 AS n FROM paper_order')?.n ?? 1;
  }

  order(brokerOrderId: string): BookOrder | null {
    const number = brokerOrderId.startsWith(ORDER_PREFIX) ? Number(brokerOrderId.slice(ORDER_PREFIX.length)) : NaN;
    return Number.isSafeInteger(number) ? (this.#orders('WHERE number = ?', number)[0] ?? null) : null;
  }

  orderByClientId(clientOrderId: string): BookOrder | null {
    return this.#orders('WHERE client_order_id = ?', clientOrderId)[0] ?? null;
  }

  group(group: string): readonly BookOrder[] {
    return this.#orders('WHERE order_group = ? ORDER BY number', group);
  }

  working(): readonly BookOrder[] {
    return this.#orders(`WHERE state IN ${WORKING} ORDER BY number`);
  }

  ordersSince(since: WallMs): readonly BookOrder[] {
    // An older row does not say when it ended: it is always listed.
    return this.#orders(`WHERE state IN ${WORKING} OR ended_at IS NULL OR ended_at >= ? ORDER BY number`, since);
  }

  orders(): readonly BookOrder[] {
    return this.#orders('ORDER BY number');
  }

  putOrder(order: BookOrder): void {
    const changing = [
      order.quantity ?? order.filledQuantity,
      order.limitPrice,
      order.filledQuantity,
      order.state,
      order.reason,
      order.goodUntil,
      order.endedAt,
      JSON.stringify(detailsOf(order)),
    ];
    this.#sql.run(
      `INSERT INTO paper_order (number, client_order_id, instrument_id, side, type, time_in_force, created_at, order_group,
         quantity, limit_price, filled_quantity, state, reason, good_until, ended_at, details)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
       ON CONFLICT (number) DO UPDATE SET quantity = ?9, limit_price = ?10, filled_quantity = ?11, state = ?12, reason = ?13,
         good_until = ?14, ended_at = ?15, details = ?16`,
      order.number,
      order.clientOrderId,
      order.instrumentId,
      order.side,
      order.type,
      order.timeInForce,
      order.submittedAt,
      order.group,
      ...changing,
    );
  }

  addExecution(execution: Omit<BookExecution, 'seq'>): BookExecution {
    const { clientOrderId, quantity, price, at, marketAt } = execution;
    const added = this.#sql.first<{ seq: number }>(
      `INSERT INTO paper_execution (seq, client_order_id, quantity, price, at, market_at)
       VALUES ((SELECT coalesce(max(seq), 0) + 1 FROM paper_execution), ?, ?, ?, ?, ?) RETURNING seq`,
      clientOrderId,
      quantity,
      price,
      at,
      marketAt,
    );
    return { seq: added?.seq ?? 0, ...execution };
  }

  executionsAfter(seq: number, limit: number): readonly BookExecution[] {
    return this.#sql
      .all<ExecutionRow>(
        `SELECT e.seq, e.client_order_id, o.number, o.instrument_id, o.side, e.quantity, e.price, e.at, e.market_at
         FROM paper_execution e JOIN paper_order o USING (client_order_id) WHERE e.seq > ? ORDER BY e.seq LIMIT ?`,
        seq,
        limit,
      )
      .map(toExecution);
  }

  held(instrumentId: InstrumentId): DecimalText {
    const query = 'SELECT quantity FROM paper_position WHERE instrument_id = ?';
    return this.#sql.first<{ quantity: string }>(query, instrumentId)?.quantity ?? '0';
  }

  positions(): readonly BookPosition[] {
    return this.#sql
      .all<{ instrument_id: string; quantity: string }>("SELECT * FROM paper_position WHERE quantity <> '0'")
      .map((row) => ({ instrumentId: row.instrument_id as InstrumentId, quantity: row.quantity }));
  }

  putPosition({ instrumentId, quantity }: BookPosition): void {
    this.#sql.run(
      'INSERT INTO paper_position (instrument_id, quantity) VALUES (?1, ?2) ON CONFLICT (instrument_id) DO UPDATE SET quantity = ?2',
      instrumentId,
      quantity,
    );
  }

  cash(currency: Currency): DecimalText | null {
    return this.meta(`cash:${currency}`);
  }

  setCash(currency: Currency, amount: DecimalText): void {
    this.setMeta(`cash:${currency}`, amount);
  }

  addSplit(id: string): boolean {
    return this.#sql.all('INSERT INTO paper_split (id) VALUES (?) ON CONFLICT DO NOTHING RETURNING id', id).length > 0;
  }

  #orders(where: string, ...bindings: (string | number)[]): BookOrder[] {
    return this.#sql.all<OrderRow>(`SELECT ${COLUMNS} FROM paper_order ${where}`, ...bindings).map(toOrder);
  }
}

interface ExecutionRow {
  seq: number;
  client_order_id: string;
  number: number;
  instrument_id: string;
  side: Side;
  quantity: string;
  price: string;
  at: number;
  market_at: number;
}

function toExecution(row: ExecutionRow): BookExecution {
  return {
    seq: row.seq,
    brokerOrderId: PAPER_RULES.orderId(row.number),
    clientOrderId: row.client_order_id,
    instrumentId: row.instrument_id as InstrumentId,
    side: row.side,
    quantity: row.quantity,
    price: row.price,
    at: row.at as WallMs,
    marketAt: row.market_at as MarketMs,
  };
}

function toOrder(row: OrderRow): BookOrder {
  const details = row.details === null ? olderDetails(row) : (JSON.parse(row.details) as OrderDetails);
  return {
    ...details,
    number: row.number,
    brokerOrderId: PAPER_RULES.orderId(row.number),
    clientOrderId: row.client_order_id,
    instrumentId: row.instrument_id as InstrumentId,
    side: row.side,
    type: row.type,
    quantity: details.notional === null ? row.quantity : null,
    limitPrice: row.limit_price,
    timeInForce: row.time_in_force,
    group: row.order_group,
    state: row.state,
    reason: row.reason,
    filledQuantity: row.filled_quantity,
    submittedAt: row.created_at as WallMs,
    endedAt: row.ended_at as WallMs | null,
    goodUntil: row.good_until as MarketMs | null,
  };
}

/** Of a row from before there were other orders than simple market and limit ones. */
function olderDetails(row: OrderRow): OrderDetails {
  return {
    sentAs: row.client_order_id,
    symbol: row.instrument_id,
    currency: 'USD',
    notional: null,
    stopPrice: null,
    trail: null,
    highWater: null,
    isTriggered: false,
    extendedHours: false,
    orderClass: 'simple',
    role: 'single',
    parentId: null,
    isHeld: false,
    pending: null,
    filledValue: '0',
    replaces: null,
    replacedBy: null,
    visibleFrom: row.created_at as WallMs,
    updatedAt: row.created_at as WallMs,
  };
}

function detailsOf(order: BookOrder): OrderDetails {
  return {
    sentAs: order.sentAs,
    symbol: order.symbol,
    currency: order.currency,
    notional: order.notional,
    stopPrice: order.stopPrice,
    trail: order.trail,
    highWater: order.highWater,
    isTriggered: order.isTriggered,
    extendedHours: order.extendedHours,
    orderClass: order.orderClass,
    role: order.role,
    parentId: order.parentId,
    isHeld: order.isHeld,
    pending: order.pending,
    filledValue: order.filledValue,
    replaces: order.replaces,
    replacedBy: order.replacedBy,
    visibleFrom: order.visibleFrom,
    updatedAt: order.updatedAt,
  };
}
