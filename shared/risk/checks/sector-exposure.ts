import { deny, PASS, type Check, type CheckAnswer, type CheckInput } from '../check.ts';
import { besideOf, grossOf, isFund, sectorOf, shareOf } from '../exposure.ts';
import { withinRoom } from '../room.ts';

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
  const room = { limit, before, from: { 'account.equity': limit, book: before } };
  return sector === null || ofFunds
    ? withinRoom(input, { ...room, code: 'funds-too-large' })
    : withinRoom(input, { ...room, code: 'sector-too-large', values: { sector } });
}
