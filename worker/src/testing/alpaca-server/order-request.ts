import { z } from 'zod';
import type { InstrumentId } from '#shared/domain/ids.ts';
import { ORDER_TYPES, TIMES_IN_FORCE, type OrderType } from '#shared/domain/order-terms.ts';
import { decimal, toText, type DecimalText } from '#shared/lib/decimal.ts';
import type { BrokerOrderRequest } from '#shared/ports/broker.ts';
import { forbidden, malformed, unprocessable } from './errors.ts';
import type { AlpacaWorld } from './world.ts';

const Amount = z.union([z.string(), z.number()]).nullish();
const Body = z.object({
  symbol: z.string().optional(),
  qty: Amount,
  notional: Amount,
  side: z.string().optional(),
  type: z.string().optional(),
  time_in_force: z.string().optional(),
  limit_price: Amount,
  stop_price: Amount,
  trail_price: Amount,
  trail_percent: Amount,
  extended_hours: z.boolean().nullish(),
  client_order_id: z.string().nullish(),
  order_class: z.string().nullish(),
  take_profit: z.object({ limit_price: Amount }).nullish(),
  stop_loss: z.object({ stop_price: Amount, limit_price: Amount }).nullish(),
});

const CLASSES = ['simple', 'bracket', 'oco', 'oto'] as const;

/** The order a body asks for, checked as Alpaca checks it. Throws an `AlpacaError`. */
export function orderRequest(world: AlpacaWorld, body: unknown): BrokerOrderRequest {
  const parsed = Body.safeParse(body);
  if (!parsed.success) throw malformed('request body format is invalid');
  const given = parsed.data;
  const symbol = given.symbol ?? '';
  if (!world.feed.has(symbol)) throw unprocessable(`asset "${symbol}" not found`);
  if (world.halted.has(symbol)) throw unprocessable(`asset ${symbol} is not active`);
  if (given.qty != null && given.notional != null) throw malformed('only one of qty or notional is accepted');
  const side = given.side === 'buy' || given.side === 'sell' ? given.side : null;
  if (side === null) throw unprocessable('side must be buy or sell');
  const timeInForce = TIMES_IN_FORCE.find((one) => one === given.time_in_force);
  if (timeInForce === undefined) throw unprocessable('invalid time_in_force');
  const type: OrderType | undefined = ORDER_TYPES.find((one) => one.replace('-', '_') === given.type);
  if (type === undefined) throw unprocessable('invalid order type');
  const orderClass = CLASSES.find((one) => one === (given.order_class || 'simple'));
  if (orderClass === undefined) throw unprocessable('invalid order_class');
  const id = given.client_order_id ?? null;
  if (id !== null && id.length > 128)
    throw unprocessable('client_order_id must be no more than 128 characters', 40_010_001);
  const [trailPrice, trailPercent] = [number(given.trail_price), number(given.trail_percent)];
  const [target, stop] = [given.take_profit, given.stop_loss];
  const request: BrokerOrderRequest = {
    clientOrderId: id ?? crypto.randomUUID(),
    instrumentId: symbol as InstrumentId,
    symbol,
    currency: 'USD',
    side,
    type,
    quantity: number(given.qty),
    notional: number(given.notional),
    limitPrice: price(given.limit_price),
    stopPrice: price(given.stop_price),
    trail: trailPrice !== null ? { price: trailPrice } : trailPercent !== null ? { percent: trailPercent } : null,
    timeInForce,
    extendedHours: given.extended_hours ?? false,
    orderClass,
    takeProfit: target == null ? null : { limitPrice: needed(price(target.limit_price), 'take_profit.limit_price') },
    stopLoss:
      stop == null
        ? null
        : { stopPrice: needed(price(stop.stop_price), 'stop_loss.stop_price'), limitPrice: price(stop.limit_price) },
  };
  check(world, request);
  return request;
}

/** What Alpaca refuses before its book sees it. The model refuses what any broker would. */
function check(world: AlpacaWorld, request: BrokerOrderRequest): void {
  const { type, timeInForce, orderClass } = request;
  if (request.quantity === null && request.notional === null) throw unprocessable('qty or notional is required');
  if (type === 'limit' || type === 'stop-limit') {
    if (request.limitPrice === null && orderClass !== 'oco') throw unprocessable('limit orders require limit_price');
  } else if (request.limitPrice !== null)
    throw unprocessable(`${type.replace('-', '_')} orders must not have limit_price`);
  if (type.startsWith('stop') && request.stopPrice === null) throw unprocessable('stop orders require stop price');
  const isFraction = request.notional !== null || (request.quantity ?? '').includes('.');
  if (isFraction && timeInForce !== 'day') throw unprocessable('fractional orders must be DAY orders');
  if (isFraction && orderClass !== 'simple') throw unprocessable('fractional orders must be simple orders');
  if (isFraction && request.side === 'sell' && world.store.held(request.instrumentId) === '0') {
    throw unprocessable('fractional orders cannot be sold short');
  }
  if (request.extendedHours && (type !== 'limit' || (timeInForce !== 'day' && timeInForce !== 'gtc'))) {
    throw unprocessable('extended hours order must be DAY or GTC limit orders');
  }
  if (orderClass !== 'simple' && timeInForce !== 'day' && timeInForce !== 'gtc') {
    throw unprocessable(`${orderClass} orders must be DAY or GTC orders`);
  }
  if (orderClass === 'oco' && type !== 'limit') throw unprocessable('oco orders must be limit orders');
  if (orderClass === 'bracket' && request.takeProfit === null) {
    throw unprocessable('bracket orders require take_profit.limit_price');
  }
  checkStops(world, request);
}

/** Stops stand at least a cent away from the price they are measured against, on the losing side. */
function checkStops(world: AlpacaWorld, request: BrokerOrderRequest): void {
  const last = world.feed.last(request.symbol) ?? 0;
  const { side, type, orderClass, stopPrice, stopLoss, takeProfit } = request;
  if ((type === 'stop' || type === 'stop-limit') && stopPrice !== null) {
    if (side === 'sell' && Number(stopPrice) >= last) throw unprocessable('stop price must be less than current price');
    if (side === 'buy' && Number(stopPrice) <= last)
      throw unprocessable('stop price must be greater than current price');
  }
  if (orderClass === 'simple') return;
  const isLong = (side === 'buy') === (orderClass !== 'oco');
  const base = orderClass === 'oco' ? last : Number(request.limitPrice ?? last);
  const beyond = isLong ? 1 : -1;
  const more = { base_price: String(base) };
  if (stopLoss !== null && (base - Number(stopLoss.stopPrice)) * beyond < 0.01) {
    throw Object.assign(unprocessable(`stop_loss.stop_price must be ${isLong ? '<=' : '>='} base_price - 0.01`), {
      more,
    });
  }
  if (takeProfit !== null && (Number(takeProfit.limitPrice) - base) * beyond < 0.01) {
    throw Object.assign(unprocessable(`take_profit.limit_price must be ${isLong ? '>=' : '<='} base_price + 0.01`), {
      more,
    });
  }
}

/** Canonical text of a positive amount with up to 9 decimals; null where there is none. */
export function number(value: string | number | null | undefined): DecimalText | null {
  if (value == null) return null;
  const text = String(value);
  if (!/^\d{1,15}(\.\d{1,9})?$/.test(text) || Number(text) <= 0)
    throw unprocessable('quantities and prices must be > 0');
  return toText(decimal(text));
}

/** A price: whole cents from a dollar on, 4 decimals below. */
export function price(value: string | number | null | undefined): DecimalText | null {
  const text = number(value);
  if (text === null) return null;
  const decimals = text.split('.')[1]?.length ?? 0;
  if (decimals > (Number(text) >= 1 ? 2 : 4)) {
    throw unprocessable(`invalid limit_price ${text}. sub-penny increment does not fulfill minimum pricing criteria`);
  }
  return text;
}

function needed(value: DecimalText | null, name: string): DecimalText {
  if (value === null) throw unprocessable(`${name} is required`);
  return value;
}

/** What an account that may not trade says to a new order; exits of a blocked account are refused just the same. */
export function checkAccount({ account }: AlpacaWorld): void {
  if (account.accountBlocked) throw forbidden('account is blocked');
  if (account.tradingBlocked) throw forbidden('trading is blocked for this account');
  if (account.suspended) throw forbidden('new orders are rejected by user request');
}
