import { hasEnded } from '#shared/simulator/broker/book.ts';
import type { BookOrder } from '#shared/simulator/broker/book-store.ts';
import { askCancel } from '#shared/simulator/broker/end.ts';
import type { Refusal } from '#shared/simulator/broker/refusal.ts';
import { askReplace } from '#shared/simulator/broker/replace.ts';
import { submitOrder } from '#shared/simulator/broker/submit.ts';
import type { BrokerOrderRequest } from '#shared/ports/broker.ts';
import type { WallMs } from '#shared/lib/time.ts';
import { forbidden, notFound, unprocessable, type AlpacaError } from './errors.ts';
import { checkAccount, number, orderRequest, price } from './order-request.ts';
import { instant, orderJson, statusOf, type Json } from './wire.ts';
import type { AlpacaWorld } from './world.ts';

const LIST_MAX = 500;

export function createOrder(world: AlpacaWorld, body: unknown): Json {
  checkAccount(world);
  return place(world, orderRequest(world, body));
}

/** Books an order and answers it as it was right after: fills follow on the stream. */
export function place(world: AlpacaWorld, request: BrokerOrderRequest): Json {
  const at = world.now();
  const booked = submitOrder(world.book, request, {
    at,
    price: world.feed.last(request.symbol),
    goodUntil: request.timeInForce === 'day' ? world.endOfDay(request) : null,
    visibleFrom: (at + world.pace.listLagMs) as WallMs,
  });
  if (booked.kind === 'duplicate') throw unprocessable('client_order_id must be unique', 40_010_001);
  if (booked.kind === 'refused') throw refused(world, booked.refusal, request.symbol);
  const answer = orderJson(booked.order, { isNew: true, legs: legsOf(world, booked.order) });
  world.offer(booked.order.brokerOrderId);
  for (const { brokerOrderId } of legs(world, booked.order)) world.offer(brokerOrderId);
  return answer;
}

export function replaceOrder(world: AlpacaWorld, id: string, body: unknown): Json {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, string | undefined>;
  const old = world.store.order(id);
  if (old === null) throw notFound(`order not found for ${id}`);
  if (old.notional !== null) throw unprocessable('notional orders cannot be replaced');
  const status = statusOf(old);
  if (status === 'pending_replace' || status === 'pending_cancel') {
    throw unprocessable(`unable to replace order, order is in ${status} status`);
  }
  const change = {
    quantity: number(given['qty']),
    limitPrice: price(given['limit_price']),
    stopPrice: price(given['stop_price']),
    trail: number(given['trail']),
  };
  if (Object.values(change).every((value) => value === null)) throw forbidden('order parameters are not changed');
  const { quantity } = change;
  if (quantity !== null && (quantity.includes('.') || (old.quantity ?? '').includes('.'))) {
    if (quantity !== old.quantity) throw unprocessable('qty of fractional orders cannot be changed');
  }
  const at = world.now();
  const replaces = { clientOrderId: old.clientOrderId, brokerOrderId: id };
  const clientOrderId = given['client_order_id'] ?? crypto.randomUUID();
  const asked = askReplace(
    world.book,
    { ...change, replaces, clientOrderId },
    { at, visibleFrom: (at + world.pace.listLagMs) as WallMs },
  );
  switch (asked.kind) {
    case 'duplicate':
      throw unprocessable('client_order_id must be unique', 40_010_001);
    case 'refused':
      throw refused(world, asked.refusal, old.symbol);
    case 'too-late':
      throw unprocessable(`cannot replace order in ${statusOf(asked.order)} status`);
    case 'not-found':
      throw notFound(`order not found for ${id}`);
    case 'booked': {
      const answer = orderJson(asked.order);
      world.finishReplace(asked.order.brokerOrderId);
      return answer;
    }
  }
}

/** Nothing to answer when it is accepted: the end comes later. */
export function cancelOrder(world: AlpacaWorld, id: string): void {
  const asked = askCancel(world.book, id, world.now());
  if (asked.kind === 'not-found') throw notFound(`order not found for ${id}`);
  if (asked.kind === 'too-late') throw unprocessable(`order is already in "${statusOf(asked.order)}" state`);
  world.finishCancel(id);
}

export function cancelAll(world: AlpacaWorld): Json[] {
  const open = world.store.working().filter(({ pending }) => pending !== 'cancel');
  return open.map(({ brokerOrderId: id }) => {
    const order = world.store.order(id);
    if (order !== null && !hasEnded(order)) cancelOrder(world, id);
    return { id, status: 200 };
  });
}

export function orderById(world: AlpacaWorld, id: string, nested: boolean): Json {
  const order = world.store.order(id);
  if (order === null || order.visibleFrom > world.now()) throw notFound(`order not found for ${id}`);
  return orderJson(order, nested ? { legs: legsOf(world, order) } : {});
}

export function orderByClientId(world: AlpacaWorld, clientOrderId: string): Json {
  const order = world.store.orderByClientId(clientOrderId);
  if (order === null || order.visibleFrom > world.now()) throw notFound(`order not found for ${clientOrderId}`);
  return orderJson(order);
}

export function listOrders(world: AlpacaWorld, query: URLSearchParams): Json[] {
  const status = query.get('status') ?? 'open';
  const limit = Number(query.get('limit') ?? 50);
  if (!Number.isInteger(limit) || limit < 1 || limit > LIST_MAX)
    throw unprocessable(`limit must be between 1 and ${LIST_MAX}`);
  if (!['open', 'closed', 'all'].includes(status)) throw unprocessable('invalid status');
  const nested = query.get('nested') === 'true';
  const symbols = query.get('symbols')?.split(',') ?? null;
  const side = query.get('side');
  const [after, until] = [query.get('after'), query.get('until')];
  const afterOrder = numberOf(world, query.get('after_order_id'));
  const beforeOrder = numberOf(world, query.get('before_order_id'));
  const submitted = (order: BookOrder): string => instant(order.submittedAt, order.number);
  const found = world.store
    .orders()
    .filter(
      (order) =>
        order.visibleFrom <= world.now() &&
        (status === 'all' || hasEnded(order) === (status === 'closed')) &&
        (symbols === null || symbols.includes(order.symbol)) &&
        (side === null || side === '' || order.side === side) &&
        (after === null || submitted(order) > precise(after)) &&
        (until === null || submitted(order) < precise(until)) &&
        (afterOrder === null || order.number > afterOrder) &&
        (beforeOrder === null || order.number < beforeOrder) &&
        !(nested && order.parentId !== null),
    );
  found.sort((a, b) => (submitted(a) < submitted(b) ? -1 : 1));
  if (query.get('direction') !== 'asc') found.reverse();
  return found.slice(0, limit).map((order) => orderJson(order, nested ? { legs: legsOf(world, order) } : {}));
}

/** A time of a query in the form orders are compared in. */
function precise(text: string): string {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw unprocessable(`invalid time ${text}`);
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? '';
  return instant(at, Number(fraction.slice(3, 6).padEnd(3, '0')));
}

function numberOf(world: AlpacaWorld, id: string | null): number | null {
  if (id === null) return null;
  const order = world.store.order(id);
  if (order === null) throw unprocessable(`order ${id} not found`);
  return order.number;
}

function legs({ store }: AlpacaWorld, parent: BookOrder): readonly BookOrder[] {
  if (parent.group === null || parent.parentId !== null) return [];
  return store.group(parent.group).filter(({ parentId }) => parentId === parent.brokerOrderId);
}

function legsOf(world: AlpacaWorld, parent: BookOrder): Json[] {
  return legs(world, parent).map((leg) => orderJson(leg));
}

/** The model's no in Alpaca's words. */
function refused({ store }: AlpacaWorld, { code, reason, asked, free }: Refusal, symbol: string): AlpacaError {
  switch (code) {
    case 'insufficient-shares': {
      const held = store.positions().find(({ instrumentId }) => instrumentId === symbol)?.quantity ?? '0';
      if (held === '0') return forbidden('account is not allowed to short');
      const related = store.working().filter((order) => order.symbol === symbol && order.side === 'sell');
      return forbidden(`insufficient qty available for order (requested: ${asked ?? ''}, available: ${free ?? ''})`, {
        available: free,
        existing_qty: held,
        held_for_orders: String(Number(held) - Number(free)),
        related_orders: related.map(({ brokerOrderId }) => brokerOrderId),
        symbol,
      });
    }
    case 'buying-power':
      return forbidden('insufficient buying power', { buying_power: free, cost_basis: asked });
    case 'wash-trade': {
      const existing = store.working().find((order) => order.symbol === symbol && order.role === 'single');
      return forbidden('potential wash trade detected. use complex orders', {
        existing_order_id: existing?.brokerOrderId,
        reject_reason: reason,
      });
    }
    default:
      return unprocessable(reason);
  }
}
