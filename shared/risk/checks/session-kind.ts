import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';

/** An order leaves in a kind of session that was allowed: not every auction, half day or extended session suits everybody. */
export const sessionKind: Check = { appliesTo: 'entry', run };

function run(input: CheckInput): CheckAnswer {
  if (input.session === 'next-open' && input.moment === 'ask') return PASS;
  const { sessionKind: kind } = input;
  if (kind === null) return unknown('sessionKind');
  // That it is closed is said by `market-open`.
  if (kind === 'closed' || input.limits.sessionKinds.includes(kind)) return PASS;
  return deny('session-kind-not-allowed', { kind });
}
