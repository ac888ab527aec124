import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';

/** How far ask and bid lie apart. A question for the next open is measured when its order is released. */
export const spread: Check = { appliesTo: 'entry', run };

function run(input: CheckInput): CheckAnswer {
  const { spreadMax } = input.limits;
  if (spreadMax === null || (input.session === 'next-open' && input.moment === 'ask')) return PASS;
  const { spread: has } = input;
  if (has === null || !(has >= 0)) return unknown('spread');
  return has <= spreadMax ? PASS : deny('spread-too-wide', { has, limit: spreadMax });
}
