import { decimal, toText } from '../../lib/decimal.ts';
import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';
import { lotsWithin } from '../cost.ts';

/** What is lost when bought at the ceiling and sold at the stop, with fees and tax; without a stop, the whole amount. */
export const riskPerTrade: Check = { appliesTo: 'entry', run };

function run(input: CheckInput): CheckAnswer {
  const { equity } = input.account;
  const missing: string[] = [];
  if (equity === null) missing.push('account.equity');
  if (input.limitPrice === null) missing.push('limitPrice');
  if (input.rate === null) missing.push('rate');
  if (input.fees === null) missing.push('fees');
  if (equity === null || input.limitPrice === null || input.rate === null || input.fees === null)
    return unknown(...missing);
  const entry = decimal(input.limitPrice);
  const stop = decimal(input.stopPrice ?? 0);
  if (stop.gte(entry)) return deny('stop-not-below-price', { has: toText(stop), limit: input.limitPrice });
  const perUnit = entry.minus(stop).times(input.rate).times(input.instrument.multiplier);
  const fees = decimal(input.fees.buy).plus(input.fees.sell);
  const loss = perUnit.times(input.quantity).plus(fees);
  const limit = decimal(equity).times(input.limits.riskFractionMax);
  if (loss.lte(limit)) return PASS;
  // A smaller order pays smaller fees: with the full ones the named quantity passes for certain.
  return deny('risk-too-large', {
    has: toText(loss),
    limit: toText(limit),
    passes: lotsWithin(limit.minus(fees), perUnit, input.instrument),
  });
}
