import { decimal, roundTo, sum, toText, ZERO, type Decimal, type DecimalText } from '../lib/decimal.ts';
import { invariant } from '../lib/invariant.ts';
import { CURRENCY_UNIT, type Currency } from './instrument.ts';

/** Records that are stored or sent carry text, arithmetic carries Decimal; both are taken where an amount goes in. */
export type Amount = Decimal | DecimalText;

/** An amount in a currency, as it is stored and sent. */
export interface Money {
  readonly amount: DecimalText;
  readonly currency: Currency;
}

/** Rounds to the currency's unit, half to even: once, where a ledger entry is made. */
export function cash(amount: Amount, currency: Currency): Decimal {
  return roundTo(decimal(amount), CURRENCY_UNIT[currency], 'half-even');
}

/** Rounds a fee or tax to the currency's unit, away from zero. */
export function feeCash(amount: Amount, currency: Currency): Decimal {
  return roundTo(decimal(amount), CURRENCY_UNIT[currency], 'up');
}

export function money(amount: Amount, currency: Currency): Money {
  return { amount: toText(decimal(amount)), currency };
}

/** `fraction` of an amount (0.01 is 1 %), unrounded. */
export function portion(amount: Amount, fraction: Amount): Decimal {
  return decimal(amount).times(decimal(fraction));
}

/** `part / whole` as a fraction; null when there is no whole. */
export function fractionOf(part: Amount, whole: Amount): Decimal | null {
  const denominator = decimal(whole);
  return denominator.eq(ZERO) ? null : decimal(part).div(denominator);
}

/** A fraction as percent with that many places, half to even: `0.12345` with 2 places is `12.34`. */
export function percent(fraction: Amount, places: number): DecimalText {
  return toText(decimal(fraction).times(100).round(places, 2));
}

/**
 * Splits `total` by `weights` in whole `unit`s so that the parts sum to it exactly: everybody gets the units that are
 * certainly theirs, the rest go one each to the largest remainders (Hamilton's method), the earlier first on a tie.
 * Weights are not negative and not all zero; `total` may be negative and is a multiple of `unit`.
 */
export function apportion(total: Amount, weights: readonly Amount[], unit: DecimalText): Decimal[] {
  const whole = decimal(total);
  const parts = weights.map(decimal);
  const weight = sum(parts);
  invariant(weight.gt(ZERO) && parts.every((part) => part.gte(ZERO)), 'weights are not negative and not all zero');
  invariant(roundTo(whole, unit, 'down').eq(whole), `${toText(whole)} is a multiple of ${unit}`);
  const exact = parts.map((part) => whole.times(part).div(weight));
  const shares = exact.map((value) => roundTo(value, unit, 'down'));
  const missing = whole.minus(sum(shares));
  const extra = Number(missing.abs().div(unit).toFixed());
  const step = whole.lt(ZERO) ? decimal(unit).neg() : decimal(unit);
  const remainder = (index: number): Decimal => (exact[index] ?? ZERO).minus(shares[index] ?? ZERO).abs();
  const byRemainder = shares
    .map((_, index) => index)
    .filter((index) => (parts[index] ?? ZERO).gt(ZERO))
    .sort((a, b) => remainder(b).cmp(remainder(a)) || a - b);
  for (const index of byRemainder.slice(0, extra)) shares[index] = (shares[index] ?? ZERO).plus(step);
  return shares;
}
