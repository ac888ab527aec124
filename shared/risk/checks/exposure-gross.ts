import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';
import { lotsWithin, unitCost } from '../cost.ts';
import { grossOf, shareOf } from '../exposure.ts';
import { toText } from '../../lib/decimal.ts';

/** Everything held and being bought, long and short added, stays under its multiple of equity: more is borrowed. */
export const exposureGross: Check = { appliesTo: 'entry', run };

function run(input: CheckInput): CheckAnswer {
  const { exposureGrossMax: max } = input.limits;
  if (max === null) return PASS;
  const limit = shareOf(input, max);
  const before = input.book === null ? null : grossOf(input.book);
  const unit = unitCost(input);
  const missing: string[] = [];
  if (limit === null) missing.push('account.equity');
  if (before === null) missing.push('book');
  if (unit === null) missing.push('limitPrice, rate');
  if (limit === null || before === null || unit === null) return unknown(...missing);
  const after = before.plus(unit.times(input.quantity));
  if (after.lte(limit)) return PASS;
  return deny('gross-exposure-too-large', {
    has: toText(after),
    limit: toText(limit),
    passes: lotsWithin(limit.minus(before), unit, input.instrument),
  });
}
