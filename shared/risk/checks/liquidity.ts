import { decimal, toText } from '../../lib/decimal.ts';
import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';
import { lotsWithin, unitCost } from '../cost.ts';
import { usualTradedValue } from '../past-prices.ts';

/** Enough of it is traded on a usual day, and this order is a small part of that: otherwise its own price moves against it. */
export const liquidity: Check = { appliesTo: 'entry', run };

function run(input: CheckInput): CheckAnswer {
  const { tradedValueMin: least, tradedValueShareMax: share } = input.limits;
  if (least === null && share === null) return PASS;
  const past = input.past?.get(input.instrument.id);
  const traded = past === undefined ? null : usualTradedValue(past);
  const unit = unitCost(input);
  const missing: string[] = [];
  if (traded === null) missing.push('past.tradedValue');
  if (input.rate === null) missing.push('rate');
  if (unit === null) missing.push('limitPrice, rate');
  if (traded === null || input.rate === null || unit === null) return unknown(...missing);
  const usual = decimal(traded).times(input.rate).times(input.instrument.multiplier);
  if (least !== null && usual.lt(least)) return deny('traded-too-little', { has: toText(usual), limit: least });
  if (share === null) return PASS;
  const cost = unit.times(input.quantity);
  const limit = usual.times(share);
  if (cost.lte(limit)) return PASS;
  return deny('order-too-large-for-market', {
    has: toText(cost),
    limit: toText(limit),
    passes: lotsWithin(limit, unit, input.instrument),
  });
}
