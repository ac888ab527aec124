import { PASS, type Check, type CheckAnswer, type CheckInput } from '../check.ts';
import { shareOf } from '../exposure.ts';
import { heldAndPending, openCostOf, withinRoom } from '../room.ts';

/**
 * What bots hold and buy for one horizon stays within that horizon's share of equity. A person's own trades and what is
 * placed outside Nod belong to none.
 */
export const horizonSplit: Check = { appliesTo: 'entry', run };

function run(input: CheckInput): CheckAnswer {
  const { horizonSplit: split } = input.limits;
  const { horizon } = input;
  if (split === null || horizon === 'none') return PASS;
  const { equity, byHorizon } = input.account;
  const share = split[horizon];
  const buying = input.pending?.filter((trade) => trade.side === 'buy' && trade.horizon === horizon) ?? null;
  return withinRoom(input, {
    limit: shareOf(input, share)?.div(100) ?? null,
    before: heldAndPending(byHorizon?.[horizon] ?? null, buying),
    from: { 'account.equity': equity, 'account.byHorizon': byHorizon, pending: openCostOf(buying) },
    code: 'horizon-full',
    values: { share, horizon },
  });
}
