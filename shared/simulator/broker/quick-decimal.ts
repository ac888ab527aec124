import { decimal, toText, type DecimalText } from '../../lib/decimal.ts';

/*
 * Decimal text by float64 where that is exact: text of at most 15 characters has at most 15 digits, which a double
 * tells apart, and whole numbers add and multiply exactly below 2^53. Everything else goes through Decimal. A book
 * that runs 20,000 schedules a second spends its time elsewhere this way.
 */
const SHORT = 15;

export function addText(a: DecimalText, b: DecimalText): DecimalText {
  if (a.length <= SHORT && b.length <= SHORT) {
    const x = Number(a);
    const y = Number(b);
    if (Number.isInteger(x) && Number.isInteger(y)) return String(x + y);
  }
  return toText(decimal(a).plus(b));
}

export function minusText(a: DecimalText, b: DecimalText): DecimalText {
  if (a.length <= SHORT && b.length <= SHORT) {
    const x = Number(a);
    const y = Number(b);
    if (Number.isInteger(x) && Number.isInteger(y)) return String(x - y);
  }
  return toText(decimal(a).minus(b));
}

export function timesText(a: DecimalText, b: DecimalText): DecimalText {
  if (a.length <= SHORT && b.length <= SHORT) {
    const x = Number(a);
    const y = Number(b);
    const product = x * y;
    if (Number.isInteger(x) && Number.isInteger(y) && Number.isSafeInteger(product)) return String(product + 0);
  }
  return toText(decimal(a).times(b));
}

/** Negative when `a` is smaller, 0 when they are equal. */
export function compareText(a: DecimalText, b: DecimalText): number {
  if (a.length <= SHORT && b.length <= SHORT) return Number(a) - Number(b);
  return decimal(a).cmp(b);
}

export function minText(a: DecimalText, b: DecimalText): DecimalText {
  return compareText(a, b) <= 0 ? a : b;
}

export function isPositive(a: DecimalText): boolean {
  return a.length <= SHORT ? Number(a) > 0 : decimal(a).gt(0);
}

/** Canonical text of a price that a market gave as a number. */
export function numberText(value: number): DecimalText {
  const text = String(value);
  return text.includes('e') ? toText(decimal(value)) : text;
}
