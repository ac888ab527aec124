import { failure, type Failure } from '#shared/contract/errors.ts';
import type { InstrumentId } from '#shared/domain/ids.ts';
import { needsTwoPeople } from '#shared/domain/two-people.ts';
import { decimal, type Decimal } from '#shared/lib/decimal.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import type { AccountContext } from './context.ts';
import { instrumentOf } from './instruments.ts';
import { limitsOf } from './meta.ts';
import { rateToBase } from './money-book.ts';

/** A purchase, as it is weighed. */
interface Purchase {
  readonly instrumentId: InstrumentId;
  readonly quantity: string;
  readonly limitPrice: string;
}

/** At most, in the account's currency; null where no rate is known. */
export function costInBase(ctx: AccountContext, { instrumentId, quantity, limitPrice }: Purchase): Decimal | null {
  const instrument = instrumentOf(ctx, instrumentId);
  const rate = rateToBase(ctx, instrument.currency);
  return rate === null ? null : decimal(quantity).times(limitPrice).times(instrument.multiplier).times(rate);
}

/** The amount above which two people have to nod, where this purchase is above it; null: one is enough. */
export function twoPeopleAbove(ctx: AccountContext, purchase: Purchase): string | null {
  const { secondNodAbove } = limitsOf(ctx.sql);
  if (secondNodAbove === null) return null;
  return needsTwoPeople(secondNodAbove, costInBase(ctx, purchase)) ? secondNodAbove : null;
}

/** Of a purchase that nobody else is asked about: an order by hand. Above the amount it does not go. */
export function mayBuyAlone(ctx: AccountContext, purchase: Purchase): Result<void, Failure> {
  const above = twoPeopleAbove(ctx, purchase);
  return above === null ? ok(undefined) : err(failure('check-denied', { reason: 'two-people', amount: above }));
}
