import type { FxRate } from '#shared/domain/fx.ts';
import type { Holder, InstrumentId } from '#shared/domain/ids.ts';
import type { Currency, Instrument } from '#shared/domain/instrument.ts';
import type { Booking, Stamp } from '#shared/domain/ledger.ts';
import { cash } from '#shared/domain/money.ts';
import { flatPosition, marketValue, type Position } from '#shared/domain/position.ts';
import { decimal, sum, toText, ZERO, type Decimal } from '#shared/lib/decimal.ts';
import { toIso, type TradingDay } from '#shared/lib/time.ts';
import type { AccountContext, Present } from './context.ts';
import { homeCalendar } from './home-calendar.ts';
import { memoryOf } from './memory.ts';
import { marketMustKnow } from './schedule.ts';

/** A position with who protects it. */
export interface HeldPosition extends Position {
  readonly stopPrice: string | null;
  readonly targetPrice: string | null;
  readonly heldBy: 'broker' | 'nod' | 'none';
  readonly confirmedAt: number | null;
  readonly openedMarketAt: number | null;
  /** What the plan said the stop would cost, negative, in base currency. */
  readonly plannedLoss: string | null;
  /** Null: nothing is known yet. */
  readonly watch: Watch | null;
}

/** What the plan of a bot goes by (watch.ts), in prices as they are traded now. */
export interface Watch {
  /** The stop it was bought with. */
  readonly firstStop: string | null;
  /** Highest price that counted since. */
  readonly best: number | null;
  /** Closed bars that were counted, and when the newest of them opened. */
  readonly bars: number;
  readonly barAt: number | null;
  /** Average true range at that bar's close. */
  readonly atr: number | null;
}

interface PositionRow {
  instrument_id: InstrumentId;
  holder: Holder;
  currency: Currency;
  quantity: string;
  cost: string;
  /** Null: of a position from before it was kept. */
  fees: string | null;
  stop_price: string | null;
  target_price: string | null;
  held_by: HeldPosition['heldBy'];
  confirmed_at: number | null;
  opened_market_at: number | null;
  planned_loss: string | null;
  watch: string | null;
}

export function stampOf(ctx: AccountContext, holder: Holder): Stamp {
  return { id: `t_${ctx.newId()}`, holder, at: ctx.now(), marketAt: ctx.marketNow() };
}

/** Stores a booking: its transaction, its entries, and the balances they move. */
export function post(
  ctx: AccountContext,
  booking: Booking,
  { orderId = null, realized = null }: { orderId?: string | null; realized?: string | null } = {},
): void {
  const { transaction, entries } = booking;
  ctx.sql.run(
    `INSERT INTO booking (id, type, holder, at, market_at, instrument_id, quantity, price, amount, currency, realized, rate, order_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    transaction.id,
    transaction.type,
    transaction.holder,
    transaction.at,
    transaction.marketAt,
    transaction.instrumentId,
    transaction.quantity,
    transaction.price,
    transaction.amount,
    transaction.currency,
    realized,
    transaction.rate === null ? null : JSON.stringify(transaction.rate),
    orderId,
  );
  for (const [n, entry] of entries.entries()) {
    ctx.sql.run(
      'INSERT INTO ledger (booking_id, n, account, amount, currency) VALUES (?, ?, ?, ?, ?)',
      transaction.id,
      n,
      entry.account,
      entry.amount,
      entry.currency,
    );
    const before = balance(ctx, entry.account, entry.currency);
    ctx.sql.run(
      'INSERT INTO balance (account, currency, amount) VALUES (?1, ?2, ?3) ON CONFLICT (account, currency) DO UPDATE SET amount = ?3',
      entry.account,
      entry.currency,
      toText(before.plus(entry.amount)),
    );
  }
}

export function balance(ctx: AccountContext, account: string, currency: Currency): Decimal {
  const row = ctx.sql.first<{ amount: string }>(
    'SELECT amount FROM balance WHERE account = ? AND currency = ?',
    account,
    currency,
  );
  return row ? decimal(row.amount) : ZERO;
}

/** Cash of every currency the account ever held. */
export function cashBalances(ctx: AccountContext): { currency: Currency; amount: Decimal }[] {
  return ctx.sql
    .all<{ currency: Currency; amount: string }>("SELECT currency, amount FROM balance WHERE account = 'cash'")
    .map((row) => ({ currency: row.currency, amount: decimal(row.amount) }));
}

/** Fees that the broker has not charged yet: spent already. */
export function owedFees(ctx: AccountContext, currency: Currency): Decimal {
  return balance(ctx, 'accrued', currency).neg();
}

/** Fees and tax of one order, as booked with its fills, in its instrument's currency. */
export function feesOfOrder(ctx: AccountContext, orderId: string): Decimal {
  const rows = ctx.sql.all<{ amount: string }>(
    `SELECT l.amount FROM ledger l JOIN booking b ON b.id = l.booking_id
     WHERE b.order_id = ? AND l.account IN ('fees', 'tax')`,
    orderId,
  );
  return sum(rows.map(({ amount }) => decimal(amount)));
}

/** Set aside for entries that may still fill, in base currency. */
export function reserved(ctx: AccountContext, holder?: Holder): Decimal {
  const rows =
    holder === undefined
      ? ctx.sql.all<{ amount: string }>('SELECT amount FROM reservation')
      : ctx.sql.all<{ amount: string }>('SELECT amount FROM reservation WHERE holder = ?', holder);
  return sum(rows.map((row) => decimal(row.amount)));
}

/** Cash that may be spent: base currency less fees that are still to be charged and what is set aside. */
export function buyingPower(ctx: AccountContext): Decimal {
  const { baseCurrency } = ctx.spec;
  return balance(ctx, 'cash', baseCurrency).minus(owedFees(ctx, baseCurrency)).minus(reserved(ctx));
}

export function heldPositions({ sql }: Pick<AccountContext, 'sql'>): readonly HeldPosition[] {
  return (memoryOf(sql).positions ??= sql
    .all<PositionRow>("SELECT * FROM position WHERE quantity <> '0' ORDER BY opened_market_at, instrument_id")
    .map(fromRow));
}

export function heldPosition(ctx: AccountContext, instrument: Instrument, holder: Holder): HeldPosition {
  const row = ctx.sql.first<PositionRow>(
    'SELECT * FROM position WHERE instrument_id = ? AND holder = ?',
    instrument.id,
    holder,
  );
  if (row !== null) return fromRow(row);
  return {
    ...flatPosition(instrument.id, holder, instrument.currency),
    stopPrice: null,
    targetPrice: null,
    heldBy: 'none',
    confirmedAt: null,
    openedMarketAt: null,
    plannedLoss: null,
    watch: null,
  };
}

export function savePosition(ctx: AccountContext, position: HeldPosition): void {
  memoryOf(ctx.sql).positions = null;
  ctx.sql.run(
    `INSERT INTO position (instrument_id, holder, currency, quantity, cost, stop_price, target_price, held_by,
       confirmed_at, opened_market_at, planned_loss, watch, fees)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
     ON CONFLICT (instrument_id, holder) DO UPDATE SET quantity = ?4, cost = ?5, stop_price = ?6, target_price = ?7,
       held_by = ?8, confirmed_at = ?9, opened_market_at = ?10, planned_loss = ?11,
       watch = ?12, fees = ?13`,
    position.instrumentId,
    position.holder,
    position.currency,
    position.quantity,
    position.cost,
    position.stopPrice,
    position.targetPrice,
    position.heldBy,
    position.confirmedAt,
    position.openedMarketAt,
    position.plannedLoss,
    position.watch === null ? null : JSON.stringify(position.watch),
    position.fees,
  );
  // A level of what is sold finds nothing to sell: where a crash cuts off that the market is told, nothing is lost.
  if (position.quantity === '0') ctx.markChanged();
  else marketMustKnow(ctx);
}

/** In the invented world one dollar always costs as many won; stated on every conversion. */
const DEMO_WON_PER_DOLLAR = '1400';

/** The rate between two currencies, with its time and source; null when nobody states one. */
export function fxRate(ctx: AccountContext, from: Currency, to: Currency): FxRate | null {
  if (from === to || ctx.spec.world !== 'demo') return null;
  return { base: 'USD', quote: 'KRW', rate: DEMO_WON_PER_DOLLAR, at: ctx.marketNow(), source: 'demo' };
}

/** How an amount in a stock's currency becomes money of the account, as people read it; null where both are one currency. */
export function fxSaid(
  ctx: AccountContext,
  currency: Currency,
  amount: Decimal,
): { rate: string; at: string; amount: string } | null {
  const stated = fxRate(ctx, currency, ctx.spec.baseCurrency);
  return stated && { rate: stated.rate, at: toIso(stated.at), amount: toText(cash(amount, currency)) };
}

/** Base currency for one unit of a currency; null when no rate is known. */
export function rateToBase(ctx: AccountContext, currency: Currency): Decimal | null {
  const { baseCurrency } = ctx.spec;
  if (currency === baseCurrency) return decimal(1);
  const rate = fxRate(ctx, currency, baseCurrency);
  if (rate === null) return null;
  return currency === rate.base ? decimal(rate.rate) : decimal(1).div(rate.rate);
}

/** A position's value at the last price, in base currency; null without a price or a rate. */
export function valueInBase(
  ctx: AccountContext,
  position: Position,
  instrument: Instrument,
  present: Present,
): Decimal | null {
  const quote = present.quotes.get(position.instrumentId);
  const rate = rateToBase(ctx, position.currency);
  if (quote === undefined || rate === null) return null;
  return marketValue(position, decimal(quote.price), instrument.multiplier).times(rate);
}

/** The trading day the account is in. */
export function marketDay(ctx: AccountContext): TradingDay {
  return homeCalendar(ctx).tradingDayOf(ctx.marketNow());
}

export function inBase(ctx: AccountContext, amount: Decimal): string {
  return toText(cash(amount, ctx.spec.baseCurrency));
}

function fromRow(row: PositionRow): HeldPosition {
  return {
    instrumentId: row.instrument_id,
    holder: row.holder,
    currency: row.currency,
    quantity: row.quantity,
    cost: row.cost,
    fees: row.fees ?? '0',
    stopPrice: row.stop_price,
    targetPrice: row.target_price,
    heldBy: row.held_by,
    confirmedAt: row.confirmed_at,
    openedMarketAt: row.opened_market_at,
    plannedLoss: row.planned_loss,
    watch: row.watch === null ? null : (JSON.parse(row.watch) as Watch),
  };
}
