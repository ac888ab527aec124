import { decimal, toText, type DecimalText } from '../../lib/decimal.ts';

/*
 * Quantities as canonical text. Whole numbers, which nearly all are, take the quick way: numbers are exact for them.
 */

/** Longer text could be rounded to a whole number that it is not. */
const EXACT_LENGTH = 15;

function whole(text: DecimalText): number | null {
  if (text.length > EXACT_LENGTH) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}

export function plus(a: DecimalText, b: DecimalText): DecimalText {
  const [x, y] = [whole(a), whole(b)];
  return x !== null && y !== null ? String(x + y) : toText(decimal(a).plus(b));
}

export function minus(a: DecimalText, b: DecimalText): DecimalText {
  const [x, y] = [whole(a), whole(b)];
  return x !== null && y !== null ? String(x - y) : toText(decimal(a).minus(b));
}

/** Below 0 when `a` is less, above when it is more. */
export function compare(a: DecimalText, b: DecimalText): number {
  if (a === b) return 0;
  const [x, y] = [whole(a), whole(b)];
  return x !== null && y !== null ? x - y : decimal(a).cmp(b);
}

export function isPositive(a: DecimalText): boolean {
  return a !== '0' && !a.startsWith('-');
}

/** Of canonical text. */
export function isWhole(a: DecimalText): boolean {
  return !a.includes('.');
}

export function least(a: DecimalText, b: DecimalText): DecimalText {
  return compare(a, b) <= 0 ? a : b;
}
