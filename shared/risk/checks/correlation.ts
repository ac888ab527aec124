import type { InstrumentId } from '../../domain/ids.ts';
import { decimal } from '../../lib/decimal.ts';
import { deny, PASS, unknown, type BookLine, type Check, type CheckAnswer, type CheckInput } from '../check.ts';
import { correlation as between, returnsOf } from '../past-prices.ts';

/**
 * What moves like something that is held already adds to it instead of spreading: the largest correlation of returns
 * with any one holding, and the one with all of them by their weights. With too few common days it is unknown.
 */
export const correlation: Check = { appliesTo: 'entry', run };

interface Held {
  readonly symbol: string;
  readonly weight: number;
  readonly returns: ReadonlyMap<number, number>;
}

function run(input: CheckInput): CheckAnswer {
  const { correlationMax, portfolioCorrelationMax } = input.limits;
  if (correlationMax === null && portfolioCorrelationMax === null) return PASS;
  const { book, past, instrument } = input;
  if (book === null) return unknown('book');
  const others = valuesOf(book, instrument.id);
  if (others === null) return unknown('book');
  if (others.size === 0) return PASS;
  const candidate = past?.get(instrument.id);
  if (past === null || candidate === undefined) return unknown('past');
  const own = returnsOf(candidate);
  const held: Held[] = [];
  for (const [id, { symbol, value }] of others) {
    const prices = past.get(id);
    if (prices === undefined) return unknown(`past of ${symbol}`);
    held.push({ symbol, weight: value, returns: returnsOf(prices) });
  }
  // A short sale of what moves like a short position adds to it; a buy spreads what it takes back.
  const direction = input.side === 'buy' ? 1 : -1;
  if (correlationMax !== null) {
    let nearest: { readonly symbol: string; readonly with: number } | null = null;
    for (const { symbol, weight, returns } of held) {
      const pair = between(own, returns);
      if (pair === null) return unknown(`past of ${symbol}`);
      const alike = pair * direction * Math.sign(weight);
      if (nearest === null || alike > nearest.with) nearest = { symbol, with: alike };
    }
    if (nearest !== null && nearest.with > correlationMax)
      return deny('too-correlated', { has: nearest.with, limit: correlationMax, symbol: nearest.symbol });
  }
  if (portfolioCorrelationMax !== null) {
    const all = between(own, together(held));
    if (all === null) return unknown('past');
    const alike = all * direction;
    if (alike > portfolioCorrelationMax)
      return deny('too-correlated-with-all', { has: alike, limit: portfolioCorrelationMax });
  }
  return PASS;
}

/** What is held of each other instrument; null when a value is unknown. Of this very one `position-size` speaks. */
function valuesOf(
  book: readonly BookLine[],
  except: InstrumentId,
): Map<InstrumentId, { readonly symbol: string; readonly value: number }> | null {
  const values = new Map<InstrumentId, { readonly symbol: string; readonly value: number }>();
  for (const { instrument, value } of book) {
    if (instrument.id === except) continue;
    if (value === null) return null;
    const before = values.get(instrument.id)?.value ?? 0;
    values.set(instrument.id, { symbol: instrument.symbol, value: before + decimal(value).toNumber() });
  }
  for (const [id, { value }] of values) if (value === 0) values.delete(id);
  return values;
}

/** Returns of all holdings together, where each of them has one. */
function together(held: readonly Held[]): ReadonlyMap<number, number> {
  const [first, ...others] = held;
  const sums = new Map<number, number>();
  if (first === undefined) return sums;
  for (const [instant, return_] of first.returns) {
    let sum: number | null = first.weight * return_;
    for (const { weight, returns } of others) {
      const other = returns.get(instant);
      sum = sum === null || other === undefined ? null : sum + weight * other;
    }
    // Weights are left as money: a correlation does not ask for their size.
    if (sum !== null) sums.set(instant, sum);
  }
  return sums;
}
