import type { Check, CheckAnswer, CheckInput } from '../check.ts';
import { shareOf } from '../exposure.ts';
import { heldAndPending, openCostOf, pendingOfSame, withinRoom } from '../room.ts';

/**
 * One instrument over all holders, with what is being bought of it, stays under its share of equity; while the first
 * trades with real money last, under their part of that share.
 */
export const positionSize: Check = { appliesTo: 'entry', run };

function run(input: CheckInput): CheckAnswer {
  const { equity, positionValue } = input.account;
  const { positionFractionMax, firstTrades } = input.limits;
  const same = pendingOfSame(input);
  return withinRoom(input, {
    limit: shareOf(input, positionFractionMax)?.times(firstTrades?.sizeFraction ?? 1) ?? null,
    before: heldAndPending(positionValue, same),
    from: { 'account.equity': equity, 'account.positionValue': positionValue, pending: openCostOf(same) },
    code: firstTrades === null ? 'position-too-large' : 'first-trades-size',
  });
}
