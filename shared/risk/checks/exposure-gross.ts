import { PASS, type Check, type CheckAnswer, type CheckInput } from '../check.ts';
import { grossOf, shareOf } from '../exposure.ts';
import { withinRoom } from '../room.ts';

/** Everything held and being bought, long and short added, stays under its multiple of equity: more is borrowed. */
export const exposureGross: Check = { appliesTo: 'entry', run };

function run(input: CheckInput): CheckAnswer {
  const { exposureGrossMax: max } = input.limits;
  if (max === null) return PASS;
  const limit = shareOf(input, max);
  const before = input.book === null ? null : grossOf(input.book);
  return withinRoom(input, {
    limit,
    before,
    from: { 'account.equity': limit, book: before },
    code: 'gross-exposure-too-large',
  });
}
