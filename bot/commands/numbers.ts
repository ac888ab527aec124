import type { Currency } from '#shared/domain/instrument.ts';
import { decimal, isDecimalText, toText, type DecimalText } from '#shared/lib/decimal.ts';

const UNITS: Record<string, number> = { 천: 1_000, 만: 10_000, 억: 100_000_000, k: 1_000, m: 1_000_000 };
const SIGNS: Record<string, Currency> = { $: 'USD', '₩': 'KRW' };

/** Digits in one piece or in groups of three: `1,5` and `10 5` may be 1.5 and two numbers, and are none. */
const AMOUNT =
  /^([$₩])?\s*(\d{1,3}(?:([,_ ])\d{3})(?:\3\d{3})*|\d+)(\.\d+)?\s*(천|만|억|k|m)?\s*(원|달러|usd|krw|dollars?|주|shares?)?$/u;
const UNIT_ALONE = /^(천|만|억|k|m)?(원|달러|usd|krw|dollars?|주|shares?)?$/iu;

interface Said {
  readonly value: DecimalText;
  /** What it says it is; null: it may be anything. */
  readonly of: Currency | 'shares' | null;
}

function read(text: string): Said | null {
  const [, sign, whole, between = '', part = '', unit, word] = AMOUNT.exec(text.trim().toLowerCase()) ?? [];
  const digits = `${whole?.replaceAll(between, '') ?? ''}${part}`;
  if (!isDecimalText(digits)) return null;
  const signed = sign === undefined ? null : (SIGNS[sign] ?? null);
  const named = word === undefined ? null : whatIs(word);
  if (signed !== null && named !== null && signed !== named) return null;
  const value = decimal(digits).times(unit === undefined ? 1 : (UNITS[unit] ?? 1));
  return value.gt(0) ? { value: toText(value), of: signed ?? named } : null;
}

function whatIs(word: string): Currency | 'shares' {
  if (word === '주' || word.startsWith('share')) return 'shares';
  return word === '원' || word === 'krw' ? 'KRW' : 'USD';
}

/**
 * A positive amount or price in this currency as people type it: `10,000`, `$500`, `1.5k`, `500만원`; null when it is none,
 * or says another currency: 10만원 is never 100,000 dollars.
 */
export function parseAmount(text: string, currency: Currency): DecimalText | null {
  const said = read(text);
  return said === null || (said.of !== null && said.of !== currency) ? null : said.value;
}

/** A positive number of shares: `12`, `12주`, `1,000 shares`; null when it is none, or says it is money. */
export function parseShares(text: string): DecimalText | null {
  const said = read(text);
  return said === null || (said.of !== null && said.of !== 'shares') ? null : said.value;
}

/** Whether it says it is money, in whatever currency: `$500`, `500 usd`, `500달러`, `30만원`. */
export function isMoney(text: string): boolean {
  const of = read(text)?.of ?? null;
  return of !== null && of !== 'shares';
}

/** What stands behind a stock's name: how many or for how much, and the limit. A unit may stand apart: `500 usd`, `10 주`. */
export function termsOf(quantity: string, limit: string): { readonly quantity: string; readonly limit: string } {
  const [first = '', ...rest] = limit.trim().split(/\s+/);
  const isApart = first !== '' && (UNIT_ALONE.test(first) || /^[$₩]$/u.test(quantity));
  return isApart ? { quantity: `${quantity} ${first}`, limit: rest.join(' ') } : { quantity, limit: limit.trim() };
}

/** A whole number of weeks: `4`, `4 weeks`, `4주`; null outside 1 to 520. */
export function parseWeeks(text: string): number | null {
  const match = /^(\d{1,3})\s*(w|weeks?|주)?$/iu.exec(text.trim());
  const weeks = Number(match?.[1] ?? Number.NaN);
  return Number.isInteger(weeks) && weeks >= 1 && weeks <= 520 ? weeks : null;
}
