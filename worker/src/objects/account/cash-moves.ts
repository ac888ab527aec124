import { bookCashMove, bookUncharged } from '#shared/domain/booking.ts';
import { calendarOf } from '#shared/domain/calendar/market-calendar.ts';
import type { Holder } from '#shared/domain/ids.ts';
import { CURRENCY_UNIT, type Currency } from '#shared/domain/instrument.ts';
import { apportion, cash, money } from '#shared/domain/money.ts';
import { decimal, minOf, toText, ZERO, type Decimal } from '#shared/lib/decimal.ts';
import { DAY_MS, type MarketMs, type TradingDay } from '#shared/lib/time.ts';
import type { CashMove } from '#shared/ports/broker.ts';
import { moveBotMoney } from './bot-book.ts';
import type { AccountContext } from './context.ts';
import { appendEvent } from './event-log.ts';
import { instrumentIfKnown } from './instruments.ts';
import { heldPositions, post, rateToBase, stampOf } from './money-book.ts';
import { shiftMarks } from './valuation.ts';

/** What a broker has not charged by then it does not charge: most pass fees on the next day. */
const CHARGED_WITHIN_MS = 7 * DAY_MS;

/** A fill's fees that are charged later: they are owed from here on. */
export function expectFees(ctx: AccountContext, day: TradingDay, currency: Currency, amount: Decimal): void {
  if (amount.eq(0)) return;
  ctx.sql.run(
    'INSERT INTO fee_estimate (day, currency, amount) VALUES (?1, ?2, ?3) ON CONFLICT (day, currency) DO UPDATE SET amount = ?3',
    day,
    currency,
    toText(expectedOn(ctx, day, currency).plus(amount)),
  );
}

/**
 * Books what moved cash at the broker besides fills, in the caller's block. Of each id what differs from what was booked
 * before, so that a repeat books nothing and a correction its difference. What moved before this account began was in
 * its cash already.
 */
export function bookMoves(ctx: AccountContext, moves: readonly CashMove[]): void {
  for (const move of moves) {
    const row = ctx.sql.first<{ amount: string }>('SELECT amount FROM cash_move WHERE id = ?', move.id);
    if (row === null && move.at < ctx.spec.createdAt) continue;
    const change = cash(decimal(move.amount).minus(row?.amount ?? '0'), move.currency);
    ctx.sql.run(
      'INSERT INTO cash_move (id, amount, at) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE SET amount = ?2',
      move.id,
      move.amount,
      move.at,
    );
    if (change.eq(0)) continue;
    const type = move.kind === 'transfer' ? (change.gt(0) ? 'deposit' : 'withdrawal') : move.kind;
    bookMove(ctx, { move, type, change });
    const symbol = instrumentOf(ctx, move)?.symbol ?? null;
    const body = { type, amount: toText(change), currency: move.currency, symbol };
    appendEvent(ctx, { type: 'money.booked', actor: 'clock', subject: null, body });
  }
  forgetUncharged(ctx);
}

interface Moved {
  readonly move: CashMove;
  readonly type: Parameters<typeof bookCashMove>[1];
  readonly change: Decimal;
}

function bookMove(ctx: AccountContext, { move, type, change }: Moved): void {
  const { currency } = move;
  if (type === 'fee') {
    const settled = change.lt(0) ? settle(ctx, currency, change.neg()) : ZERO;
    post(ctx, bookCashMove(stampOf(ctx, 'manual'), type, money(change, currency), { settled }));
    return;
  }
  const instrument = instrumentOf(ctx, move);
  const details = { instrumentId: instrument?.id ?? null };
  for (const { holder, part } of partsOf(ctx, move, change)) {
    if (part.eq(0)) continue;
    post(ctx, bookCashMove(stampOf(ctx, holder), type, money(part, currency), details));
    if (holder === 'manual' || holder === 'external') continue;
    const inBase = cash(part.times(rateToBase(ctx, currency) ?? ZERO), ctx.spec.baseCurrency);
    moveBotMoney(ctx, holder, { cash: inBase, realized: ZERO });
  }
  // Money from outside is no gain.
  if (move.kind === 'transfer') shiftMarks(ctx, change.times(rateToBase(ctx, currency) ?? ZERO));
}

/** Who gets it: what shares bring goes to whoever holds them, by quantity; all else to the account itself. */
function partsOf(ctx: AccountContext, move: CashMove, change: Decimal): { holder: Holder; part: Decimal }[] {
  const instrument = instrumentOf(ctx, move);
  const held = heldPositions(ctx).filter(({ instrumentId }) => instrumentId === instrument?.id);
  if (held.length === 0) return [{ holder: 'manual', part: change }];
  const parts = apportion(
    change,
    held.map(({ quantity }) => quantity),
    CURRENCY_UNIT[move.currency],
  );
  return held.map(({ holder }, index) => ({ holder, part: parts[index] ?? ZERO }));
}

function instrumentOf(ctx: AccountContext, { instrumentId }: CashMove) {
  return instrumentId === null ? null : instrumentIfKnown(ctx, instrumentId);
}

/** Takes a charge off what was expected, oldest day first; answers how much of it was. */
function settle(ctx: AccountContext, currency: Currency, charge: Decimal): Decimal {
  let settled = ZERO;
  for (const { day, amount } of estimates(ctx, currency)) {
    const part = minOf(decimal(amount), charge.minus(settled));
    if (part.lte(0)) break;
    settled = settled.plus(part);
    keepEstimate(ctx, { day, currency, left: decimal(amount).minus(part) });
  }
  return settled;
}

/** What was not charged in time was no fee. */
function forgetUncharged(ctx: AccountContext): void {
  const { baseCurrency } = ctx.spec;
  const oldest = calendarOf('us').tradingDayOf((ctx.now() - CHARGED_WITHIN_MS) as MarketMs);
  for (const { day, amount } of estimates(ctx, baseCurrency)) {
    if (day >= oldest) continue;
    post(ctx, bookUncharged(stampOf(ctx, 'manual'), money(amount, baseCurrency)));
    keepEstimate(ctx, { day, currency: baseCurrency, left: ZERO });
  }
}

interface EstimateRow {
  readonly day: TradingDay;
  readonly amount: string;
}

function estimates(ctx: AccountContext, currency: Currency): EstimateRow[] {
  return ctx.sql.all<EstimateRow>('SELECT day, amount FROM fee_estimate WHERE currency = ? ORDER BY day', currency);
}

function expectedOn(ctx: AccountContext, day: TradingDay, currency: Currency): Decimal {
  const row = ctx.sql.first<{ amount: string }>(
    'SELECT amount FROM fee_estimate WHERE day = ? AND currency = ?',
    day,
    currency,
  );
  return row === null ? ZERO : decimal(row.amount);
}

function keepEstimate(
  ctx: AccountContext,
  { day, currency, left }: { day: TradingDay; currency: Currency; left: Decimal },
): void {
  if (left.eq(0)) ctx.sql.run('DELETE FROM fee_estimate WHERE day = ? AND currency = ?', day, currency);
  else ctx.sql.run('UPDATE fee_estimate SET amount = ? WHERE day = ? AND currency = ?', toText(left), day, currency);
}
