import type { InstrumentId } from '#shared/domain/ids.ts';
import { calendarOf } from '#shared/domain/calendar/market-calendar.ts';
import { decimal, roundTo, toText } from '#shared/lib/decimal.ts';
import { DAY_MS, type MarketMs, type TradingDay } from '#shared/lib/time.ts';
import type { BrokerOrderRequest } from '#shared/ports/broker.ts';
import type { BookPosition } from '#shared/simulator/broker/book-store.ts';
import { freeCash, freeShares } from '#shared/simulator/broker/refusal.ts';
import { forbidden, notFound, unprocessable } from './errors.ts';
import { number } from './order-request.ts';
import { cancelAll, place } from './orders.ts';
import { activityId, activityJson, instant, uuidOf, type Json } from './wire.ts';
import type { AlpacaWorld } from './world.ts';

const cents = (value: ReturnType<typeof decimal>): string => toText(roundTo(value, '0.01', 'half-even'));

export function accountJson(world: AlpacaWorld): Json {
  const { account, store } = world;
  const cash = decimal(store.cash('USD') ?? '0');
  const equity = cents(world.equity());
  const held = cents(world.equity().minus(cash));
  const power = cents(decimal(freeCash(store, 'USD') ?? '0'));
  return {
    id: uuidOf('account', world.accountNumber),
    account_number: world.accountNumber,
    status: account.status,
    currency: 'USD',
    cash: cents(cash),
    buying_power: power,
    regt_buying_power: power,
    non_marginable_buying_power: power,
    options_buying_power: power,
    portfolio_value: equity,
    equity,
    last_equity: equity,
    long_market_value: held,
    short_market_value: '0',
    initial_margin: held,
    maintenance_margin: '0',
    last_maintenance_margin: '0',
    sma: '0',
    multiplier: '1',
    accrued_fees: '0',
    pending_transfer_in: '0',
    trading_blocked: account.tradingBlocked,
    transfers_blocked: false,
    account_blocked: account.accountBlocked,
    trade_suspended_by_user: account.suspended,
    shorting_enabled: account.shorting,
    created_at: '2026-01-02T14:30:00.000000Z',
    crypto_status: 'ACTIVE',
    balance_asof: instant(world.now()).slice(0, 10),
    options_approved_level: 0,
    options_trading_level: 0,
  };
}

export function configurationsJson({ account }: AlpacaWorld): Json {
  return {
    fractional_trading: true,
    max_margin_multiplier: '1',
    no_shorting: !account.shorting,
    suspend_trade: account.suspended,
    disable_overnight_trading: false,
    trade_confirm_email: 'none',
    ptp_no_exception_entry: false,
    max_options_trading_level: 0,
  };
}

export function changeConfigurations(world: AlpacaWorld, body: unknown): Json {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  if (typeof given['suspend_trade'] === 'boolean') world.account.suspended = given['suspend_trade'];
  if (typeof given['no_shorting'] === 'boolean') world.account.shorting = !given['no_shorting'];
  return configurationsJson(world);
}

export function positionsJson(world: AlpacaWorld): Json[] {
  return world.store.positions().map((position) => positionJson(world, position));
}

export function onePosition(world: AlpacaWorld, symbol: string): Json {
  return positionJson(world, heldOf(world, symbol));
}

function heldOf({ store }: AlpacaWorld, symbol: string): BookPosition {
  const position = store
    .positions()
    .find(({ instrumentId }) => instrumentId === symbol || uuidOf('asset', instrumentId) === symbol);
  if (position === undefined) throw notFound('position does not exist');
  return position;
}

function positionJson(world: AlpacaWorld, { instrumentId: symbol, quantity }: BookPosition): Json {
  const price = world.feed.last(symbol) ?? 0;
  const cost = world.costOf(symbol);
  const value = decimal(quantity).times(price);
  const gain = value.minus(cost);
  const part = cost.eq(0) ? '0' : toText(gain.div(cost).round(6));
  const [now, pl] = [String(price), cents(gain)];
  return {
    asset_id: uuidOf('asset', symbol),
    symbol,
    exchange: 'NASDAQ',
    asset_class: 'us_equity',
    asset_marginable: true,
    qty: quantity,
    qty_available: freeShares(world.store, symbol),
    side: quantity.startsWith('-') ? 'short' : 'long',
    avg_entry_price: toText(cost.div(quantity).round(6)),
    market_value: cents(value),
    cost_basis: cents(cost),
    unrealized_pl: pl,
    unrealized_plpc: part,
    unrealized_intraday_pl: pl,
    unrealized_intraday_plpc: part,
    current_price: now,
    lastday_price: now,
    change_today: '0',
  };
}

export function closePosition(world: AlpacaWorld, symbol: string, query: URLSearchParams): Json {
  const { instrumentId, quantity: held } = heldOf(world, symbol);
  const [qty, percentage] = [number(query.get('qty')), number(query.get('percentage'))];
  if (qty !== null && percentage !== null) throw unprocessable('only one of qty or percentage is accepted');
  const part = percentage === null ? decimal(held) : decimal(held).times(percentage).div(100);
  const quantity = qty ?? toText(roundTo(part, held.includes('.') ? '0.000000001' : 1, 'down'));
  return place(world, exitRequest(instrumentId, quantity));
}

export function closeAll(world: AlpacaWorld, query: URLSearchParams): Json[] {
  if (query.get('cancel_orders') === 'true') cancelAll(world);
  return world.store.positions().map(({ instrumentId, quantity }) => {
    if (freeShares(world.store, instrumentId) !== quantity) {
      const { code, message } = forbidden('insufficient qty available for order');
      return {
        symbol: instrumentId,
        status: 403,
        body: { code, message, type: 'market', time_in_force: 'day', notional: null },
      };
    }
    return { symbol: instrumentId, status: 200, body: place(world, exitRequest(instrumentId, quantity)) };
  });
}

function exitRequest(symbol: InstrumentId, quantity: string): BrokerOrderRequest {
  return {
    clientOrderId: crypto.randomUUID(),
    instrumentId: symbol,
    symbol,
    currency: 'USD',
    side: 'sell',
    type: 'market',
    quantity,
    notional: null,
    limitPrice: null,
    stopPrice: null,
    trail: null,
    timeInForce: 'day',
    extendedHours: false,
    orderClass: 'simple',
    takeProfit: null,
    stopLoss: null,
  };
}

/** Fills, a page at a time. `page_token` is the id of the last one seen. */
export function activities(world: AlpacaWorld, query: URLSearchParams): Json[] {
  const size = Number(query.get('page_size') ?? 100);
  if (!Number.isInteger(size) || size < 1 || size > 100) throw unprocessable('page_size must be between 1 and 100');
  const ascending = query.get('direction') === 'asc';
  const token = query.get('page_token') ?? '';
  const [after, until] = [Date.parse(query.get('after') ?? ''), Date.parse(query.get('until') ?? '')];
  const date = query.get('date');
  const cumulative = new Map<string, string>();
  const all: Json[] = [];
  for (const fill of world.store.executionsAfter(0, Number.MAX_SAFE_INTEGER)) {
    const sum = toText(decimal(cumulative.get(fill.brokerOrderId) ?? '0').plus(fill.quantity));
    cumulative.set(fill.brokerOrderId, sum);
    const id = activityId(fill);
    if (fill.at <= after || fill.at >= until || (date !== null && !instant(fill.at).startsWith(date.slice(0, 10))))
      continue;
    if (token !== '' && (ascending ? id <= token : id >= token)) continue;
    const order = world.store.order(fill.brokerOrderId);
    if (order !== null) all.push(activityJson(fill, order, sum));
  }
  return (ascending ? all : all.reverse()).slice(0, size);
}

/** What moved money besides trades, a page at a time (components/schemas/NonTradeActivities). */
export function moneyActivities(world: AlpacaWorld, query: URLSearchParams): Json[] {
  const size = Number(query.get('page_size') ?? 100);
  const after = Date.parse(query.get('after') ?? '');
  const token = query.get('page_token');
  const from = token === null ? 0 : world.moneys.findIndex(({ id }) => id === token) + 1;
  return world.moneys
    .slice(from)
    .filter(({ at }) => !(at <= after))
    .slice(0, size)
    .map(({ id, type, amount, symbol, at, status }) => ({
      id,
      activity_type: type,
      date: `${instant(at).slice(0, 10)}T00:00:00Z`,
      created_at: instant(at),
      net_amount: amount,
      currency: 'USD',
      status,
      ...(symbol !== null && { symbol }),
    }));
}

const NEW_YORK = calendarOf('us');

export function clockJson(world: AlpacaWorld): Json {
  const now = world.now() as number as MarketMs;
  const isOpen = world.session === 'open';
  const session = NEW_YORK.sessionAt(now) ?? NEW_YORK.sessionAt(NEW_YORK.nextOpen(now));
  return {
    timestamp: instant(now),
    is_open: isOpen,
    next_open: instant(NEW_YORK.nextOpen(now)),
    next_close: instant(
      isOpen && session !== null ? session.close : (NEW_YORK.sessionAt(NEW_YORK.nextOpen(now))?.close ?? now),
    ),
  };
}

export function calendarJson(world: AlpacaWorld, query: URLSearchParams): Json[] {
  const start = Date.parse(query.get('start') ?? '') || world.now();
  const end = Date.parse(query.get('end') ?? '') || start + 30 * DAY_MS;
  const days: Json[] = [];
  for (let at = start; at <= end && days.length < 3_000; at += DAY_MS) {
    const day = instant(at).slice(0, 10) as TradingDay;
    const session = NEW_YORK.session(day);
    if (session === null) continue;
    const settles = NEW_YORK.nextTradingDay(day);
    const isHalf = session.kind === 'half';
    days.push({
      date: day,
      open: '09:30',
      close: isHalf ? '13:00' : '16:00',
      session_open: '0400',
      session_close: isHalf ? '1700' : '2000',
      settlement_date: settles,
    });
  }
  return days;
}

export function assetJson(world: AlpacaWorld, given: string): Json {
  const symbol = world.feed.symbols().find((one) => one === given || uuidOf('asset', one) === given);
  if (symbol === undefined) throw notFound(`asset not found for ${given}`);
  return {
    id: uuidOf('asset', symbol),
    class: 'us_equity',
    exchange: 'NASDAQ',
    symbol,
    name: `${symbol} Common Stock`,
    status: 'active',
    tradable: !world.halted.has(symbol),
    marginable: true,
    shortable: true,
    easy_to_borrow: true,
    borrow_status: 'easy_to_borrow',
    fractionable: true,
    attributes: ['fractional_eh_enabled'],
  };
}
