import type { Language } from '../contract/session.ts';
import { CURRENCY_UNIT, type Currency } from '../domain/instrument.ts';
import { decimal, roundTo, type DecimalText } from '../lib/decimal.ts';

/*
 * How figures are written. Pure: amounts come as decimal text, instants come in. A minus is U+2212, so that it lines
 * up with the digits and is read as a minus; it stands before the currency sign.
 */
export const MINUS = '−';
const EOK = 100_000_000;
const MAN = 10_000;

/** `exact`: to the currency's unit; `round`: no cents from 10 up; `short`: whole 만 in Korean (149만 원), else as `round`. */
export type MoneyStyle = 'exact' | 'round' | 'short';
export interface MoneyOptions {
  readonly style?: MoneyStyle;
  /** Shows a plus on gains. Losses always show their minus. */
  readonly signed?: boolean;
}

/** An amount with its currency: `$1,491.72`, `−$120`, `₩71,200`; Korean `71,200원`, `149만 원`, `114.41달러`. */
export function money(
  amount: DecimalText | number,
  currency: Currency,
  language: Language,
  options: MoneyOptions = {},
): string {
  const { style = 'exact', signed = false } = options;
  const value = decimal(amount);
  const rounded = roundTo(value, style !== 'exact' && value.abs().gte(10) ? '1' : CURRENCY_UNIT[currency], 'half-even');
  const size = rounded.abs();
  const sign = rounded.lt(0) ? MINUS : signed && rounded.gt(0) ? '+' : '';
  if (language === 'ko' && currency === 'KRW' && style === 'short' && size.gte(MAN)) {
    return `${sign}${manWon(size.toNumber())}`;
  }
  const whole = currency === 'KRW' || size.mod(1).eq(0);
  const digits = whole && (style !== 'exact' || currency === 'KRW') ? 0 : 2;
  const text = group(size.toFixed(digits));
  if (language === 'ko') return `${sign}${text}${currency === 'KRW' ? '원' : '달러'}`;
  return `${sign}${currency === 'KRW' ? '₩' : '$'}${text}`;
}

function manWon(size: number): string {
  if (size >= EOK) return `${trim((size / EOK).toFixed(2))}억 원`;
  return `${group(String(Math.floor(size / MAN)))}만 원`;
}

/** A small difference as people say it: `22 cents`, `22센트`; from a dollar on, and in won, as money. */
export function difference(amount: DecimalText | number, currency: Currency, language: Language): string {
  const size = decimal(amount).abs();
  if (currency !== 'USD' || size.gte(1) || size.lt('0.01')) return money(size.toFixed(), currency, language);
  const cents = size.times(100).round(0, 2).toFixed();
  return language === 'ko' ? `${cents}센트` : `${cents} ${cents === '1' ? 'cent' : 'cents'}`;
}

/** A price per unit: won whole, dollars to the cent, below a dollar to a hundredth of it: `$124.60`, `$0.4512`. */
export function price(value: DecimalText | number, currency: Currency, language: Language): string {
  const amount = decimal(value);
  const least = currency === 'KRW' ? 0 : 2;
  const rounded = amount.round(currency === 'KRW' ? 0 : amount.abs().gte(1) ? 2 : 4, 2);
  const decimals = rounded.toFixed().split('.')[1]?.length ?? 0;
  const text = group(rounded.abs().toFixed(Math.max(least, decimals)));
  const sign = rounded.lt(0) ? MINUS : '';
  if (language === 'ko') return `${sign}${text}${currency === 'KRW' ? '원' : '달러'}`;
  return `${sign}${currency === 'KRW' ? '₩' : '$'}${text}`;
}

/**
 * A fraction as percent, at most `digits` decimals (1), no trailing zero: 0.3 is `30%`, -0.0052 is `−0.5%`. A share that
 * is something never reads as nothing: 0.0003 is `<0.1%`; a change may, `0%`.
 */
export function percent(
  fraction: number,
  options: { readonly signed?: boolean; readonly digits?: number } = {},
): string {
  const rounded = Number((fraction * 100).toFixed(options.digits ?? 1));
  if (rounded === 0 && fraction > 0 && options.signed !== true) return `<${10 ** -(options.digits ?? 1)}%`;
  const sign = rounded < 0 ? MINUS : options.signed === true && rounded > 0 ? '+' : '';
  return `${sign}${group(trim(Math.abs(rounded).toFixed(options.digits ?? 1)))}%`;
}

/** A count of shares or of anything else, grouped; a fraction of a share keeps its decimals. */
export function quantity(value: DecimalText | number): string {
  const amount = decimal(value);
  const text = group(amount.abs().toFixed());
  return amount.lt(0) ? `${MINUS}${text}` : text;
}

/** A plain figure with at most `digits` decimals. */
export function figure(value: number, digits = 1): string {
  const rounded = Number(value.toFixed(digits));
  return `${rounded < 0 ? MINUS : ''}${group(trim(Math.abs(rounded).toFixed(digits)))}`;
}

/** How many times something is: `1.8×`, `1.8배`. */
export function multiple(value: number, language: Language): string {
  return `${figure(value)}${language === 'ko' ? '배' : '×'}`;
}

function trim(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function group(text: string): string {
  const [whole = '0', fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
