import type { Instrument } from '#shared/domain/instrument.ts';
import { marketValue, type Position } from '#shared/domain/position.ts';
import { decimal, type Decimal } from '#shared/lib/decimal.ts';
import { feesOf } from './checks.ts';
import type { AccountContext } from './context.ts';

interface SoldAt {
  readonly instrument: Instrument;
  readonly position: Position;
  readonly price: Decimal;
}

/** What a position brings in the end if all of it is sold at a price: after what buying and selling it costs. */
export function resultAt(ctx: AccountContext, { instrument, position, price }: SoldAt): Decimal {
  const sale = feesOf(ctx, instrument, 'sell', decimal(position.quantity), price);
  return marketValue(position, price, instrument.multiplier).minus(position.cost).minus(position.fees).minus(sale);
}
