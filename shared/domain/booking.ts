import { decimal, sum, toText, ZERO, type Decimal, type DecimalText } from '../lib/decimal.ts';
import { invariant } from '../lib/invariant.ts';
import { ok, type Result } from '../lib/result.ts';
import type { FeeItem } from './fees.ts';
import { convert, type FxRate, type RateDoesNotFit } from './fx.ts';
import type { InstrumentId } from './ids.ts';
import type { Currency } from './instrument.ts';
import {
  imbalance,
  type Booking,
  type Entry,
  type LedgerAccount,
  type Stamp,
  type Transaction,
  type TransactionType,
} from './ledger.ts';
import { cash, feeCash, money, type Amount, type Money } from './money.ts';
import type { Side } from './order.ts';
import { afterBuy, afterSell, type Position, type SellsMoreThanHeld } from './position.ts';

export interface FillBooking extends Booking {
  readonly position: Position;
  /** Of the shares sold, before fees and tax, which are in their own accounts; `0` for a buy. */
  readonly realisedPnl: DecimalText;
  /** What they brought in the end: after fees and tax of selling and of having bought them; `0` for a buy. */
  readonly result: DecimalText;
  readonly cashChange: DecimalText;
  /** Fees and tax that the broker charges later, not in `cashChange`. */
  readonly accrued: DecimalText;
}

export interface FillToBook {
  readonly stamp: Stamp;
  readonly side: Side;
  readonly quantity: Amount;
  readonly price: Amount;
  readonly multiplier: Amount;
  readonly fees: readonly FeeItem[];
  /** The broker charges them by themselves, later. */
  readonly areFeesLater?: boolean;
  /** The holder's position before the fill. */
  readonly position: Position;
}

type Line = readonly [LedgerAccount, Decimal, Currency];

/** Entries of lines: zeros left out. A booking that does not balance cannot leave this file. */
function entriesOf(lines: readonly Line[]): Entry[] {
  const entries = lines
    .filter(([, amount]) => !amount.eq(ZERO))
    .map(([account, amount, currency]): Entry => ({ account, amount: toText(amount), currency }));
  invariant(imbalance(entries).length === 0, () => `entries sum to zero: ${JSON.stringify(entries)}`);
  return entries;
}

type Details = Partial<Pick<Transaction, 'instrumentId' | 'quantity' | 'price' | 'rate'>>;

function transactionOf(
  stamp: Stamp,
  type: TransactionType,
  cashChange: Decimal,
  currency: Currency,
  details: Details = {},
): Transaction {
  const { id, holder, at, marketAt } = stamp;
  const nothing = { instrumentId: null, quantity: null, price: null, rate: null };
  return { id, holder, at, marketAt, type, ...nothing, ...details, amount: toText(cashChange), currency };
}

/** Cash against one other account; `change` is what it does to cash. */
function cashBooking(
  stamp: Stamp,
  type: TransactionType,
  change: Decimal,
  of: Currency,
  other: LedgerAccount,
): Booking {
  return {
    transaction: transactionOf(stamp, type, change, of),
    entries: entriesOf([
      ['cash', change, of],
      [other, change.neg(), of],
    ]),
  };
}

function positive(amount: Amount, currency: Currency): Decimal {
  const rounded = cash(amount, currency);
  invariant(rounded.gt(ZERO), `an amount above zero: ${toText(rounded)}`);
  return rounded;
}

export function bookDeposit(stamp: Stamp, { amount, currency }: Money): Booking {
  return cashBooking(stamp, 'deposit', positive(amount, currency), currency, 'equity');
}

/** Whether the cash is there is the account's to check. */
export function bookWithdrawal(stamp: Stamp, { amount, currency }: Money): Booking {
  return cashBooking(stamp, 'withdrawal', positive(amount, currency).neg(), currency, 'equity');
}

/** A fee or a tax charged by itself, not with a fill. */
export function bookCharge(stamp: Stamp, type: 'fee' | 'tax', { amount, currency }: Money): Booking {
  const charged = feeCash(amount, currency);
  invariant(charged.gt(ZERO), 'a charge above zero');
  return cashBooking(stamp, type, charged.neg(), currency, type === 'fee' ? 'fees' : 'tax');
}

/** Interest received, or charged when negative. */
export function bookInterest(stamp: Stamp, { amount, currency }: Money): Booking {
  return cashBooking(stamp, 'interest', cash(amount, currency), currency, 'interest');
}

/** What a broker says it took or gave apart from fills, and the other side of it. */
const OTHER_SIDE = {
  fee: 'fees',
  tax: 'tax',
  dividend: 'dividends',
  interest: 'interest',
  deposit: 'equity',
  withdrawal: 'equity',
} as const satisfies Partial<Record<TransactionType, LedgerAccount>>;

/**
 * One movement of cash as the broker booked it, signed: a fee below zero, one given back above. `settled` is how much of
 * it was expected: it pays what is `accrued`, and only the rest is a new fee.
 */
export function bookCashMove(
  stamp: Stamp,
  type: keyof typeof OTHER_SIDE,
  { amount, currency }: Money,
  { settled = ZERO, instrumentId = null }: { settled?: Decimal; instrumentId?: InstrumentId | null } = {},
): Booking {
  const change = cash(amount, currency);
  return {
    transaction: transactionOf(stamp, type, change, currency, { instrumentId }),
    entries: entriesOf([
      ['cash', change, currency],
      ['accrued', settled, currency],
      [OTHER_SIDE[type], change.neg().minus(settled), currency],
    ]),
  };
}

/** Fees that were expected and never charged: they were none. */
export function bookUncharged(stamp: Stamp, { amount, currency }: Money): Booking {
  return {
    transaction: transactionOf(stamp, 'fee', ZERO, currency),
    entries: entriesOf([
      ['accrued', decimal(amount), currency],
      ['fees', decimal(amount).neg(), currency],
    ]),
  };
}

function feeLines(fees: readonly FeeItem[], currency: Currency): { total: Decimal; lines: Line[] } {
  invariant(
    fees.every((fee) => fee.currency === currency),
    `fees are in ${currency}`,
  );
  const of = (kind: FeeItem['kind']): Decimal =>
    sum(fees.filter((fee) => fee.kind === kind).map((fee) => feeCash(fee.amount, currency)));
  const [fee, tax] = [of('fee'), of('tax')];
  return {
    total: fee.plus(tax),
    lines: [
      ['fees', fee, currency],
      ['tax', tax, currency],
    ],
  };
}

/**
 * One execution. Its amount (quantity × price × multiplier) is rounded once to the currency's unit; a buy adds it to the
 * position's cost, a sale takes the cost of what was sold and realises the difference; fees and tax leave cash apart, and
 * are in the result of whoever asks what it brought.
 */
export function bookFill(fill: FillToBook): Result<FillBooking, SellsMoreThanHeld> {
  const { stamp, side, position: before } = fill;
  const [quantity, price] = [decimal(fill.quantity), decimal(fill.price)];
  const { currency, instrumentId } = before;
  const amount = cash(quantity.times(price).times(decimal(fill.multiplier)), currency);
  const fees = feeLines(fill.fees, currency);
  const positions = `positions:${instrumentId}` as const;
  const details = { instrumentId, quantity: toText(quantity), price: toText(price) };
  const accrued = fill.areFeesLater === true ? fees.total : ZERO;
  const charged = fees.total.minus(accrued);
  const feesAndDebt: Line[] = [...fees.lines, ['accrued', accrued.neg(), currency]];

  if (side === 'buy') {
    const change = amount.plus(charged).neg();
    return ok({
      position: afterBuy(before, quantity, amount, fees.total),
      transaction: transactionOf(stamp, 'buy', change, currency, details),
      entries: entriesOf([[positions, amount, currency], ...feesAndDebt, ['cash', change, currency]]),
      realisedPnl: '0',
      result: '0',
      cashChange: toText(change),
      accrued: toText(accrued),
    });
  }
  const sale = afterSell(before, quantity, amount);
  if (!sale.ok) return sale;
  const { position, costSold, feesSold, realisedPnl } = sale.value;
  const change = amount.minus(charged);
  return ok({
    position,
    transaction: transactionOf(stamp, 'sell', change, currency, details),
    entries: entriesOf([
      ['cash', change, currency],
      ...feesAndDebt,
      [positions, costSold.neg(), currency],
      ['realised', realisedPnl.neg(), currency],
    ]),
    realisedPnl: toText(realisedPnl),
    result: toText(realisedPnl.minus(feesSold).minus(fees.total)),
    cashChange: toText(change),
    accrued: toText(accrued),
  });
}

export interface DividendToBook {
  readonly stamp: Stamp;
  readonly instrumentId: InstrumentId;
  /** What this holder gets before tax (`dividendShares`). */
  readonly gross: Money;
  /** Withheld, in the same currency. */
  readonly tax: Amount;
}

export function bookDividend({ stamp, instrumentId, gross, tax }: DividendToBook): Booking {
  const { currency } = gross;
  const [amount, withheld] = [positive(gross.amount, currency), feeCash(tax, currency)];
  const net = amount.minus(withheld);
  return {
    transaction: transactionOf(stamp, 'dividend', net, currency, { instrumentId }),
    entries: entriesOf([
      ['cash', net, currency],
      ['tax', withheld, currency],
      ['dividends', amount.neg(), currency],
    ]),
  };
}

/** A split moves no money: a transaction without entries. `after` comes from `splitPositions`. */
export function bookSplit(stamp: Stamp, after: Position): Booking & { readonly position: Position } {
  const details = { instrumentId: after.instrumentId, quantity: after.quantity };
  return { transaction: transactionOf(stamp, 'split', ZERO, after.currency, details), entries: [], position: after };
}

/** Changes `from` into the rate's other currency. `transaction.amount` is what left, `to` what arrived. */
export function bookConversion(
  stamp: Stamp,
  from: Money,
  rate: FxRate,
): Result<Booking & { readonly to: Money }, RateDoesNotFit> {
  const paid = positive(from.amount, from.currency);
  const to = convert(money(paid, from.currency), rate);
  if (!to.ok) return to;
  const received = decimal(to.value.amount);
  return ok({
    transaction: transactionOf(stamp, 'conversion', paid.neg(), from.currency, { price: rate.rate, rate }),
    entries: entriesOf([
      ['cash', paid.neg(), from.currency],
      ['conversion', paid, from.currency],
      ['cash', received, to.value.currency],
      ['conversion', received.neg(), to.value.currency],
    ]),
    to: to.value,
  });
}
