import { decimal, isDecimalText, toText, type DecimalText } from '#shared/lib/decimal.ts';

const UNITS: Record<string, number> = { 천: 1_000, 만: 10_000, 억: 100_000_000, k: 1_000, m: 1_000_000 };

/** A positive amount as people type it: `10,000`, `$500`, `1.5k`, `500만원`, `12주`; null when it is none. */
export function parseAmount(text: string): DecimalText | null {
  const bare = text
    .trim()
    .toLowerCase()
    .replace(/[\s,_$₩]/g, '')
    .replace(/(원|달러|usd|krw|dollars?|주|shares?)$/u, '');
  const match = /^(\d+(?:\.\d+)?)(천|만|억|k|m)?$/u.exec(bare);
  if (match?.[1] === undefined || !isDecimalText(match[1])) return null;
  const value = decimal(match[1]).times(match[2] === undefined ? 1 : (UNITS[match[2]] ?? 1));
  return value.gt(0) ? toText(value) : null;
}

/** An amount that says it is money: `$500`, `500 usd`, `500달러`, `30만원`; null where it may be a number of shares. */
export function parseMoney(text: string): DecimalText | null {
  const bare = text.trim().toLowerCase();
  return /^[$₩]/u.test(bare) || /(원|달러|usd|krw|dollars?)$/u.test(bare) ? parseAmount(bare) : null;
}

/** A whole number of weeks: `4`, `4 weeks`, `4주`; null outside 1 to 520. */
export function parseWeeks(text: string): number | null {
  const match = /^(\d{1,3})\s*(w|weeks?|주)?$/iu.exec(text.trim());
  const weeks = Number(match?.[1] ?? Number.NaN);
  return Number.isInteger(weeks) && weeks >= 1 && weeks <= 520 ? weeks : null;
}
