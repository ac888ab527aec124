import { decimal, sum, toText, ZERO, type Decimal, type DecimalText } from '../lib/decimal.ts';
import type { MarketMs, WallMs } from '../lib/time.ts';
import type { FxRate } from './fx.ts';
import type { Holder, InstrumentId } from './ids.ts';
import { CURRENCIES, type Currency } from './instrument.ts';
import { money, type Money } from './money.ts';

/*
 * Double entry. What we have (`cash`, `positions:…`) and what it cost us (`fees`, `tax`) grows with a plus; where it
 * came from (`equity`: money from outside; `dividends`, `interest`, `realised`: gains) grows with a minus, and so does what
 * we owe (`accrued`: fees of fills that the broker charges later); `conversion` holds the other side of an exchange. So the entries of every booking sum to zero per currency, and the sum of an
 * account's entries is its balance.
 */
export const TRANSACTION_TYPES = [
  'deposit',
  'withdrawal',
  'buy',
  'sell',
  'dividend',
  'fee',
  'tax',
  'split',
  'conversion',
  'interest',
] as const;
export type TransactionType = (typeof TRANSACTION_TYPES)[number];

export type LedgerAccount =
  | 'cash'
  | `positions:${string}`
  | 'fees'
  | 'tax'
  | 'accrued'
  | 'realised'
  | 'equity'
  | 'dividends'
  | 'interest'
  | 'conversion';

export interface Entry {
  readonly account: LedgerAccount;
  readonly amount: DecimalText;
  readonly currency: Currency;
}

/** Who, when and under which id; ids and clocks are the caller's. */
export interface Stamp {
  readonly id: string;
  readonly holder: Holder;
  readonly at: WallMs;
  readonly marketAt: MarketMs;
}

/** `amount` is the change of cash in `currency`, signed; fees and tax are in it unless they are charged later. */
export interface Transaction extends Stamp {
  readonly type: TransactionType;
  readonly instrumentId: InstrumentId | null;
  /** Unsigned; of a split, what is held after it. */
  readonly quantity: DecimalText | null;
  readonly price: DecimalText | null;
  readonly amount: DecimalText;
  readonly currency: Currency;
  /** Of a conversion: the rate with its time and source. */
  readonly rate: FxRate | null;
}

export interface Booking {
  readonly transaction: Transaction;
  readonly entries: readonly Entry[];
}

/** Sums entries per currency; only what is not zero is in it. Balanced books give an empty list. */
export function imbalance(entries: Iterable<Entry>): Money[] {
  const totals = new Map<Currency, Decimal>();
  for (const entry of entries) {
    totals.set(entry.currency, (totals.get(entry.currency) ?? ZERO).plus(decimal(entry.amount)));
  }
  return [...totals].filter(([, total]) => !total.eq(ZERO)).map(([currency, total]) => money(total, currency));
}

/** Balance of one account in one currency. */
export function balanceOf(entries: Iterable<Entry>, account: LedgerAccount, currency: Currency): Decimal {
  let balance = ZERO;
  for (const entry of entries) {
    if (entry.account === account && entry.currency === currency) balance = balance.plus(decimal(entry.amount));
  }
  return balance;
}

/** What transactions of one type did to cash in one currency. */
export interface TransactionSummary {
  readonly type: TransactionType;
  readonly currency: Currency;
  readonly count: number;
  readonly amount: DecimalText;
}

/** One line per type and currency that occurs, in the order of `TRANSACTION_TYPES`. */
export function summariseTransactions(
  transactions: readonly Pick<Transaction, 'type' | 'currency' | 'amount'>[],
): TransactionSummary[] {
  return TRANSACTION_TYPES.flatMap((type) =>
    CURRENCIES.flatMap((currency) => {
      const of = transactions.filter((transaction) => transaction.type === type && transaction.currency === currency);
      if (of.length === 0) return [];
      const amount = toText(sum(of.map((transaction) => decimal(transaction.amount))));
      return [{ type, currency, count: of.length, amount }];
    }),
  );
}
