import type { Side } from '../../domain/order.ts';

/** Whole cents of an amount with at most two decimals. */
export function centsOf(text: string): number {
  return Math.round(Number(text) * 100);
}

const CENTS = Array.from({ length: 100 }, (_, cents) => String(cents / 100).slice(1));

/** Canonical decimal text of whole cents. */
export function centsText(cents: number): string {
  const whole = cents / 100;
  // Text of a whole number is found, not made; what is below zero with cents is rare.
  if (Number.isInteger(whole)) return String(whole + 0);
  if (whole < 0) return String(whole);
  const down = Math.floor(whole);
  return `${down}${CENTS[cents - down * 100] ?? ''}`;
}

/** What this broker charges: a cent for ten shares, two for a sale, always a whole number of cents. */
export function feeCents(side: Side, quantity: number): number {
  return Math.ceil((side === 'buy' ? quantity : 2 * quantity) / 10);
}
