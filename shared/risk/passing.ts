import { decimal, type DecimalText } from '../lib/decimal.ts';
import { CHECK_NAMES, type CheckInput, type CheckVerdict, type DenyCode } from './check.ts';
import { runChecks } from './index.ts';

/** A number that passes where the one of the order does not: in the instrument's units, or a price in its currency. */
export interface Passing {
  readonly what: 'quantity' | 'price';
  readonly value: DecimalText;
}

/** Denials that another price lifts, and which of their values is that price. */
const PRICES: Readonly<Partial<Record<DenyCode, 'passes' | 'limit'>>> = {
  'above-collar': 'passes',
  'outside-price-limit': 'limit',
  'price-too-low': 'limit',
};

/** What would pass this check by itself; null where it passed, and where no other size or price would do. */
export function passingOf(verdict: CheckVerdict): Passing | null {
  if (verdict.answer !== 'deny') return null;
  const price = PRICES[verdict.code];
  const value = verdict.values[price ?? 'passes'];
  if (value === undefined || !(Number(value) > 0)) return null;
  return { what: price === undefined ? 'quantity' : 'price', value: String(value) };
}

/**
 * The largest smaller quantity that every check passes: the order's own where it passes as it is, null where one of them
 * asks for something else than a smaller size. Each round is smaller than the one before, and no check denies twice with
 * the same room.
 */
export function passingQuantity(input: CheckInput): DecimalText | null {
  let quantity = input.quantity;
  for (let round = 0; round <= CHECK_NAMES.length; round += 1) {
    const { allowed, verdicts } = runChecks({ ...input, quantity });
    if (allowed) return quantity;
    let least = quantity;
    for (const verdict of verdicts) {
      const blocks = verdict.answer === 'deny' || (verdict.answer === 'unknown' && input.intent === 'entry');
      if (!blocks) continue;
      const passing = passingOf(verdict);
      if (passing?.what !== 'quantity') return null;
      if (decimal(passing.value).lt(least)) least = passing.value;
    }
    if (decimal(least).gte(quantity)) return null;
    quantity = least;
  }
  return null;
}
