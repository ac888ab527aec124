import { failure, type Failure } from '#shared/contract/errors.ts';
import type { CreateOrder, MoveStop } from '#shared/contract/proposal.ts';
import type { Caller } from '#shared/domain/caller.ts';
import type { Holder } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import { quantise } from '#shared/domain/tick.ts';
import { decimal, toText } from '#shared/lib/decimal.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { ceilingPrice } from '#shared/engine/ceiling.ts';
import type { CheckResult } from '#shared/risk/index.ts';
import { blockReason, checkEntry, entryReserve } from './checks.ts';
import type { AccountContext, Present } from './context.ts';
import { appendEvent } from './event-log.ts';
import { intendExit, sellable } from './exits.ts';
import { heldPosition, heldPositions, savePosition } from './money-book.ts';
import { findIntent, insertIntent, type Intent } from './order-book.ts';
import { recordAttempt, tell } from './journal.ts';
import { sessionOf } from './looks.ts';
import { reserve } from './questions.ts';

interface ByHand {
  readonly instrument: Instrument;
  readonly present: Present;
  readonly isReady: boolean;
}

/** The same checks as for a bot's question, for a person's own order. */
export function validateOrder(
  ctx: AccountContext,
  input: CreateOrder,
  { instrument, present, isReady }: ByHand,
): CheckResult | null {
  const limitPrice = limitOf(input, instrument, present);
  const session = sessionOf(present);
  if (limitPrice === null || session === null) return null;
  return checkEntry(
    ctx,
    {
      instrument,
      holder: 'manual',
      quantity: input.quantity,
      limitPrice,
      stopPrice: input.stopPrice ?? null,
      session,
      moment: 'ask',
      except: null,
      isReady,
    },
    present,
  );
}

/** A person's own order: an entry through every check, or an exit bound by what is held. Stored, to be sent or to wait. */
export function intendByHand(
  ctx: AccountContext,
  caller: Caller,
  given: CreateOrder,
  how: ByHand,
): Result<Intent, Failure> {
  const { instrument, present } = how;
  const input = canonical(given);
  if (input.side === 'sell') {
    const holder = holderOf(ctx, instrument, input.holder);
    if (holder === null) return err(failure('quantity-exceeds-position', { symbol: instrument.symbol }));
    const { quantity, limitPrice } = input;
    const free = sellable(ctx, instrument, holder);
    if (decimal(quantity).gt(free)) {
      return err(failure('quantity-exceeds-position', { symbol: instrument.symbol, has: toText(free) }, 'quantity'));
    }
    if (limitPrice !== undefined && !isOnTick(instrument, limitPrice)) {
      return err(failure('invalid-request', { field: 'limitPrice', has: limitPrice }, 'limitPrice'));
    }
    const intent = intendExit(ctx, { instrument, holder, quantity, limitPrice, purpose: 'manual', actor: caller });
    return intent === null ? err(failure('quantity-exceeds-position', { symbol: instrument.symbol })) : ok(intent);
  }
  const limitPrice = limitOf(input, instrument, present);
  const checks = validateOrder(ctx, input, how);
  if (limitPrice === null || checks === null) return err(failure('unavailable', { what: 'quote' }));
  if (checks.blockedBy !== null) {
    const reason = blockReason(checks.blockedBy);
    return err(failure('check-denied', { reason: reason?.code ?? 'unknown', ...reason?.values }));
  }
  if (input.targetPrice !== undefined && decimal(input.targetPrice).lte(limitPrice)) {
    return err(failure('invalid-request', { field: 'targetPrice', has: input.targetPrice }, 'targetPrice'));
  }
  const id = `o_${ctx.spec.id.slice(2)}_${ctx.newId()}`;
  const waits = sessionOf(present) === 'next-open';
  insertIntent(ctx, {
    id,
    state: waits ? 'waiting-for-open' : 'sending',
    purpose: 'entry',
    holder: 'manual',
    proposalId: null,
    instrumentId: instrument.id,
    side: 'buy',
    type: 'limit',
    timeInForce: input.limitPrice === undefined ? 'ioc' : 'day',
    quantity: input.quantity,
    limitPrice,
    stopPrice: input.stopPrice ?? null,
    targetPrice: input.targetPrice ?? null,
    actor: caller.userId,
  });
  const amount = entryReserve(ctx, instrument, input.quantity, limitPrice);
  reserve(ctx, { orderId: id, holder: 'manual', amount });
  if (!waits) recordAttempt(ctx, id);
  const intent = findIntent(ctx, id);
  if (intent === null) return err(failure('internal'));
  tell(ctx, waits ? 'order.waiting' : 'order.sent', intent, caller);
  return ok(intent);
}

/** Moves a stop or target. A stop at or above the price would sell at once: then a sale is what is meant. */
export function moveStop(
  ctx: AccountContext,
  caller: Caller,
  input: MoveStop & { holder: string },
  { instrument, present }: ByHand,
): Result<void, Failure> {
  const position = heldPosition(ctx, instrument, input.holder as Holder);
  if (decimal(position.quantity).eq(0)) return err(failure('not-found'));
  const stopPrice = toText(decimal(quantise(Number(input.stopPrice), instrument, 'stop')));
  const price = present.quotes.get(instrument.id)?.price;
  if (price !== undefined && Number(stopPrice) >= price) {
    return err(failure('invalid-request', { has: stopPrice, price }, 'stopPrice'));
  }
  const targetPrice =
    input.targetPrice === undefined
      ? position.targetPrice
      : toText(decimal(quantise(Number(input.targetPrice), instrument, 'target')));
  if (price !== undefined && targetPrice !== null && input.targetPrice !== undefined && Number(targetPrice) <= price) {
    return err(failure('invalid-request', { has: targetPrice, price }, 'targetPrice'));
  }
  savePosition(ctx, { ...position, stopPrice, targetPrice, heldBy: 'nod', confirmedAt: null });
  appendEvent(ctx, {
    type: 'position.stop-moved',
    actor: caller,
    subject: null,
    body: { symbol: instrument.symbol, holder: input.holder, before: position.stopPrice, stopPrice, targetPrice },
  });
  return ok(undefined);
}

/** Whose shares a person's sale takes: the one named, else their own, else the only holder there is. */
export function holderOf(ctx: AccountContext, instrument: Instrument, wanted: string | undefined): Holder | null {
  const holders = heldPositions(ctx).filter((position) => position.instrumentId === instrument.id);
  if (wanted !== undefined) return holders.find((position) => position.holder === wanted)?.holder ?? null;
  const manual = holders.find((position) => position.holder === 'manual');
  if (manual) return manual.holder;
  return holders.length === 1 ? (holders[0]?.holder ?? null) : null;
}

/** Amounts as they are stored: `1.50` is `1.5`. */
function canonical(input: CreateOrder): CreateOrder {
  const { quantity, limitPrice, stopPrice, targetPrice } = input;
  const text = (amount: string): string => toText(decimal(amount));
  return {
    ...input,
    quantity: text(quantity),
    ...(limitPrice !== undefined && { limitPrice: text(limitPrice) }),
    ...(stopPrice !== undefined && { stopPrice: text(stopPrice) }),
    ...(targetPrice !== undefined && { targetPrice: text(targetPrice) }),
  };
}

function isOnTick(instrument: Instrument, price: string): boolean {
  return decimal(quantise(Number(price), instrument, 'sell-limit')).eq(price);
}

function limitOf(input: CreateOrder, instrument: Instrument, present: Present): string | null {
  if (input.limitPrice !== undefined) return input.limitPrice;
  const quote = present.quotes.get(instrument.id);
  return quote === undefined ? null : toText(decimal(ceilingPrice(quote.price, null, instrument)));
}
