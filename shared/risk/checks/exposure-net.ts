import { PASS, type Check, type CheckAnswer, type CheckInput } from '../check.ts';
import { netOf, shareOf } from '../exposure.ts';
import { withinRoom } from '../room.ts';

/** What a fall of everything takes: long less short, either way, stays under its multiple of equity. */
export const exposureNet: Check = { appliesTo: 'entry', run };

function run(input: CheckInput): CheckAnswer {
  const { exposureNetMax: max } = input.limits;
  if (max === null) return PASS;
  const limit = shareOf(input, max);
  const net = input.book === null ? null : netOf(input.book);
  return withinRoom(input, {
    limit,
    // Counted in the direction of this entry: against it, what is held makes room.
    before: net === null || input.side === 'buy' ? net : net.neg(),
    from: { 'account.equity': limit, book: net },
    code: 'net-exposure-too-large',
  });
}
