import { decimal, sum, toText, ZERO } from '../../lib/decimal.ts';
import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';
import { lotsWithin, unitCost } from '../cost.ts';

/** All that Nod holds and buys here stays under what it may invest; what is held outside it has its own owner's limits. */
export const investedMax: Check = { appliesTo: 'entry', run };

function run(input: CheckInput): CheckAnswer {
  const { investedMax: max } = input.limits;
  if (max === null) return PASS;
  const { invested } = input.account;
  const unit = unitCost(input);
  const buying = input.pending?.filter(({ side, holder }) => side === 'buy' && holder !== 'external') ?? null;
  const missing: string[] = [];
  if (invested === null) missing.push('account.invested');
  if (unit === null) missing.push('limitPrice, rate');
  if (buying === null || buying.some(({ openCost }) => openCost === null)) missing.push('pending');
  if (invested === null || unit === null || buying === null || missing.length > 0) return unknown(...missing);
  const before = decimal(invested).plus(
    sum(buying.map(({ openCost }) => (openCost === null ? ZERO : decimal(openCost)))),
  );
  const after = before.plus(unit.times(input.quantity));
  if (after.lte(max)) return PASS;
  return deny('invested-too-much', {
    has: toText(after),
    limit: max,
    passes: lotsWithin(decimal(max).minus(before), unit, input.instrument),
  });
}
