import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';

/**
 * Nothing is bought at a price nobody knows or that is too old. A question for the next open is raised on the last
 * close, whatever its age; the price is asked again when the order is released.
 */
export const knownPrice: Check = { appliesTo: 'entry', run };

function run(input: CheckInput): CheckAnswer {
  const { quote, limits } = input;
  if (quote === null || !(quote.price > 0) || !Number.isFinite(quote.price)) return unknown('quote');
  if (input.session === 'next-open' && input.moment === 'ask') return PASS;
  if (!Number.isFinite(quote.ageMs) || quote.ageMs < 0) return unknown('quote.ageMs');
  if (quote.ageMs <= limits.quoteAgeMaxMs) return PASS;
  return deny('quote-too-old', { has: quote.ageMs, limit: limits.quoteAgeMaxMs });
}
