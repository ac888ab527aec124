import { decimal } from '../../lib/decimal.ts';
import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';

/** What costs next to nothing moves in leaps, and its fees and spread are most of it. */
export const minimumPrice: Check = { appliesTo: 'entry', run };

function run({ instrument, limitPrice, limits }: CheckInput): CheckAnswer {
  const least = { USD: limits.priceMinUsd, KRW: limits.priceMinKrw }[instrument.currency];
  if (least === null) return PASS;
  if (limitPrice === null) return unknown('limitPrice');
  return decimal(limitPrice).gte(least) ? PASS : deny('price-too-low', { has: limitPrice, limit: least });
}
