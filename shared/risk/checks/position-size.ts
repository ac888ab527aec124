import { decimal, sum, toText, ZERO } from '../../lib/decimal.ts';
import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';
import { lotsWithin, unitCost } from '../cost.ts';

/**
 * One instrument over all holders, with what is being bought of it, stays under its share of equity; while the first
 * trades with real money last, under their part of that share.
 */
export const positionSize: Check = { appliesTo: 'entry', run };

function run(input: CheckInput): CheckAnswer {
  const { equity, positionValue } = input.account;
  const unit = unitCost(input);
  const missing: string[] = [];
  if (equity === null) missing.push('account.equity');
  if (positionValue === null) missing.push('account.positionValue');
  if (unit === null) missing.push('limitPrice, rate');
  const same = input.pending?.filter(
    (trade) => trade.instrumentId === input.instrument.id && trade.side === input.side,
  );
  if (!same || same.some(({ openCost }) => openCost === null)) missing.push('pending');
  if (equity === null || positionValue === null || unit === null || !same || missing.length > 0)
    return unknown(...missing);
  const open = sum(same.map(({ openCost }) => (openCost === null ? ZERO : decimal(openCost))));
  const { positionFractionMax, firstTrades } = input.limits;
  const limit = decimal(equity)
    .times(positionFractionMax)
    .times(firstTrades?.sizeFraction ?? 1);
  const before = decimal(positionValue).plus(open);
  const after = before.plus(unit.times(input.quantity));
  if (after.lte(limit)) return PASS;
  return deny(firstTrades === null ? 'position-too-large' : 'first-trades-size', {
    has: toText(after),
    limit: toText(limit),
    passes: lotsWithin(limit.minus(before), unit, input.instrument),
  });
}
