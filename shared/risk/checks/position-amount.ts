import { decimal } from '../../lib/decimal.ts';
import { PASS, type Check, type CheckAnswer, type CheckInput } from '../check.ts';
import { heldAndPending, openCostOf, pendingOfSame, withinRoom } from '../room.ts';

/** One instrument over all holders, with what is being bought of it, stays under an amount of money. */
export const positionAmount: Check = { appliesTo: 'entry', run };

function run(input: CheckInput): CheckAnswer {
  const { positionAmountMax: max } = input.limits;
  if (max === null) return PASS;
  const { positionValue } = input.account;
  const same = pendingOfSame(input);
  return withinRoom(input, {
    limit: decimal(max),
    before: heldAndPending(positionValue, same),
    from: { 'account.positionValue': positionValue, pending: openCostOf(same) },
    code: 'position-amount-too-large',
  });
}
