import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';

/** Nothing is bought while its exchange has stopped trading in it. A question for the next open meets it there. */
export const halted: Check = { appliesTo: 'entry', run };

function run(input: CheckInput): CheckAnswer {
  const { isHalted, instrument } = input;
  if (isHalted === true) return deny('instrument-halted', { symbol: instrument.symbol });
  if (input.session === 'next-open' && input.moment === 'ask') return PASS;
  return isHalted === null ? unknown('isHalted') : PASS;
}
