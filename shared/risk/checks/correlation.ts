import type { InstrumentId } from '../../domain/ids.ts';
import { deny, PASS, unknown, type BookLine, type Check, type CheckAnswer, type CheckInput } from '../check.ts';
import { correlation as between, returnsAt, returnsOf } from '../past-prices.ts';

/**
 * What moves like something that is held already adds to it instead of spreading: the largest correlation of returns
 * with any one holding, and the one with all of them by their weights. With too few common days it is unknown.
 */
export const correlation: Check = { appliesTo: 'entry', run };

interface Held {
  readonly symbol: string;
  /** Negative when short. */
  value: number;
}

function run(input: CheckInput): CheckAnswer {
  const { correlationMax, portfolioCorrelationMax } = input.limits;
  if (correlationMax === null && portfolioCorrelationMax === null) return PASS;
  const { book, past, instrument } = input;
  const others = book === null ? null : valuesOf(book, instrument.id);
  if (others === null) return unknown('book');
  if (others.size === 0) return PASS;
  const candidate = past?.get(instrument.id);
  if (past === null || candidate === undefined) return unknown('past');
  const { t, value: own } = returnsOf(candidate);
  // A short sale of what moves like a short position adds to it; a buy spreads what it takes back.
  const direction = input.side === 'buy' ? 1 : -1;
  const together = new Float64Array(own.length);
  let nearest = { symbol: '', alike: -Infinity };
  for (const [id, { symbol, value }] of others) {
    const prices = past.get(id);
    if (prices === undefined) return unknown(`past of ${symbol}`);
    const returns = returnsAt(returnsOf(prices), t);
    // Weights are left as money: a correlation does not ask for their size. What one has not, all have not.
    for (let at = 0; at < together.length; at += 1) together[at]! += value * returns[at]!; // in range
    const pair = between(own, returns);
    if (pair === null) return unknown(`past of ${symbol}`);
    const alike = pair * direction * Math.sign(value);
    if (alike > nearest.alike) nearest = { symbol, alike };
  }
  if (correlationMax !== null && nearest.alike > correlationMax)
    return deny('too-correlated', { has: nearest.alike, limit: correlationMax, symbol: nearest.symbol });
  if (portfolioCorrelationMax === null) return PASS;
  const all = between(own, together);
  if (all === null) return unknown('past');
  const alike = all * direction;
  if (alike <= portfolioCorrelationMax) return PASS;
  return deny('too-correlated-with-all', { has: alike, limit: portfolioCorrelationMax });
}

/** What is held of each other instrument; null when a value is unknown. Of this very one `position-size` speaks. */
function valuesOf(book: readonly BookLine[], except: InstrumentId): Map<InstrumentId, Held> | null {
  const values = new Map<InstrumentId, Held>();
  for (const { instrument, value } of book) {
    if (instrument.id === except) continue;
    if (value === null) return null;
    const held = values.get(instrument.id);
    if (held === undefined) values.set(instrument.id, { symbol: instrument.symbol, value: Number(value) });
    else held.value += Number(value);
  }
  for (const [id, { value }] of values) if (value === 0) values.delete(id);
  return values;
}
