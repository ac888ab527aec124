import type { ReasonView } from '#shared/contract/common.ts';
import type { Holder } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { OrderPurpose } from '#shared/domain/order-purpose.ts';
import { decimal, minOf, toText, ZERO, type Decimal } from '#shared/lib/decimal.ts';
import type { AccountContext } from './context.ts';
import type { Actor } from './event-log.ts';
import { recordAttempt, tell } from './journal.ts';
import { heldPosition } from './money-book.ts';
import { exitsOnTheWay, findIntent, insertIntent, intentsIn, wantCancelled, type Intent } from './order-book.ts';
import { cancelAll, dispatch } from './reconcile.ts';

export interface ExitWish {
  readonly instrument: Instrument;
  readonly holder: Holder;
  /** Absent: all of it. */
  readonly quantity?: string | undefined;
  readonly limitPrice?: string | undefined;
  readonly purpose: Exclude<OrderPurpose, 'entry'>;
  readonly actor: Actor;
  readonly proposalId?: string | undefined;
  /** Absent: a new one. */
  readonly id?: string | undefined;
}

/** What a holder can still sell: confirmed as held, less what is already on its way out. */
export function sellable(ctx: AccountContext, instrument: Instrument, holder: Holder): Decimal {
  const free = decimal(heldPosition(ctx, instrument, holder).quantity).minus(exitsOnTheWay(ctx, instrument.id, holder));
  return free.gt(ZERO) ? free : ZERO;
}

/**
 * Stores an exit, to be sent by the caller in the same turn. No limit, mode or missing input stands in its way; only the
 * quantity is bound: a second exit beside an unconfirmed one would sell twice. Null when nothing is left to sell.
 */
export function intendExit(ctx: AccountContext, wish: ExitWish): Intent | null {
  const { instrument, holder } = wish;
  const free = sellable(ctx, instrument, holder);
  const quantity = wish.quantity === undefined ? free : minOf(decimal(wish.quantity), free);
  if (quantity.lte(ZERO)) return null;
  const id = wish.id ?? `o_${ctx.spec.id.slice(2)}_${ctx.newId()}`;
  const isNew = insertIntent(ctx, {
    id,
    state: 'sending',
    purpose: wish.purpose,
    holder,
    proposalId: wish.proposalId ?? null,
    instrumentId: instrument.id,
    side: 'sell',
    type: wish.limitPrice === undefined ? 'market' : 'limit',
    timeInForce: wish.limitPrice === undefined ? 'gtc' : 'day',
    quantity: toText(quantity),
    limitPrice: wish.limitPrice ?? null,
    stopPrice: null,
    targetPrice: null,
    actor: wish.actor === 'clock' ? 'nod' : wish.actor.userId,
  });
  const intent = findIntent(ctx, id);
  if (!isNew || intent === null) return null;
  recordAttempt(ctx, id);
  tell(ctx, 'order.sent', intent, wish.actor);
  return intent;
}

/** Orders of these shares that rest at a limit of a person's: to be taken back when protection needs the shares. */
export function restingLimitExits(
  ctx: AccountContext,
  { instrument, holder }: Pick<ExitWish, 'instrument' | 'holder'>,
): string[] {
  return intentsIn(ctx, "('accepted', 'partially-filled')")
    .filter(({ side, type }) => side === 'sell' && type === 'limit')
    .filter((intent) => intent.instrumentId === instrument.id && intent.holder === holder)
    .map((intent) => intent.id);
}

const MAKES_WAY: ReasonView = { code: 'protection-first', values: {} };

/** Takes back what rests on these shares; answers what to end at the broker. In the caller's synchronous block. */
export function makeWay(ctx: AccountContext, wish: Pick<ExitWish, 'instrument' | 'holder'>): string[] {
  const resting = restingLimitExits(ctx, wish);
  for (const id of resting) wantCancelled(ctx, id, MAKES_WAY);
  return resting;
}

/**
 * An exit that nothing may delay: what is free is sold at once, then what a resting limit order held back. Complete when
 * it returns.
 */
export async function exitAtOnce(ctx: AccountContext, wish: ExitWish): Promise<void> {
  const first = ctx.transaction(() => ({ order: intendExit(ctx, wish), inTheWay: makeWay(ctx, wish) }));
  if (first.order !== null) await dispatch(ctx, [first.order.id]);
  if (first.inTheWay.length === 0) return;
  await cancelAll(ctx, first.inTheWay);
  const rest = ctx.transaction(() => intendExit(ctx, { ...wish, id: undefined }));
  if (rest !== null) await dispatch(ctx, [rest.id]);
}
