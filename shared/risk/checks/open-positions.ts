import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';

/** How many different instruments the account holds or is buying, with this one. */
export const openPositions: Check = { appliesTo: 'entry', run };

function run({ account, limits }: CheckInput): CheckAnswer {
  if (account.otherPositions === null) return unknown('account.otherPositions');
  const after = account.otherPositions + 1;
  return after <= limits.openPositionsMax
    ? PASS
    : deny('too-many-positions', { has: after, limit: limits.openPositionsMax });
}
