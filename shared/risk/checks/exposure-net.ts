import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';
import { lotsWithin, unitCost } from '../cost.ts';
import { netOf, shareOf } from '../exposure.ts';
import { toText } from '../../lib/decimal.ts';

/** What a fall of everything takes: long less short, either way, stays under its multiple of equity. */
export const exposureNet: Check = { appliesTo: 'entry', run };

function run(input: CheckInput): CheckAnswer {
  const { exposureNetMax: max } = input.limits;
  if (max === null) return PASS;
  const limit = shareOf(input, max);
  const net = input.book === null ? null : netOf(input.book);
  const unit = unitCost(input);
  const missing: string[] = [];
  if (limit === null) missing.push('account.equity');
  if (net === null) missing.push('book');
  if (unit === null) missing.push('limitPrice, rate');
  if (limit === null || net === null || unit === null) return unknown(...missing);
  // Counted in the direction of this entry: against it, what is held makes room.
  const before = input.side === 'buy' ? net : net.neg();
  const after = before.plus(unit.times(input.quantity));
  if (after.lte(limit)) return PASS;
  return deny('net-exposure-too-large', {
    has: toText(after),
    limit: toText(limit),
    passes: lotsWithin(limit.minus(before), unit, input.instrument),
  });
}
