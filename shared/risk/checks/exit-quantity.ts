import { decimal, sum, toText } from '../../lib/decimal.ts';
import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';

/** A holder sells only its own part: never more than it holds, less what its working sells already take. */
export const exitQuantity: Check = { appliesTo: 'exit', run };

function run(input: CheckInput): CheckAnswer {
  if (input.holdings === null) return unknown('holdings');
  const held = sum(
    input.holdings.filter(({ holder }) => holder === input.holder).map(({ quantity }) => decimal(quantity)),
  );
  const selling = (input.pending ?? [])
    .filter(
      (trade) =>
        trade.instrumentId === input.instrument.id && trade.holder === input.holder && trade.side === input.side,
    )
    .map(({ quantity }) => decimal(quantity));
  const free = held.minus(sum(selling));
  if (decimal(input.quantity).lte(free)) return PASS;
  const passes = free.gt(0) ? toText(free) : '0';
  return deny('exit-above-holding', { has: input.quantity, limit: passes, passes });
}
