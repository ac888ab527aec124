import { decimal, roundTo, sum, toText, ZERO, type Decimal, type DecimalText } from '../lib/decimal.ts';
import type { TradingDay } from '../lib/time.ts';
import type { InstrumentId } from './ids.ts';
import { CURRENCY_UNIT, type Currency } from './instrument.ts';
import { apportion, cash, type Amount } from './money.ts';
import type { Position } from './position.ts';

/** `numerator` new shares for `denominator` old ones: 4 and 1 is a four-for-one split, 1 and 10 a reverse split. */
export interface SplitRatio {
  readonly numerator: number;
  readonly denominator: number;
}

/** What a company did to its shares; in force from the open of `exDay`. */
export type CorporateAction =
  | ({ readonly type: 'split'; readonly instrumentId: InstrumentId; readonly exDay: TradingDay } & SplitRatio)
  | {
      readonly type: 'dividend';
      readonly instrumentId: InstrumentId;
      readonly exDay: TradingDay;
      /** Null while only the ex-day is known. */
      readonly payDay: TradingDay | null;
      readonly perShare: DecimalText;
      readonly currency: Currency;
    };

/** Quantities have up to nine decimals (`design.md` section 4). */
export const QUANTITY_UNIT: DecimalText = '0.000000001';
const PRICE_UNIT: DecimalText = '0.000001';

function times(value: Decimal, ratio: SplitRatio): Decimal {
  return value.times(ratio.numerator).div(ratio.denominator);
}

/**
 * All holders' positions of one instrument after a split. The account's total is what the ratio makes of the sum
 * (rounded down to nine decimals); each holder gets a share by quantity, summing to it exactly. Cost stays. Where a
 * broker pays fractions out in cash, that is a sale, booked as one.
 */
export function splitPositions(positions: readonly Position[], ratio: SplitRatio): Position[] {
  const held = positions.map((position) => decimal(position.quantity));
  const before = sum(held);
  if (before.eq(ZERO)) return [...positions];
  const shares = apportion(roundTo(times(before, ratio), QUANTITY_UNIT, 'down'), held, QUANTITY_UNIT);
  return positions.map((position, index) => ({ ...position, quantity: toText(shares[index] ?? ZERO) }));
}

/** A stop, target or ceiling after a split: to six decimals, half to even. The caller puts it on the tick. */
export function splitPrice(price: Amount, ratio: SplitRatio): Decimal {
  return roundTo(decimal(price).times(ratio.denominator).div(ratio.numerator), PRICE_UNIT, 'half-even');
}

/**
 * What each of these positions gets of a dividend, in their order: the account's total is rounded once to the
 * currency's unit and shared by quantity, so that the parts sum to what the broker pays.
 */
export function dividendShares(positions: readonly Position[], perShare: Amount, currency: Currency): Decimal[] {
  const held = positions.map((position) => decimal(position.quantity));
  const total = sum(held);
  if (total.eq(ZERO)) return held.map(() => ZERO);
  return apportion(cash(total.times(decimal(perShare)), currency), held, CURRENCY_UNIT[currency]);
}
