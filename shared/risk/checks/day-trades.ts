import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';

/**
 * Where day trades are counted, nothing is bought once they are used up: its stop might sell it the same day, and a stop
 * is never held back.
 */
export const dayTrades: Check = { appliesTo: 'entry', run };

function run({ account, limits }: CheckInput): CheckAnswer {
  const { dayTradesMax: max } = limits;
  if (max === null) return PASS;
  if (account.dayTrades === null) return unknown('account.dayTrades');
  return account.dayTrades < max ? PASS : deny('too-many-day-trades', { has: account.dayTrades, limit: max });
}
