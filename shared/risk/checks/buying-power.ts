import { decimal, toText } from '../../lib/decimal.ts';
import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';
import { entryCost, lotsWithin } from '../cost.ts';

/** The cost at the ceiling with fees is there in cash, after all reservations. */
export const buyingPower: Check = { appliesTo: 'entry', run };

function run(input: CheckInput): CheckAnswer {
  const cost = entryCost(input);
  const missing: string[] = [];
  if (input.account.buyingPower === null) missing.push('account.buyingPower');
  if (cost === null) missing.push('limitPrice, rate, fees');
  if (input.account.buyingPower === null || cost === null) return unknown(...missing);
  const power = decimal(input.account.buyingPower);
  if (cost.total.lte(power)) return PASS;
  return deny('no-buying-power', {
    has: toText(cost.total),
    limit: toText(power),
    passes: lotsWithin(power.minus(cost.fees), cost.unit, input.instrument),
  });
}
