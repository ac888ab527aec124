import type { Side } from '../../domain/order.ts';

/** Whole cents of an amount with at most two decimals. */
export function centsOf(text: string): number {
  return Math.round(Number(text) * 100);
}

/** Canonical decimal text of whole cents. */
export function centsText(cents: number): string {
  const whole = cents / 100;
  return String(Object.is(whole, -0) ? 0 : whole);
}

/** What this broker charges: a cent for ten shares, two for a sale, always a whole number of cents. */
export function feeCents(side: Side, quantity: number): number {
  return Math.ceil((side === 'buy' ? quantity : 2 * quantity) / 10);
}
