import type { ReasonView } from '#shared/contract/common.ts';
import type { Holder } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import { decimal, minOf, toText, ZERO } from '#shared/lib/decimal.ts';
import type { AccountContext } from './context.ts';
import { appendEvent, type Actor } from './event-log.ts';
import { heldPosition } from './money-book.ts';
import { exitsOnTheWay, findIntent, insertIntent, type Intent, type OrderPurpose } from './order-book.ts';
import { recordAttempt, tell } from './send.ts';

interface ExitWish {
  readonly instrument: Instrument;
  readonly holder: Holder;
  /** Absent: all of it. */
  readonly quantity?: string | undefined;
  readonly limitPrice?: string | undefined;
  readonly purpose: Exclude<OrderPurpose, 'entry'>;
  readonly actor: Actor;
  readonly proposalId?: string | undefined;
}

/**
 * Stores an exit, to be sent by the caller in the same turn. No limit, mode or missing input stands in its way; only the
 * quantity is bound: what is confirmed as held, less what is already on its way out. Null when nothing is left to sell:
 * a second exit beside an unconfirmed one would sell twice.
 */
export function intendExit(ctx: AccountContext, wish: ExitWish): Intent | null {
  const { instrument, holder } = wish;
  const held = decimal(heldPosition(ctx, instrument, holder).quantity);
  const free = held.minus(exitsOnTheWay(ctx, instrument.id, holder));
  const quantity = wish.quantity === undefined ? free : minOf(decimal(wish.quantity), free);
  if (quantity.lte(ZERO)) return null;
  const key = ctx.spec.id.slice(2);
  const id = `o_${key}_${ctx.newId()}`;
  insertIntent(ctx, {
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
  recordAttempt(ctx, id);
  const intent = findIntent(ctx, id);
  if (intent !== null) tell(ctx, 'order.sent', intent);
  return intent;
}

/** An exit that could not be sent is said at once; the price level stays and tries again. */
export function reportBlockedExit(
  ctx: AccountContext,
  instrument: Instrument,
  holder: Holder,
  reason: ReasonView,
): void {
  const position = heldPosition(ctx, instrument, holder);
  appendEvent(ctx, {
    type: 'exit.blocked',
    actor: 'clock',
    subject: null,
    body: { symbol: instrument.symbol, quantity: position.quantity, stopPrice: position.stopPrice, reason },
  });
}
