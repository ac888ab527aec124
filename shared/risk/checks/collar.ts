import { decimal, toText } from '../../lib/decimal.ts';
import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';

/**
 * The most an order may pay lies within a collar above the last price, so that a wrong ceiling buys nothing wild. An
 * order for the next open was asked within it; an open far below its ceiling is a better price, not a wrong ceiling.
 */
export const collar: Check = { appliesTo: 'entry', run };

function run(input: CheckInput): CheckAnswer {
  if (input.limitPrice === null) return unknown('limitPrice');
  if (input.quote === null || !(input.quote.price > 0) || input.quote.price === Infinity) return unknown('quote');
  if (input.session === 'next-open' && input.moment === 'send' && decimal(input.limitPrice).gte(input.quote.price))
    return PASS;
  const most = decimal(input.quote.price).times(decimal(1).plus(input.limits.collarMax));
  if (decimal(input.limitPrice).lte(most)) return PASS;
  return deny('above-collar', { has: input.limitPrice, limit: toText(most), passes: toText(most) });
}
