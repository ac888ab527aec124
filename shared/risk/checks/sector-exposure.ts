import { toText } from '../../lib/decimal.ts';
import { deny, PASS, unknown, type Check, type CheckAnswer, type CheckInput } from '../check.ts';
import { lotsWithin, unitCost } from '../cost.ts';
import { besideOf, grossOf, isFund, sectorOf, shareOf } from '../exposure.ts';

/**
 * One sector, with what is being bought in it, stays under its share of equity; funds and indices have a share of their
 * own. Something whose sector nobody names is not bought, and where it is held it counts in every sector.
 */
export const sectorExposure: Check = { appliesTo: 'entry', run };

function run(input: CheckInput): CheckAnswer {
  const { instrument, limits, book } = input;
  const ofFunds = isFund(instrument);
  const max = ofFunds ? limits.fundFractionMax : limits.sectorFractionMax;
  if (max === null) return PASS;
  const sector = sectorOf(instrument, limits);
  if (!ofFunds && sector === null) return deny('sector-unknown', { symbol: instrument.symbol });
  const limit = shareOf(input, max);
  const before = book === null ? null : grossOf(besideOf(book, instrument, limits));
  const unit = unitCost(input);
  const missing: string[] = [];
  if (limit === null) missing.push('account.equity');
  if (before === null) missing.push('book');
  if (unit === null) missing.push('limitPrice, rate');
  if (limit === null || before === null || unit === null) return unknown(...missing);
  const after = before.plus(unit.times(input.quantity));
  if (after.lte(limit)) return PASS;
  const values = {
    has: toText(after),
    limit: toText(limit),
    passes: lotsWithin(limit.minus(before), unit, instrument),
  };
  return sector === null || ofFunds ? deny('funds-too-large', values) : deny('sector-too-large', { ...values, sector });
}
