import { decimal, sum, toText, ZERO } from '../../lib/decimal.ts';
import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';
import { lotsWithin, unitCost } from '../cost.ts';

/** One instrument over all holders, with what is being bought of it, stays under an amount of money. */
export const positionAmount: Check = { appliesTo: 'entry', run };

function run(input: CheckInput): CheckAnswer {
  const { positionAmountMax: max } = input.limits;
  if (max === null) return PASS;
  const { positionValue } = input.account;
  const unit = unitCost(input);
  const same = input.pending?.filter(
    (trade) => trade.instrumentId === input.instrument.id && trade.side === input.side,
  );
  const missing: string[] = [];
  if (positionValue === null) missing.push('account.positionValue');
  if (unit === null) missing.push('limitPrice, rate');
  if (!same || same.some(({ openCost }) => openCost === null)) missing.push('pending');
  if (positionValue === null || unit === null || !same || missing.length > 0) return unknown(...missing);
  const before = decimal(positionValue).plus(
    sum(same.map(({ openCost }) => (openCost === null ? ZERO : decimal(openCost)))),
  );
  const after = before.plus(unit.times(input.quantity));
  if (after.lte(max)) return PASS;
  return deny('position-amount-too-large', {
    has: toText(after),
    limit: max,
    passes: lotsWithin(decimal(max).minus(before), unit, input.instrument),
  });
}
