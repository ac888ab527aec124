import type { InstrumentId } from '#shared/domain/ids.ts';
import type { Side } from '#shared/domain/order.ts';
import { ORDER_TYPES, TIMES_IN_FORCE, type OrderType, type TimeInForce } from '#shared/domain/order-terms.ts';
import { decimal, toText, type DecimalText } from '#shared/lib/decimal.ts';
import type { MarketMs, WallMs } from '#shared/lib/time.ts';
import type { BrokerAccount, BrokerOrder, BrokerOrderRequest, Execution } from '#shared/ports/broker.ts';
import type { BrokerEnvironment, VendorInstruments } from '../vendor.ts';
import type {
  AlpacaAccount,
  AlpacaConfigurations,
  AlpacaFill,
  AlpacaLeg,
  AlpacaOrder,
  AlpacaPosition,
} from './schema.ts';

/** Alpaca's asset id never changes, also not with the ticker: it is the instrument's. */
export function instrumentIdOf(assetId: string): InstrumentId {
  return `i_alp_${assetId.replaceAll('-', '').toLowerCase()}` as InstrumentId;
}

/** The body of an order. */
export function orderBody(order: BrokerOrderRequest): Record<string, unknown> {
  const { trail, takeProfit, stopLoss, orderClass } = order;
  return {
    symbol: order.symbol,
    side: order.side,
    type: order.type.replace('-', '_'),
    time_in_force: order.timeInForce,
    client_order_id: order.clientOrderId,
    ...(order.quantity !== null && { qty: order.quantity }),
    ...(order.notional !== null && { notional: order.notional }),
    // A pair's limit is its target's and goes there only.
    ...(order.limitPrice !== null && orderClass !== 'oco' && { limit_price: order.limitPrice }),
    ...(order.stopPrice !== null && { stop_price: order.stopPrice }),
    ...(trail !== null && ('price' in trail ? { trail_price: trail.price } : { trail_percent: trail.percent })),
    ...(order.extendedHours && { extended_hours: true }),
    ...(orderClass !== 'simple' && { order_class: orderClass }),
    ...(takeProfit !== null && { take_profit: { limit_price: takeProfit.limitPrice } }),
    ...(stopLoss !== null && {
      stop_loss: {
        stop_price: stopLoss.stopPrice,
        ...(stopLoss.limitPrice !== null && { limit_price: stopLoss.limitPrice }),
      },
    }),
  };
}

/** Statuses that end an order. Every other one, also one we never heard of, still works and counts against limits. */
const ENDED: Readonly<Partial<Record<string, BrokerOrder['state']>>> = {
  filled: 'filled',
  canceled: 'cancelled',
  expired: 'expired',
  rejected: 'rejected',
  replaced: 'replaced',
};

function stateOf({ status, qty, filled_qty }: AlpacaLeg): BrokerOrder['state'] {
  const ended = ENDED[status];
  if (ended !== undefined) return ended;
  // `calculated` and the like come after the last share too.
  if (qty !== null && decimal(filled_qty).gte(qty) && decimal(qty).gt(0)) return 'filled';
  return decimal(filled_qty).gt(0) ? 'partially-filled' : 'accepted';
}

const TYPES = new Map<string, OrderType>(ORDER_TYPES.map((type) => [type.replace('-', '_'), type]));
const TIMES = new Map<string, TimeInForce>(TIMES_IN_FORCE.map((time) => [time, time]));

const sideOf = (side: string): Side => (side.startsWith('sell') ? 'sell' : 'buy');

/** An order and its legs, each as an order of its own. */
export function brokerOrders(order: AlpacaOrder, instruments: VendorInstruments): BrokerOrder[] {
  const legs = order.legs.map((leg) => brokerOrder(leg, instruments, order.id));
  // The frame around several legs of options names no instrument; its legs do.
  return order.order_class === 'mleg' ? legs : [brokerOrder(order, instruments, null), ...legs];
}

export function brokerOrder(order: AlpacaLeg, instruments: VendorInstruments, parentId: string | null): BrokerOrder {
  return {
    clientOrderId: order.client_order_id,
    brokerOrderId: order.id,
    instrumentId: order.asset_id === null ? instruments.idOf(order.symbol) : instrumentIdOf(order.asset_id),
    symbol: order.symbol,
    side: sideOf(order.side),
    type: TYPES.get(order.type) ?? (order.limit_price === null ? 'market' : 'limit'),
    quantity: order.qty ?? order.filled_qty,
    filledQuantity: order.filled_qty,
    limitPrice: order.limit_price,
    stopPrice: order.stop_price,
    timeInForce: TIMES.get(order.time_in_force) ?? 'day',
    state: stateOf(order),
    reason: null,
    replaces: order.replaces,
    replacedBy: order.replaced_by,
    parentId,
    submittedAt: Date.parse(order.submitted_at ?? order.created_at ?? '1970-01-01T00:00:00Z') as WallMs,
  };
}

/** `of` is the order that filled. Market time is wall time at a live broker. */
export function execution(fill: AlpacaFill, of: Pick<BrokerOrder, 'clientOrderId' | 'instrumentId'>): Execution {
  const at = Date.parse(fill.transaction_time);
  return {
    id: fill.id,
    clientOrderId: of.clientOrderId,
    brokerOrderId: fill.order_id,
    instrumentId: of.instrumentId,
    side: sideOf(fill.side),
    quantity: toText(decimal(fill.qty).abs()),
    price: fill.price,
    at: at as WallMs,
    marketAt: at as MarketMs,
  };
}

export function position(
  { asset_id, symbol, qty, side }: AlpacaPosition,
  instruments: VendorInstruments,
): { instrumentId: InstrumentId; quantity: DecimalText } {
  const size = decimal(qty).abs();
  const isShort = side === 'short' || qty.startsWith('-');
  return {
    instrumentId: asset_id === null ? instruments.idOf(symbol) : instrumentIdOf(asset_id),
    quantity: toText(isShort ? size.neg() : size),
  };
}

/** The account in the port's words. `environment` is what was reported, see `environment.ts`. */
export function brokerAccount(
  account: AlpacaAccount,
  settings: AlpacaConfigurations,
  environment: BrokerEnvironment,
): BrokerAccount {
  const mayTrade =
    account.status === 'ACTIVE' &&
    !account.trading_blocked &&
    !account.account_blocked &&
    !account.trade_suspended_by_user &&
    !settings.suspend_trade;
  const permissions = [
    ...(mayTrade ? ['trading'] : []),
    ...(account.shorting_enabled && !settings.no_shorting ? ['short-sale'] : []),
    ...(settings.fractional_trading ? ['fractional'] : []),
    ...(/^[24]$/.test(account.multiplier) ? [`margin-${account.multiplier}x`] : []),
  ];
  return {
    number: account.account_number,
    environment,
    currency: 'USD',
    cash: account.cash,
    buyingPower: account.buying_power,
    equity: account.equity,
    mayTrade,
    permissions,
  };
}
