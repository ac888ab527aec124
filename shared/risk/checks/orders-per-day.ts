import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';

/** Entry orders of one trading day, with this one. Exits are never counted. */
export const ordersPerDay: Check = { appliesTo: 'entry', run };

function run({ account, limits }: CheckInput): CheckAnswer {
  if (account.ordersToday === null) return unknown('account.ordersToday');
  const after = account.ordersToday + 1;
  return after <= limits.ordersPerDayMax
    ? PASS
    : deny('too-many-orders', { has: after, limit: limits.ordersPerDayMax });
}
