import { decimal, toText, ZERO, type Decimal, type DecimalText } from '../lib/decimal.ts';
import { invariant } from '../lib/invariant.ts';
import { err, ok, type Result } from '../lib/result.ts';
import type { Holder, InstrumentId } from './ids.ts';
import type { Currency } from './instrument.ts';
import { cash, type Amount } from './money.ts';

/**
 * What one holder has of one instrument. `cost` is what was paid for what is left, and `fees` what buying it cost beside,
 * both in the currency's unit; the average price is derived from the cost, never stored. All three are 0 when flat.
 */
export interface Position {
  readonly instrumentId: InstrumentId;
  readonly holder: Holder;
  readonly currency: Currency;
  readonly quantity: DecimalText;
  readonly cost: DecimalText;
  readonly fees: DecimalText;
}

/** More was sold than this holder has. An execution is real all the same: the caller books the rest elsewhere and reports it. */
export interface SellsMoreThanHeld {
  readonly code: 'sells-more-than-held';
  readonly held: DecimalText;
  readonly sold: DecimalText;
}

export function flatPosition(instrumentId: InstrumentId, holder: Holder, currency: Currency): Position {
  return { instrumentId, holder, currency, quantity: '0', cost: '0', fees: '0' };
}

export function isFlat(position: Position): boolean {
  return decimal(position.quantity).eq(ZERO);
}

/** Cost per unit of price (cost / quantity / multiplier), unrounded; null when nothing is held. */
export function averagePrice(position: Position, multiplier: Amount): Decimal | null {
  const units = decimal(position.quantity).times(decimal(multiplier));
  return units.eq(ZERO) ? null : decimal(position.cost).div(units);
}

/** What it is worth at a price, in the currency's unit. */
export function marketValue(position: Position, price: Amount, multiplier: Amount): Decimal {
  return cash(decimal(position.quantity).times(decimal(price)).times(decimal(multiplier)), position.currency);
}

/** Market value less cost, before what selling would cost; 0 when flat. */
export function unrealisedPnl(position: Position, price: Amount, multiplier: Amount): Decimal {
  return marketValue(position, price, multiplier).minus(decimal(position.cost));
}

/** After a purchase: `cost` is what was paid without `fees`, both already in the currency's unit. */
export function afterBuy(position: Position, quantity: Amount, cost: Amount, fees: Amount): Position {
  const [bought, paid] = [decimal(quantity), decimal(cost)];
  invariant(bought.gt(ZERO) && paid.gte(ZERO), 'a buy has a quantity above zero and a cost not below it');
  return {
    ...position,
    quantity: toText(decimal(position.quantity).plus(bought)),
    cost: toText(decimal(position.cost).plus(paid)),
    fees: toText(decimal(position.fees).plus(fees)),
  };
}

export interface Sale {
  readonly position: Position;
  /** What the sold part had cost. */
  readonly costSold: Decimal;
  /** What buying it had cost beside. */
  readonly feesSold: Decimal;
  /** Proceeds less that cost, before fees and tax. */
  readonly realisedPnl: Decimal;
}

/**
 * After a sale of `quantity` for `proceeds` (without fees, in the currency's unit): takes `round(cost × sold / held)`
 * and leaves the rest, so that the parts of a cost always sum to it; the last share takes all that is left. Fees are shared in the same way.
 */
export function afterSell(position: Position, quantity: Amount, proceeds: Amount): Result<Sale, SellsMoreThanHeld> {
  const [sold, held, cost] = [decimal(quantity), decimal(position.quantity), decimal(position.cost)];
  invariant(sold.gt(ZERO), 'a sale has a quantity above zero');
  if (sold.gt(held)) return err({ code: 'sells-more-than-held', held: position.quantity, sold: toText(sold) });
  const fees = decimal(position.fees);
  const part = (of: Decimal): Decimal => (sold.eq(held) ? of : cash(of.times(sold).div(held), position.currency));
  const [costSold, feesSold] = [part(cost), part(fees)];
  return ok({
    position: {
      ...position,
      ...{ quantity: toText(held.minus(sold)), cost: toText(cost.minus(costSold)), fees: toText(fees.minus(feesSold)) },
    },
    ...{ costSold, feesSold },
    realisedPnl: decimal(proceeds).minus(costSold),
  });
}
