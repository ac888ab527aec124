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
import { intendExit } from './exits.ts';
import { heldPosition, heldPositions, savePosition } from './money-book.ts';
import { findIntent, insertIntent, type Intent } from './order-book.ts';
import { recordAttempt, tell } from './send.ts';

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
  if (limitPrice === null) return null;
  return checkEntry(
    ctx,
    {
      instrument,
      holder: 'manual',
      quantity: input.quantity,
      limitPrice,
      stopPrice: input.stopPrice ?? null,
      session: daily(present) ? 'next-open' : 'now',
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
  input: CreateOrder,
  how: ByHand,
): Result<Intent, Failure> {
  const { instrument, present } = how;
  if (input.side === 'sell') {
    const holder = holderOf(ctx, instrument, input.holder);
    if (holder === null) return err(failure('quantity-exceeds-position', { symbol: instrument.symbol }));
    const { quantity, limitPrice } = input;
    const free = decimal(heldPosition(ctx, instrument, holder).quantity);
    if (decimal(quantity).gt(free)) {
      return err(failure('quantity-exceeds-position', { symbol: instrument.symbol, held: toText(free) }, 'quantity'));
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
  const id = `o_${ctx.spec.id.slice(2)}_${ctx.newId()}`;
  const waits = daily(present);
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
  const reserve = entryReserve(ctx, instrument, input.quantity, limitPrice);
  if (reserve !== null) {
    ctx.sql.run("INSERT INTO reservation (intent_id, holder, amount) VALUES (?, 'manual', ?)", id, reserve);
  }
  if (!waits) recordAttempt(ctx, id);
  const intent = findIntent(ctx, id);
  if (intent === null) return err(failure('internal'));
  tell(ctx, waits ? 'order.waiting' : 'order.sent', intent);
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
  const targetPrice = input.targetPrice === undefined ? position.targetPrice : input.targetPrice;
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

function limitOf(input: CreateOrder, instrument: Instrument, present: Present): string | null {
  if (input.limitPrice !== undefined) return input.limitPrice;
  const quote = present.quotes.get(instrument.id);
  return quote === undefined ? null : toText(decimal(ceilingPrice(quote.price, null, instrument)));
}

function daily(present: Present): boolean {
  return present.market.baseTimeframe === '1d' || present.market.baseTimeframe === '1w';
}
