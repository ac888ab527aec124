import { decimal, toText } from '../../lib/decimal.ts';
import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';
import { lotsWithin } from '../cost.ts';
import { heatOf, shareOf } from '../exposure.ts';

/**
 * What is lost if every stop of the account is hit, with this order's: of holdings and working orders, whoever holds
 * them; what has no stop counts whole.
 */
export const portfolioHeat: Check = { appliesTo: 'entry', run };

function run(input: CheckInput): CheckAnswer {
  const { heatFractionMax: max } = input.limits;
  if (max === null) return PASS;
  const limit = shareOf(input, max);
  const before = input.book === null ? null : heatOf(input.book);
  const missing: string[] = [];
  if (limit === null) missing.push('account.equity');
  if (before === null) missing.push('book');
  if (input.limitPrice === null) missing.push('limitPrice');
  if (input.rate === null) missing.push('rate');
  if (input.fees === null) missing.push('fees');
  if (limit === null || before === null || input.limitPrice === null || input.rate === null || input.fees === null)
    return unknown(...missing);
  const toStop = decimal(input.limitPrice).minus(input.stopPrice ?? 0);
  const perUnit = toStop.times(input.rate).times(input.instrument.multiplier);
  const fees = decimal(input.fees.buy).plus(input.fees.sell);
  const after = before.plus(perUnit.times(input.quantity)).plus(fees);
  if (after.lte(limit)) return PASS;
  return deny('heat-too-large', {
    has: toText(after),
    limit: toText(limit),
    passes: lotsWithin(limit.minus(before).minus(fees), perUnit, input.instrument),
  });
}
