import { calendarOf } from '#shared/domain/calendar/market-calendar.ts';
import { sessionsAgo } from '#shared/domain/calendar/sessions-ago.ts';
import { settlesOn } from '#shared/domain/calendar/settlement.ts';
import type { InstrumentId } from '#shared/domain/ids.ts';
import type { OrderPurpose } from '#shared/domain/order-purpose.ts';
import { decimal, sum, toText, ZERO, type Decimal, type DecimalText } from '#shared/lib/decimal.ts';
import { DAY_MS, type MarketMs, type TradingDay } from '#shared/lib/time.ts';
import type { ClosedTrade } from '#shared/risk/check.ts';
import type { AccountContext } from './context.ts';
import { instrumentOf } from './instruments.ts';
import { rateToBase } from './money-book.ts';

/** Sales looked at, newest first: more than any limit counts in its sessions. */
const SALES_MAX = 400;
/** Day trades are counted over this many sessions. */
const DAY_TRADE_SESSIONS = 5;
/** No cash takes longer than this to settle, and no five sessions last longer. */
const LONGEST_MS = 30 * DAY_MS;

interface SaleRow {
  order_id: string;
  instrument_id: InstrumentId;
  market_at: number;
  realized: string;
  price: string;
  purpose: OrderPurpose;
  stop_price: string | null;
  target_price: string | null;
}

/** Trades that were closed through Nod, newest first. One that was sold in parts is one. */
export function closedTrades(ctx: AccountContext): (ClosedTrade & { readonly closedMarketAt: number })[] {
  const rows = ctx.sql.all<SaleRow>(
    `SELECT b.order_id, b.instrument_id, b.market_at, b.realized, b.price, i.purpose, i.stop_price, i.target_price
     FROM (SELECT * FROM booking WHERE type = 'sell' AND order_id IS NOT NULL AND realized IS NOT NULL AND holder <> 'external'
       ORDER BY number DESC LIMIT ${SALES_MAX}) b JOIN intent i ON i.id = b.order_id ORDER BY b.number DESC`,
  );
  const ago = sessionsAgo(ctx.marketNow());
  const orders = Map.groupBy(rows, ({ order_id }) => order_id);
  return [...orders.values()].flatMap((parts) => {
    const [last] = parts;
    if (last === undefined) return [];
    const instrument = instrumentOf(ctx, last.instrument_id);
    const rate = rateToBase(ctx, instrument.currency) ?? decimal(1);
    const result = sum(parts.map(({ realized }) => decimal(realized))).times(rate);
    return [
      {
        instrumentId: last.instrument_id,
        result: toText(result),
        isStopOut: isStopOut(last),
        sessionsAgo: ago(instrument.exchange, last.market_at as MarketMs),
        closedMarketAt: last.market_at,
      },
    ];
  });
}

/** What rests at the broker is one order for stop and target: which of them it was, its price says. */
function isStopOut({ purpose, price, stop_price: stop, target_price: target }: SaleRow): boolean {
  if (purpose !== 'protection') return purpose === 'stop';
  if (stop === null) return false;
  return target === null || decimal(price).minus(stop).lt(decimal(target).minus(price));
}

interface TradeRow {
  instrument_id: InstrumentId;
  type: 'buy' | 'sell';
  market_at: number;
  amount: string;
}

function recent(ctx: AccountContext): TradeRow[] {
  return ctx.sql.all<TradeRow>(
    "SELECT instrument_id, type, market_at, amount FROM booking WHERE type IN ('buy', 'sell') AND market_at >= ? ORDER BY number",
    ctx.marketNow() - LONGEST_MS,
  );
}

/** Proceeds of sales whose cash is not there yet, in base currency; null when a rate is unknown. */
export function unsettled(ctx: AccountContext): DecimalText | null {
  let total: Decimal = ZERO;
  for (const row of recent(ctx)) {
    if (row.type !== 'sell') continue;
    const { exchange, currency } = instrumentOf(ctx, row.instrument_id);
    const calendar = calendarOf(exchange);
    const traded = calendar.tradingDayOf(row.market_at as MarketMs);
    if (settlesOn(calendar, exchange, traded) <= calendar.tradingDayOf(ctx.marketNow())) continue;
    const rate = rateToBase(ctx, currency);
    if (rate === null) return null;
    total = total.plus(decimal(row.amount).abs().times(rate));
  }
  return toText(total);
}

/** Instruments that were bought and sold on the same day, each day of the last five sessions. */
export function dayTrades(ctx: AccountContext): number {
  const bought = new Set<string>();
  const counted = new Set<string>();
  const ago = sessionsAgo(ctx.marketNow());
  for (const { instrument_id: id, type, market_at: at } of recent(ctx)) {
    const { exchange } = instrumentOf(ctx, id);
    if (ago(exchange, at as MarketMs) >= DAY_TRADE_SESSIONS) continue;
    const day: TradingDay = calendarOf(exchange).tradingDayOf(at as MarketMs);
    const key = `${id} ${day}`;
    if (type === 'buy') bought.add(key);
    else if (bought.has(key)) counted.add(key);
  }
  return counted.size;
}
