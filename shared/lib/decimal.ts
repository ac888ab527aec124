import Big from 'big.js';

/*
 * Money, prices and quantities of accounts, orders and ledger. Canonical text has no exponent and no
 * trailing zeros, so that equal amounts are equal strings; SQL stores it and never computes with it.
 */
const Base = Big();
Base.DP = 20;
Base.RM = 2; // half to even
Base.NE = -1_000;
Base.PE = 1_000;

export type Decimal = Big;
/** Canonical decimal text, e.g. `-12.5`; never `1e3`, `1.0` or `-0`. */
export type DecimalText = string;
export type Rounding = 'down' | 'up' | 'half-even';

// big.js: 0 truncates towards zero, 3 rounds away from zero, 2 is half to even.
const MODES = { down: 0, up: 3, 'half-even': 2 } as const;
const CANONICAL = /^-?\d{1,30}(\.\d{1,20})?$/;

/** Parses a decimal. Throws on anything that is not a plain finite decimal: input is parsed at the edge before. */
export function decimal(value: DecimalText | number | Decimal): Decimal {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`not a finite number: ${value}`);
  return new Base(value);
}

export function isDecimalText(text: string): boolean {
  return CANONICAL.test(text);
}

/** Canonical text of a decimal. */
export function toText(value: Decimal): DecimalText {
  const text = value.toFixed();
  return text === '-0' ? '0' : text;
}

/** Rounds to a multiple of `unit` (a tick, a lot, a cent). `down` is towards zero, `up` away from it. */
export function roundTo(value: Decimal, unit: DecimalText | number, mode: Rounding): Decimal {
  const step = decimal(unit);
  return value.div(step).round(0, MODES[mode]).times(step);
}

export const ZERO: Decimal = decimal(0);

export function sum(values: Iterable<Decimal>): Decimal {
  let total = ZERO;
  for (const value of values) total = total.plus(value);
  return total;
}

export function minOf(a: Decimal, b: Decimal): Decimal {
  return a.lt(b) ? a : b;
}
