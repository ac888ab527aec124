import type { Currency } from '../domain/instrument.ts';
import { decimal, isDecimalText, toText, type DecimalText } from '../lib/decimal.ts';

/*
 * Amounts, prices and numbers of shares as people type them, in every door alike: what one reads as 124.60 no other reads
 * as 12,460. What can be read in two ways is read in none.
 */

const UNITS: Record<string, number> = { 천: 1_000, 만: 10_000, 억: 100_000_000, k: 1_000, m: 1_000_000 };
const SIGNS: Record<string, Currency> = { $: 'USD', '₩': 'KRW' };

/** Digits in one piece or in groups of three: `1,5` and `10 5` may be 1.5 and two numbers, and are none. */
const AMOUNT =
  /^([$₩])?\s*(\d{1,3}(?:([,_ ])\d{3})(?:\3\d{3})*|\d+)(\.\d+)?\s*(천|만|억|k|m)?\s*(원|달러|usd|krw|dollars?|주|shares?)?$/u;
/** Zero-width signs and marks of direction, which come with what is copied and which nobody sees. */
const UNSEEN = /[\u00ad\u200b-\u200f\u2060\ufeff]/gu;
/** Either sign of decimals; 1,000 may be one or a thousand, so it is neither. */
const SETTING = /^[+-]?\d{1,12}(\.\d{1,6}|,\d{1,2}|,\d{4,6})?$/;

interface Said {
  readonly value: DecimalText;
  /** What it says it is; null: it may be anything. */
  readonly of: Currency | 'shares' | null;
}

/** Letters, digits and signs as wide as a Korean one (`１２，０００`), which are the same; not `10²`, which Unicode calls like 102. */
const WIDE = /[\uff01-\uff5e]/gu;
const WIDE_BEFORE = 0xfee0;

/** Without what nobody sees, and with wide signs as plain ones. */
function plain(text: string): string {
  return text
    .replace(UNSEEN, '')
    .replace(WIDE, (sign) => String.fromCodePoint(sign.charCodeAt(0) - WIDE_BEFORE))
    .replace(/\s/gu, ' ')
    .replace('￦', '₩')
    .trim()
    .toLowerCase();
}

function read(text: string): Said | null {
  const [, sign, whole, between = '', part = '', unit, word] = AMOUNT.exec(plain(text)) ?? [];
  const digits = `${whole?.replaceAll(between, '') ?? ''}${part}`;
  if (!isDecimalText(digits)) return null;
  const signed = sign === undefined ? null : (SIGNS[sign] ?? null);
  const named = word === undefined ? null : whatIs(word);
  if (signed !== null && named !== null && signed !== named) return null;
  const value = decimal(digits).times(unit === undefined ? 1 : (UNITS[unit] ?? 1));
  return value.gt(0) && isDecimalText(toText(value)) ? { value: toText(value), of: signed ?? named } : null;
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

/** A number of a setting, of either sign of decimals: `7.5`, `7,5`, `-3`, `20 %`; NaN when it is none. */
export function parseSetting(text: string): number {
  const typed = plain(text).replace(/%$/, '').trim().replace('−', '-');
  return SETTING.test(typed) ? Number(typed.replace(',', '.')) : Number.NaN;
}

/** A positive number that does not say what it is of: a price of something in whatever currency it trades in. */
export function parseNumber(text: string): DecimalText | null {
  const said = read(text);
  return said?.of === null ? said.value : null;
}
