import { decimal, sum, toText, ZERO } from '../../lib/decimal.ts';
import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';
import { lotsWithin, unitCost } from '../cost.ts';

/**
 * What bots hold and buy for one horizon stays within that horizon's share of equity. A person's own trades and what is
 * placed outside Nod belong to none.
 */
export const horizonSplit: Check = { appliesTo: 'entry', run };

function run(input: CheckInput): CheckAnswer {
  const { horizonSplit: split } = input.limits;
  const { horizon } = input;
  if (split === null || horizon === 'none') return PASS;
  const { equity, byHorizon } = input.account;
  const unit = unitCost(input);
  const buying = input.pending?.filter((trade) => trade.side === 'buy' && trade.horizon === horizon) ?? null;
  const missing: string[] = [];
  if (equity === null) missing.push('account.equity');
  if (byHorizon === null) missing.push('account.byHorizon');
  if (unit === null) missing.push('limitPrice, rate');
  if (buying === null || buying.some(({ openCost }) => openCost === null)) missing.push('pending');
  if (equity === null || byHorizon === null || unit === null || buying === null || missing.length > 0)
    return unknown(...missing);
  const limit = decimal(equity).times(split[horizon]).div(100);
  const before = decimal(byHorizon[horizon]).plus(
    sum(buying.map(({ openCost }) => (openCost === null ? ZERO : decimal(openCost)))),
  );
  const after = before.plus(unit.times(input.quantity));
  if (after.lte(limit)) return PASS;
  return deny('horizon-full', {
    has: toText(after),
    limit: toText(limit),
    share: split[horizon],
    horizon,
    passes: lotsWithin(limit.minus(before), unit, input.instrument),
  });
}
