import { finishExits } from '#shared/engine/orders/exit-now.ts';
import { beginExit, type ExitWish as OrderWish } from '#shared/engine/orders/exits.ts';
import { sellable as sellableNow } from '#shared/engine/orders/place.ts';
import type { Holder } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import { decimal, sum, type Decimal } from '#shared/lib/decimal.ts';
import type { AccountContext } from './context.ts';
import { intentsOf, OPEN_STATES, type Intent } from './order-book.ts';

export type ExitWish = Omit<OrderWish, 'instrumentId'> & { readonly instrument: Instrument };

/** As the protocol reads it. */
export function wishOf({ instrument, ...wish }: ExitWish): OrderWish {
  return { ...wish, instrumentId: instrument.id };
}

/** What a holder can still sell: confirmed as held, less what is already on its way out. What protects makes way. */
export function sellable(ctx: AccountContext, instrument: Instrument, holder: Holder): Decimal {
  const resting = intentsOf(ctx, { instrumentId: instrument.id, holder }, OPEN_STATES)
    .filter(({ purpose, side }) => purpose === 'protection' && side === 'sell')
    .filter(({ replaces }) => replaces === null)
    .map(({ quantity, filledQuantity }) => decimal(quantity).minus(filledQuantity));
  return decimal(sellableNow(ctx.orders, instrument.id, holder)).plus(sum(resting));
}

/**
 * Stores an exit in the caller's block, to be dispatched in the same turn. No limit, mode or missing input stands in its
 * way; only the quantity is bound. Null when nothing can be sold at once: nothing is left, or what protects the shares at
 * the broker has to end first, which `dispatch` sees to.
 */
export function intendExit(ctx: AccountContext, wish: ExitWish): Intent | null {
  return beginExit(ctx.orders, wishOf(wish)).order;
}

/**
 * Exits that nothing may delay. All of them begin in this turn, which is one commit, and leave side by side: what is free
 * at once, then what a resting order held back. One that cannot begin holds up none of the others, and is thrown in the end.
 */
export async function exitsAtOnce(ctx: AccountContext, wishes: readonly ExitWish[]): Promise<void> {
  const errors: unknown[] = [];
  const begun = wishes.flatMap((asked) => {
    const wish = wishOf(asked);
    try {
      return [{ wish, begun: ctx.transaction(() => beginExit(ctx.orders, wish)) }];
    } catch (error) {
      ctx.log({ event: 'exit-not-begun', instrument: wish.instrumentId, holder: wish.holder, error: String(error) });
      errors.push(error);
      return [];
    }
  });
  if (begun.length > 0) await ctx.run(finishExits(ctx.orders, begun));
  if (errors.length > 0) throw errors[0];
}
