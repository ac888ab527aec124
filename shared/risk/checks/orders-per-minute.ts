import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';

/** Entry orders within a minute of market time, with this one. A loop trips the account besides; this only says no. */
export const ordersPerMinute: Check = { appliesTo: 'entry', run };

function run({ account, limits }: CheckInput): CheckAnswer {
  if (account.ordersLastMinute === null) return unknown('account.ordersLastMinute');
  const after = account.ordersLastMinute + 1;
  return after <= limits.ordersPerMinuteMax
    ? PASS
    : deny('too-many-orders-in-a-minute', { has: after, limit: limits.ordersPerMinuteMax });
}
