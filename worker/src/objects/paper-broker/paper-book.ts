import type { InstrumentId } from '#shared/domain/ids.ts';
import { decimal, roundTo, toText, ZERO, type Decimal } from '#shared/lib/decimal.ts';
import type { MarketMs, WallMs } from '#shared/lib/time.ts';
import type { OrderType, TimeInForce } from '#shared/domain/order-terms.ts';
import type { BrokerOrder, BrokerOrderRequest, BrokerSnapshot, Execution, RejectCode } from '#shared/ports/broker.ts';
import type { Sql } from '../sql.ts';

/** Most fills of one snapshot; the next one begins after them. */
const EXECUTIONS_PER_SNAPSHOT = 1_000;

/*
 * The counterparty's book: orders, fills, positions. It deduplicates by clientOrderId for ever (class A) and knows
 * nothing of the account's tables.
 */
export const PAPER_BOOK_MIGRATIONS = [
  `CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
   CREATE TABLE paper_order (
     client_order_id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, instrument_id TEXT NOT NULL, side TEXT NOT NULL,
     type TEXT NOT NULL, quantity TEXT NOT NULL, limit_price TEXT, time_in_force TEXT NOT NULL,
     filled_quantity TEXT NOT NULL, state TEXT NOT NULL, reason TEXT, created_at INTEGER NOT NULL) STRICT;
   CREATE INDEX paper_order_state ON paper_order (state);
   CREATE TABLE paper_execution (
     seq INTEGER PRIMARY KEY, client_order_id TEXT NOT NULL, quantity TEXT NOT NULL, price TEXT NOT NULL,
     at INTEGER NOT NULL, market_at INTEGER NOT NULL) STRICT;
   CREATE TABLE paper_position (instrument_id TEXT PRIMARY KEY, quantity TEXT NOT NULL) STRICT;
   CREATE TABLE paper_split (id TEXT PRIMARY KEY) STRICT;`,
  // The end of the session a day order is for, in market time; null for all others.
  `ALTER TABLE paper_order ADD COLUMN good_until INTEGER`,
] as const;

/** What an order can trade at right now: a price and its moment. */
export interface Tradable {
  readonly price: number;
  readonly at: WallMs;
  readonly marketAt: MarketMs;
}

interface OrderRow {
  client_order_id: string;
  number: number;
  instrument_id: string;
  side: 'buy' | 'sell';
  type: OrderType;
  quantity: string;
  limit_price: string | null;
  time_in_force: TimeInForce;
  filled_quantity: string;
  state: BrokerOrder['state'];
  reason: string | null;
  created_at: number;
}

const WORKING = "('accepted', 'partially-filled')";
const ORDER_COLUMNS =
  'client_order_id, number, instrument_id, side, type, quantity, limit_price, time_in_force, filled_quantity, state, reason, created_at';

export function findOrder(sql: Sql, clientOrderId: string): BrokerOrder | null {
  const row = orderRow(sql, clientOrderId);
  return row && toBrokerOrder(row);
}

/** Books a new order as accepted, or as rejected with the reason; null when the id is already known. */
export function bookOrder(
  sql: Sql,
  request: BrokerOrderRequest,
  { at, refuseWith, goodUntil }: { at: WallMs; refuseWith: string | null; goodUntil: MarketMs | null },
): BrokerOrder | null {
  const reason = refuseWith ?? refusal(sql, request);
  const inserted = sql.all(
    `INSERT INTO paper_order (client_order_id, number, instrument_id, side, type, quantity, limit_price, time_in_force,
       filled_quantity, state, reason, created_at, good_until)
     VALUES (?, (SELECT coalesce(max(number), 0) + 1 FROM paper_order), ?, ?, ?, ?, ?, ?, '0', ?, ?, ?, ?)
     ON CONFLICT (client_order_id) DO NOTHING RETURNING number`,
    request.clientOrderId,
    request.instrumentId,
    request.side,
    request.type,
    request.quantity,
    request.limitPrice,
    request.timeInForce,
    reason === null ? 'accepted' : 'rejected',
    reason,
    at,
    goodUntil,
  );
  return inserted.length === 0 ? null : findOrder(sql, request.clientOrderId);
}

/**
 * Fills what can be filled of an order at a price: all or nothing, at the price itself when it is within the limit.
 * An `ioc` order that cannot trade now has expired.
 */
export function tradeOrder(sql: Sql, clientOrderId: string, tradable: Tradable): BrokerOrder | null {
  const row = orderRow(sql, clientOrderId);
  if (row === null || (row.state !== 'accepted' && row.state !== 'partially-filled')) return row && toBrokerOrder(row);
  if (!withinLimit(row, tradable.price)) {
    if (row.time_in_force === 'ioc') setState(sql, clientOrderId, 'expired');
    return findOrder(sql, clientOrderId);
  }
  const open = decimal(row.quantity).minus(row.filled_quantity);
  sql.run(
    `INSERT INTO paper_execution (seq, client_order_id, quantity, price, at, market_at)
     VALUES ((SELECT coalesce(max(seq), 0) + 1 FROM paper_execution), ?, ?, ?, ?, ?)`,
    clientOrderId,
    toText(open),
    toText(decimal(tradable.price)),
    tradable.at,
    tradable.marketAt,
  );
  sql.run(
    'UPDATE paper_order SET filled_quantity = quantity, state = ? WHERE client_order_id = ?',
    'filled',
    clientOrderId,
  );
  movePosition(sql, row.instrument_id, row.side === 'buy' ? open : open.neg());
  return findOrder(sql, clientOrderId);
}

/** Day orders whose session is over by now expire; answers whether any did. */
export function expireDayOrders(sql: Sql, now: MarketMs): boolean {
  const changed = sql.all(
    `UPDATE paper_order SET state = 'expired' WHERE state IN ${WORKING} AND good_until < ? RETURNING number`,
    now,
  );
  return changed.length > 0;
}

/** Ends a working order; answers what became of it, null when it is not known. */
export function cancelOrder(sql: Sql, clientOrderId: string): BrokerOrder | null {
  const order = findOrder(sql, clientOrderId);
  if (order?.state === 'accepted' || order?.state === 'partially-filled') setState(sql, clientOrderId, 'cancelled');
  return findOrder(sql, clientOrderId);
}

export function restingOrders(sql: Sql): (BrokerOrder & Pick<OrderRow, 'type' | 'limit_price' | 'time_in_force'>)[] {
  return sql
    .all<OrderRow>(`SELECT ${ORDER_COLUMNS} FROM paper_order WHERE state IN ${WORKING} ORDER BY number`)
    .map((row) => ({
      ...toBrokerOrder(row),
      type: row.type,
      limit_price: row.limit_price,
      time_in_force: row.time_in_force,
    }));
}

export function allOrders(sql: Sql): BrokerOrder[] {
  return sql.all<OrderRow>(`SELECT ${ORDER_COLUMNS} FROM paper_order ORDER BY number`).map(toBrokerOrder);
}

/** What an account compares with: open orders, those that ended, fills after the cursor (the number of the last one). */
export function bookSnapshot(sql: Sql, cursor: string | null): BrokerSnapshot {
  const executions = executionsSince(sql, Number(cursor ?? 0));
  return {
    orders: allOrders(sql),
    executions,
    cursor: String(executions.at(-1)?.seq ?? cursor ?? 0),
    isLast: executions.length < EXECUTIONS_PER_SNAPSHOT,
    positions: positions(sql),
    cash: null,
    clockSkewMs: null,
  };
}

/** `seq` numbers the fills of this book. */
export function executionsSince(sql: Sql, seq: number): (Execution & { readonly seq: number })[] {
  return sql
    .all<{
      seq: number;
      client_order_id: string;
      number: number;
      instrument_id: string;
      side: 'buy' | 'sell';
      quantity: string;
      price: string;
      at: number;
      market_at: number;
    }>(
      `SELECT e.seq, e.client_order_id, o.number, o.instrument_id, o.side, e.quantity, e.price, e.at, e.market_at
       FROM paper_execution e JOIN paper_order o USING (client_order_id) WHERE e.seq > ? ORDER BY e.seq LIMIT ${EXECUTIONS_PER_SNAPSHOT}`,
      seq,
    )
    .map((row) => ({
      id: `paper-${row.seq}`,
      seq: row.seq,
      clientOrderId: row.client_order_id,
      brokerOrderId: `paper-order-${row.number}`,
      instrumentId: row.instrument_id as InstrumentId,
      side: row.side,
      quantity: row.quantity,
      price: row.price,
      at: row.at as WallMs,
      marketAt: row.market_at as MarketMs,
    }));
}

export function positions(sql: Sql): { instrumentId: InstrumentId; quantity: string }[] {
  return sql
    .all<{ instrument_id: string; quantity: string }>("SELECT * FROM paper_position WHERE quantity <> '0'")
    .map((row) => ({ instrumentId: row.instrument_id as InstrumentId, quantity: row.quantity }));
}

/** A split of what is held and of what rests, once per `id`. Resting orders count in old shares: they end. */
export function bookSplit(sql: Sql, split: { id: string; instrumentId: string; ratio: number }): void {
  const isNew = sql.all('INSERT INTO paper_split (id) VALUES (?) ON CONFLICT DO NOTHING RETURNING id', split.id);
  if (isNew.length === 0) return;
  const before = held(sql, split.instrumentId);
  if (!before.eq(0))
    movePosition(sql, split.instrumentId, roundTo(before.times(split.ratio), '0.000000001', 'down').minus(before));
  sql.run(
    `UPDATE paper_order SET state = 'expired', reason = 'split' WHERE instrument_id = ? AND state IN ${WORKING}`,
    split.instrumentId,
  );
}

export function rejectCode(reason: string | null): RejectCode {
  return reason === 'insufficient-shares' ? reason : 'other';
}

function refusal(sql: Sql, request: BrokerOrderRequest): string | null {
  if (request.side === 'buy' || request.quantity === null) return null;
  const working = sql.all<{ quantity: string; filled_quantity: string }>(
    `SELECT quantity, filled_quantity FROM paper_order WHERE side = 'sell' AND instrument_id = ? AND state IN ${WORKING}`,
    request.instrumentId,
  );
  let free = held(sql, request.instrumentId);
  for (const order of working) free = free.minus(decimal(order.quantity).minus(order.filled_quantity));
  return decimal(request.quantity).gt(free) ? 'insufficient-shares' : null;
}

function held(sql: Sql, instrumentId: string): Decimal {
  const row = sql.first<{ quantity: string }>(
    'SELECT quantity FROM paper_position WHERE instrument_id = ?',
    instrumentId,
  );
  return row ? decimal(row.quantity) : ZERO;
}

function movePosition(sql: Sql, instrumentId: string, change: Decimal): void {
  sql.run(
    'INSERT INTO paper_position (instrument_id, quantity) VALUES (?1, ?2) ON CONFLICT (instrument_id) DO UPDATE SET quantity = ?2',
    instrumentId,
    toText(held(sql, instrumentId).plus(change)),
  );
}

function withinLimit(row: OrderRow, price: number): boolean {
  if (row.limit_price === null) return true;
  return row.side === 'buy' ? decimal(price).lte(row.limit_price) : decimal(price).gte(row.limit_price);
}

function setState(sql: Sql, clientOrderId: string, state: BrokerOrder['state']): void {
  sql.run('UPDATE paper_order SET state = ? WHERE client_order_id = ?', state, clientOrderId);
}

function orderRow(sql: Sql, clientOrderId: string): OrderRow | null {
  return sql.first<OrderRow>(`SELECT ${ORDER_COLUMNS} FROM paper_order WHERE client_order_id = ?`, clientOrderId);
}

function toBrokerOrder(row: OrderRow): BrokerOrder {
  return {
    clientOrderId: row.client_order_id,
    brokerOrderId: `paper-order-${row.number}`,
    instrumentId: row.instrument_id as InstrumentId,
    side: row.side,
    quantity: row.quantity,
    filledQuantity: row.filled_quantity,
    state: row.state,
    reason: row.reason,
    symbol: row.instrument_id,
    type: row.type,
    limitPrice: row.limit_price,
    stopPrice: null,
    timeInForce: row.time_in_force,
    replaces: null,
    replacedBy: null,
    parentId: null,
    submittedAt: row.created_at as WallMs,
  };
}
