import type { LimitName } from '../domain/account-limits.ts';
import type { Currency } from '../domain/instrument.ts';
import type { LimitUnit } from '../domain/limit-facts.ts';
import { cash } from '../domain/money.ts';
import type { Horizon } from '../domain/signal.ts';
import { decimal, toText, ZERO, type Decimal, type DecimalText } from '../lib/decimal.ts';
import type { BookLine, CheckInput, CheckName, ClosedTrade, PendingTrade } from './check.ts';
import type { Past } from './correlations.ts';
import type { AccountLimits } from './limits.ts';

/** What the usage of limits is measured from: the account's part of what the checks look at. Null means unknown. */
export interface UsageInput {
  readonly currency: Currency;
  readonly limits: AccountLimits;
  readonly account: Pick<
    CheckInput['account'],
    | 'equity'
    | 'peakEquity'
    | 'dayStartEquity'
    | 'ordersToday'
    | 'ordersLastMinute'
    | 'dayTrades'
    | 'invested'
    | 'byHorizon'
  >;
  readonly book: readonly BookLine[];
  readonly pending: readonly PendingTrade[];
  /** Different instruments held or being bought. */
  readonly positions: number;
  /** What each trade would lose at its stop of what was paid, the whole without one. */
  readonly tradeLosses: readonly { readonly symbol: string; readonly loss: DecimalText | null }[];
  readonly closed: readonly ClosedTrade[];
  readonly past: Past | null;
}

/**
 * How far one limit is used. `measured`: what is used beside what may be; `unknown`: it cannot be said, and the check of
 * the same name denies entries where it is asked; `off`: nothing is asked; `empty`: nothing is held that it could measure;
 * `each-order`: nothing adds up, each order is held against it by itself.
 */
export interface LimitUsage {
  readonly name: LimitName;
  /** Which part of a split; null for all others. */
  readonly part: Horizon | null;
  /** Who asks it of an order; null where no check does. */
  readonly check: CheckName | null;
  readonly unit: LimitUnit;
  readonly state: 'measured' | 'unknown' | 'off' | 'empty' | 'each-order';
  readonly used: DecimalText | null;
  readonly limit: DecimalText | null;
  /** Used of the limit; null where one of them is none, and for a limit of 0. */
  readonly fraction: number | null;
  /** Whether there is no room left; null where it cannot be said. */
  readonly reached: boolean | null;
  /** The same in account currency, where a part of money is limited. */
  readonly amounts: { readonly used: DecimalText; readonly limit: DecimalText | null } | null;
  /** What it is largest of: a symbol, two of them, a sector. */
  readonly about: readonly string[];
  /** What is not known, by the fields of `CheckInput`. */
  readonly missing: readonly string[];
}

/** What a measure answers; what it leaves out is null or empty. */
export type Measured = Partial<Omit<LimitUsage, 'name' | 'unit' | 'check'>> & Pick<LimitUsage, 'state'>;

/** An amount in account currency, what it is largest of, and the field that is missing where it is null. */
export interface Used {
  readonly used: Decimal | null;
  readonly from: string;
  readonly about?: readonly string[];
}

type Most = Decimal | DecimalText | number | null;

export function eachOrder(limit: Most): Measured {
  return limit === null ? { state: 'off' } : { state: 'each-order', limit: toText(decimal(limit)) };
}

export function counted(used: number | null, max: number | null, from = ''): Measured {
  const limit = max === null ? null : String(max);
  if (used === null) return { state: max === null ? 'off' : 'unknown', limit, missing: [from] };
  const is = { used: String(used), limit };
  if (max === null) return { ...is, state: 'off' };
  return { ...is, state: 'measured', fraction: share(decimal(used), decimal(max)), reached: used >= max };
}

export function inMoney({ currency }: UsageInput, { used, from, about = [] }: Used, max: DecimalText | null): Measured {
  const limit = max === null ? null : decimal(max);
  const most = limit === null ? null : toText(limit);
  if (used === null) return { state: max === null ? 'off' : 'unknown', limit: most, missing: [from] };
  const amounts = { used: amount(used, currency), limit: most };
  const is = { used: amounts.used, limit: most, about, amounts };
  if (limit === null) return { ...is, state: 'off' };
  return { ...is, state: 'measured', fraction: share(used, limit), reached: used.gte(limit) };
}

/** An amount as a fraction of equity. */
export function ofEquity(input: UsageInput, used: Used, max: Decimal | number | null): Measured {
  return ofWhole(input, used, { whole: input.account.equity, wholeFrom: 'account.equity', max });
}

function ofWhole(
  { currency }: UsageInput,
  { used, from, about = [] }: Used,
  { whole, wholeFrom, max }: { whole: DecimalText | null; wholeFrom: string; max: Decimal | number | null },
): Measured {
  const fractionMax = max === null ? null : decimal(max);
  const limit = fractionMax === null ? null : toText(fractionMax);
  const isOff = limit === null;
  const missing = [...(used === null ? [from] : []), ...(whole === null ? [wholeFrom] : [])];
  if (used === null || whole === null) return { state: isOff ? 'off' : 'unknown', limit, missing };
  // Nothing is a part of nothing; something is no part of nothing.
  if (decimal(whole).lte(0)) return { state: isOff ? 'off' : 'unknown', limit, missing: [wholeFrom] };
  const most = fractionMax?.times(whole) ?? null;
  const amounts = { used: amount(used, currency), limit: most === null ? null : amount(most, currency) };
  const is = { used: toText(used.div(whole).round(6)), limit, amounts, about };
  if (most === null) return { ...is, state: 'off' };
  return { ...is, state: 'measured', fraction: share(used, most), reached: used.gte(most) };
}

/** A fall from a mark, as a fraction of it; above the mark nothing has fallen. */
export function fallen(input: UsageInput, mark: DecimalText | null, max: number, from: string): Measured {
  const { equity } = input.account;
  const used = equity === null ? null : decimal(mark ?? equity).minus(equity);
  const fall = used === null ? null : used.lt(0) ? ZERO : used;
  return ofWhole(input, { used: fall, from: 'account.equity' }, { whole: mark, wholeFrom: from, max });
}

export function alike(
  held: number,
  most: { readonly alike: number; readonly about: readonly string[] } | null,
  max: number | null,
): Measured {
  const limit = max === null ? null : String(max);
  if (held < 2) return { state: max === null ? 'off' : 'empty', limit };
  if (most === null) return { state: max === null ? 'off' : 'unknown', limit, missing: ['past'] };
  const used = decimal(most.alike).round(6);
  const is = { used: toText(used), limit, about: most.about };
  if (max === null) return { ...is, state: 'off' };
  // What moves the other way uses nothing of it.
  const towards = used.lt(0) ? ZERO : used;
  return { ...is, state: 'measured', fraction: share(towards, decimal(max)), reached: most.alike > max };
}

function share(used: Decimal, limit: Decimal): number | null {
  return limit.lte(0) ? null : Number(used.div(limit).toFixed(6));
}

function amount(value: Decimal, currency: Currency): DecimalText {
  return toText(cash(value, currency));
}
