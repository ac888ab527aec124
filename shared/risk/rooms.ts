import type { Instrument } from '../domain/instrument.ts';
import { decimal, type Decimal } from '../lib/decimal.ts';
import type { BookLine } from './check.ts';
import { besideOf, grossOf, heatOf, isFund, netOf } from './exposure.ts';
import type { AccountLimits } from './limits.ts';
import { usualTradedValue, type PastPrices } from './past-prices.ts';

/** Limits over more than the instrument itself, by the bounds of a size. */
export type RoomBound =
  | 'position-amount'
  | 'exposure-gross'
  | 'exposure-net'
  | 'sector-exposure'
  | 'portfolio-heat'
  | 'settled-cash'
  | 'liquidity';

/** What each leaves for one more purchase, in account currency; absent where nothing is asked or nothing is known. */
export type Rooms = Readonly<Partial<Record<RoomBound, number>>>;

/**
 * So that a size is cut to what the checks will let pass. What is unknown cuts nothing: the check of the same name denies
 * it and says what is missing.
 */
export function roomsOf(
  limits: AccountLimits,
  now: {
    readonly instrument: Instrument;
    readonly rate: number | null;
    readonly equity: number;
    readonly positionValue: number;
    readonly buyingPower: number;
    readonly unsettled: number | null;
    readonly book: readonly BookLine[];
    readonly past: PastPrices | null;
  },
): Rooms {
  const { instrument, equity, book, rate } = now;
  const rooms: Partial<Record<RoomBound, number>> = {};
  const leave = (bound: RoomBound, most: number | null, before: Decimal | number | null): void => {
    if (most !== null && before !== null && Number.isFinite(most)) rooms[bound] = most - Number(before);
  };
  const share = (fraction: number | null): number | null => (fraction === null ? null : equity * fraction);
  const { positionAmountMax } = limits;
  leave('position-amount', positionAmountMax === null ? null : Number(positionAmountMax), now.positionValue);
  leave('exposure-gross', share(limits.exposureGrossMax), grossOf(book));
  leave('exposure-net', share(limits.exposureNetMax), netOf(book));
  const sectorMax = isFund(instrument) ? limits.fundFractionMax : limits.sectorFractionMax;
  if (sectorMax !== null) leave('sector-exposure', share(sectorMax), grossOf(besideOf(book, instrument, limits)));
  leave('portfolio-heat', share(limits.heatFractionMax), heatOf(book));
  if (limits.settledCashOnly) leave('settled-cash', now.buyingPower, now.unsettled);
  const traded = now.past === null ? null : usualTradedValue(now.past);
  if (limits.tradedValueShareMax !== null && traded !== null && rate !== null) {
    const usual = decimal(traded).times(instrument.multiplier).toNumber() * rate;
    leave('liquidity', usual * limits.tradedValueShareMax, 0);
  }
  return rooms;
}
