import { createHash } from 'node:crypto';
import { decimal, toText } from '#shared/lib/decimal.ts';
import type { WallMs } from '#shared/lib/time.ts';
import { hasEnded } from '#shared/simulator/broker/book.ts';
import type { BookExecution, BookOrder } from '#shared/simulator/broker/book-store.ts';
import { averagePrice } from '#shared/simulator/broker/view.ts';

/* The model's orders and fills in Alpaca's words (components/schemas/Order, TradingActivities). */

export type Json = Readonly<Record<string, unknown>>;

/** A version-4 UUID made of a name: the same in every run. */
export function uuidOf(kind: 'order' | 'execution' | 'asset' | 'account', name: string | number): string {
  if (typeof name === 'number') {
    // Grows with the number, so that ids sort as they were made.
    const head = { order: '0a', execution: '0e', asset: '05', account: '0c' }[kind];
    return `${head}000000-0000-4000-8000-${name.toString(16).padStart(12, '0')}`;
  }
  const hex = createHash('sha256').update(`${kind} ${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** RFC 3339 with microseconds; `micros` keeps orders of one millisecond apart. */
export function instant(at: WallMs | number, micros = 0): string {
  return `${new Date(at).toISOString().slice(0, -1)}${String(micros % 1_000).padStart(3, '0')}Z`;
}

/** Alpaca's word for where an order stands. `settlesAt`: before that it is on its way to the exchange. */
export function statusOf(order: BookOrder, isNew = false): string {
  if (order.isHeld) return 'held';
  if (order.pending === 'cancel') return 'pending_cancel';
  if (order.pending === 'replace') return 'pending_replace';
  if (order.pending === 'new') return 'accepted';
  switch (order.state) {
    case 'accepted':
      if (isNew) return 'pending_new';
      // A stop that shares its shares with a target is kept here, not at the exchange.
      return order.role === 'stop-loss' && !order.isTriggered ? 'held' : 'new';
    case 'partially-filled':
      return 'partially_filled';
    case 'cancelled':
      return 'canceled';
    case 'expired':
      return order.timeInForce === 'day' || order.reason === 'split' ? 'expired' : 'canceled';
    default:
      return order.state;
  }
}

/** `isNew`: as the answer to its own submission shows it. */
export function orderJson(order: BookOrder, { legs, isNew = false }: { legs?: Json[]; isNew?: boolean } = {}): Json {
  const status = statusOf(order, isNew);
  const ended = order.endedAt === null ? null : instant(order.endedAt);
  const at = (word: string): string | null => (status === word ? ended : null);
  const submitted = instant(order.submittedAt, order.number);
  const trail = order.trail ?? {};
  return {
    id: order.brokerOrderId,
    client_order_id: order.clientOrderId,
    created_at: submitted,
    updated_at: instant(order.updatedAt),
    submitted_at: submitted,
    filled_at: at('filled'),
    expired_at: at('expired'),
    canceled_at: at('canceled'),
    failed_at: at('rejected'),
    replaced_at: at('replaced'),
    replaced_by: order.replacedBy,
    replaces: order.replaces,
    asset_id: uuidOf('asset', order.symbol),
    symbol: order.symbol,
    asset_class: 'us_equity',
    notional: order.notional,
    qty: order.quantity,
    filled_qty: order.filledQuantity,
    filled_avg_price: averagePrice(order),
    order_class: order.orderClass === 'simple' ? '' : order.orderClass,
    order_type: order.type.replace('-', '_'),
    type: order.type.replace('-', '_'),
    side: order.side,
    position_intent: order.side === 'buy' ? 'buy_to_open' : 'sell_to_close',
    time_in_force: order.timeInForce,
    limit_price: order.limitPrice,
    stop_price: order.stopPrice,
    status,
    extended_hours: order.extendedHours,
    legs: legs === undefined || legs.length === 0 ? null : legs,
    trail_percent: 'percent' in trail ? trail.percent : null,
    trail_price: 'price' in trail ? trail.price : null,
    hwm: order.highWater,
    source: null,
    subtag: null,
  };
}

export function activityId(execution: BookExecution): string {
  const digits = new Date(execution.at).toISOString().replace(/\D/g, '');
  return `${digits}::${uuidOf('execution', execution.seq)}`;
}

export function activityJson(execution: BookExecution, order: BookOrder, cumulative: string): Json {
  const leaves = order.quantity === null ? '0' : toText(decimal(order.quantity).minus(cumulative));
  return {
    id: activityId(execution),
    activity_type: 'FILL',
    transaction_time: instant(execution.at),
    type: leaves === '0' ? 'fill' : 'partial_fill',
    price: execution.price,
    qty: execution.quantity,
    side: execution.side,
    symbol: order.symbol,
    leaves_qty: leaves,
    order_id: execution.brokerOrderId,
    cum_qty: cumulative,
    order_status: hasEnded(order) ? statusOf(order) : 'partially_filled',
  };
}
