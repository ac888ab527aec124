import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';
import { toIso } from '../../lib/time.ts';

/** An order leaves only while its exchange is in session; a question for the next open may be raised and answered at any time. */
export const marketOpen: Check = { appliesTo: 'both', run };

function run(input: CheckInput): CheckAnswer {
  if (input.session === 'next-open' && input.moment === 'ask') return PASS;
  if (input.isMarketOpen === null) return unknown('isMarketOpen');
  if (input.isMarketOpen) return PASS;
  return deny('market-closed', input.opensAt === null ? {} : { opensAt: toIso(input.opensAt) });
}
