import { decimal, roundTo, type DecimalText } from '#shared/lib/decimal.ts';
import type { BrokerOrderRequest } from '#shared/ports/broker.ts';

/*
 * What Alpaca is known to refuse, said before it leaves: an order that breaks a rule is provably not sent. Sources: the
 * OpenAPI document of the trading API v2 and docs.alpaca.markets, "Orders at Alpaca".
 */

const CLIENT_ORDER_ID_MAX = 128;
/** Nearest a stop may be to the price it protects. */
const STOP_DISTANCE = '0.01';

/** Why Alpaca would not take this order; null when nothing speaks against it. */
export function orderFault(order: BrokerOrderRequest): string | null {
  for (const rule of RULES) {
    const fault = rule(order);
    if (fault !== null) return fault;
  }
  return null;
}

type Rule = (order: BrokerOrderRequest) => string | null;

const RULES: readonly Rule[] = [identity, size, prices, terms, exits, fractions];

function identity({ clientOrderId, symbol, currency }: BrokerOrderRequest): string | null {
  if (clientOrderId === '' || clientOrderId.length > CLIENT_ORDER_ID_MAX) return 'the order id has a wrong length';
  if (!/^[A-Z0-9][A-Z0-9./]{0,19}$/.test(symbol)) return `${symbol} is no US symbol`;
  return currency === 'USD' ? null : 'Alpaca trades in US dollars only';
}

function size({ quantity, notional, type, timeInForce, orderClass }: BrokerOrderRequest): string | null {
  if ((quantity === null) === (notional === null)) return 'either a quantity or an amount of money';
  const amount = quantity ?? notional ?? '0';
  if (!decimal(amount).gt(0)) return 'more than nothing must be ordered';
  if (!isMultiple(amount, '0.000000001')) return 'at most nine decimals';
  if (notional === null) return null;
  if (type !== 'market' || timeInForce !== 'day' || orderClass !== 'simple')
    return 'an amount of money is ordered at market, for the day';
  return null;
}

function prices(order: BrokerOrderRequest): string | null {
  const { type, orderClass, limitPrice, stopPrice, trail, takeProfit, stopLoss } = order;
  // The limit of a pair is its target's.
  const needsLimit = (type === 'limit' && orderClass !== 'oco') || type === 'stop-limit';
  if (needsLimit && limitPrice === null) return `a ${type} order needs a limit price`;
  if (limitPrice !== null && type !== 'limit' && type !== 'stop-limit') return `a ${type} order has no limit price`;
  const needsStop = type === 'stop' || type === 'stop-limit';
  if (needsStop !== (stopPrice !== null)) return `a ${type} order ${needsStop ? 'needs' : 'has no'} stop price`;
  if ((type === 'trailing-stop') !== (trail !== null)) return 'a distance belongs to a trailing stop, and only there';
  if (trail !== null && !decimal('price' in trail ? trail.price : trail.percent).gt(0))
    return 'a trailing stop needs a distance';
  const all = [limitPrice, stopPrice, takeProfit?.limitPrice, stopLoss?.stopPrice, stopLoss?.limitPrice];
  for (const price of all) {
    if (price === null || price === undefined) continue;
    if (!decimal(price).gt(0)) return 'prices are above zero';
    if (!isMultiple(price, decimal(price).gte(1) ? '0.01' : '0.0001')) return `${price} is between two ticks`;
  }
  return null;
}

function terms({ type, timeInForce, extendedHours, orderClass }: BrokerOrderRequest): string | null {
  const rests = timeInForce === 'day' || timeInForce === 'gtc';
  if (extendedHours && (type !== 'limit' || !rests || orderClass !== 'simple'))
    return 'outside the regular session only simple limit orders for the day or until cancelled';
  if (type === 'trailing-stop' && (!rests || orderClass !== 'simple'))
    return 'a trailing stop is a simple order for the day or until cancelled';
  if ((timeInForce === 'opg' || timeInForce === 'cls') && type !== 'market' && type !== 'limit')
    return 'auctions take market and limit orders';
  if (orderClass !== 'simple' && !rests) return 'orders that hang together are for the day or until cancelled';
  return null;
}

function exits(order: BrokerOrderRequest): string | null {
  const { orderClass, takeProfit, stopLoss, type, side } = order;
  const count = Number(takeProfit !== null) + Number(stopLoss !== null);
  if (orderClass === 'simple') return count === 0 ? null : 'a simple order carries no exits';
  if (orderClass === 'oto') {
    if (count !== 1) return 'exactly one exit hangs on the entry';
  } else if (count !== 2) return 'both a target and a stop are needed';
  if (orderClass === 'oco' && type !== 'limit') return 'a pair of exits is of type limit';
  if (orderClass === 'oco' && order.limitPrice !== null && order.limitPrice !== takeProfit?.limitPrice)
    return 'the limit of a pair is its target';
  const exitSells = (orderClass === 'oco') === (side === 'sell');
  return distances(order, exitSells);
}

/** The stop on the losing side of the entry's limit and of the target, by at least a cent. */
function distances(
  { orderClass, limitPrice, takeProfit, stopLoss }: BrokerOrderRequest,
  exitSells: boolean,
): string | null {
  const sign = exitSells ? 1 : -1;
  const above = (high: DecimalText, low: DecimalText): boolean =>
    decimal(high).minus(low).times(sign).gte(STOP_DISTANCE);
  const entry = orderClass === 'oco' ? null : limitPrice;
  const stop = stopLoss?.stopPrice ?? null;
  const target = takeProfit?.limitPrice ?? null;
  if (stop !== null && entry !== null && !above(entry, stop)) return 'the stop is on the wrong side of the entry';
  if (stop !== null && target !== null && !above(target, stop)) return 'the stop is on the wrong side of the target';
  return null;
}

function fractions({ quantity, timeInForce, orderClass, type }: BrokerOrderRequest): string | null {
  if (quantity === null || isMultiple(quantity, '1')) return null;
  if (timeInForce !== 'day') return 'parts of shares are traded for the day';
  if (orderClass !== 'simple' || type === 'trailing-stop') return 'parts of shares are traded in simple orders';
  return null;
}

export function isMultiple(value: DecimalText, unit: DecimalText): boolean {
  return roundTo(decimal(value), unit, 'down').eq(value);
}
