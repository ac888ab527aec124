import { dailyPriceLimits } from '../../domain/price-limit.ts';
import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';

/**
 * The exchange takes no price outside its daily limits. Those of the next day are counted from a close that is not there
 * yet: a question for the next open is measured when its order is released.
 */
export const priceLimit: Check = { appliesTo: 'entry', run };

function run(input: CheckInput): CheckAnswer {
  const { instrument, limitPrice, previousClose } = input;
  if (!hasLimits(input) || (input.session === 'next-open' && input.moment === 'ask')) return PASS;
  const missing: string[] = [];
  if (limitPrice === null) missing.push('limitPrice');
  if (previousClose === null || !(previousClose > 0) || previousClose === Infinity) missing.push('previousClose');
  if (limitPrice === null || previousClose === null || missing.length > 0) return unknown(...missing);
  const { lowest, highest } = dailyPriceLimits(instrument, previousClose);
  const has = Number(limitPrice);
  if (has > highest) return deny('outside-price-limit', { has: limitPrice, limit: highest });
  return has < lowest ? deny('outside-price-limit', { has: limitPrice, limit: lowest }) : PASS;
}

function hasLimits({ instrument }: CheckInput): boolean {
  return instrument.exchange === 'krx' || instrument.exchange === 'demo-krx';
}
