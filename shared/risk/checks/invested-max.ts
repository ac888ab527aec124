import { decimal } from '../../lib/decimal.ts';
import { PASS, type Check, type CheckAnswer, type CheckInput } from '../check.ts';
import { heldAndPending, openCostOf, withinRoom } from '../room.ts';

/** All that Nod holds and buys here stays under what it may invest; what is held outside it has its own owner's limits. */
export const investedMax: Check = { appliesTo: 'entry', run };

function run(input: CheckInput): CheckAnswer {
  const { investedMax: max } = input.limits;
  if (max === null) return PASS;
  const { invested } = input.account;
  const buying = input.pending?.filter(({ side, holder }) => side === 'buy' && holder !== 'external') ?? null;
  return withinRoom(input, {
    limit: decimal(max),
    before: heldAndPending(invested, buying),
    from: { 'account.invested': invested, pending: openCostOf(buying) },
    code: 'invested-too-much',
  });
}
