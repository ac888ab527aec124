import { decimal, toText } from '../../lib/decimal.ts';
import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';
import { entryCost, lotsWithin } from '../cost.ts';

/** A cash account spends what has settled: buying with the proceeds of a sale that has not, and selling again, is a violation. */
export const settledCash: Check = { appliesTo: 'entry', run };

function run(input: CheckInput): CheckAnswer {
  if (!input.limits.settledCashOnly) return PASS;
  const { buyingPower, unsettled } = input.account;
  const cost = entryCost(input);
  const missing: string[] = [];
  if (buyingPower === null) missing.push('account.buyingPower');
  if (unsettled === null) missing.push('account.unsettled');
  if (cost === null) missing.push('limitPrice, rate, fees');
  if (buyingPower === null || unsettled === null || cost === null) return unknown(...missing);
  const settled = decimal(buyingPower).minus(unsettled);
  if (cost.total.lte(settled)) return PASS;
  return deny('cash-not-settled', {
    has: toText(cost.total),
    limit: toText(settled),
    passes: lotsWithin(settled.minus(cost.fees), cost.unit, input.instrument),
  });
}
