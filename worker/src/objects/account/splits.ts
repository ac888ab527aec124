import type { CreateTransaction } from '#shared/contract/account.ts';
import { failure, type Failure } from '#shared/contract/errors.ts';
import { splitPositions, splitPrice, type SplitRatio } from '#shared/domain/corporate-action.ts';
import { bookSplit } from '#shared/domain/booking.ts';
import type { InstrumentId } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import { isUnresolved } from '#shared/domain/order.ts';
import { end } from '#shared/engine/orders/adopt.ts';
import { wantCancelled } from '#shared/engine/orders/cancel.ts';
import { decimal, toText } from '#shared/lib/decimal.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import type { AccountContext } from './context.ts';
import { appendEvent, type Actor } from './event-log.ts';
import { intendExit } from './exits.ts';
import { instrumentOf } from './instruments.ts';
import { readMeta } from './meta.ts';
import { heldPositions, post, savePosition, stampOf, type HeldPosition, type Watch } from './money-book.ts';
import { intentsIn, newestIntent, OPEN_STATES, WORKING_STATES } from './order-book.ts';
import { decide, pendingProposals } from './proposals.ts';
import { dispatch, reconcile } from './reconcile.ts';

export interface NamedSplit {
  /** The same split has the same id for ever: a repeat changes nothing. */
  readonly id: string;
  readonly instrumentId: InstrumentId;
  /** New shares per old share. */
  readonly ratio: number;
}

/** The counterparty's part of a split: what it holds counts in new shares, what rests there ends. */
export type PaperSplit = (split: NamedSplit) => Promise<void>;

interface How {
  readonly paper: PaperSplit;
  readonly actor: Actor;
}

/**
 * A split in steps that are harmless to repeat: what nobody confirmed is given up; the counterparty counts in new shares;
 * what it filled in old ones before is booked; then quantities, stops and targets here follow, and what was asked in old
 * shares ends. Sales that the split ended go again in new shares. Throws while the broker is out of reach: whoever called
 * calls again.
 */
export async function applySplit(ctx: AccountContext, split: NamedSplit, { paper, actor }: How): Promise<void> {
  if (!concerns(ctx, split) || isKnown(ctx, split)) return;
  ctx.transaction(() => {
    giveUpUnconfirmed(ctx, split);
    markUnderWay(ctx, split);
  });
  await paper(split);
  if (!(await reconcile(ctx))) throw new Error('a split needs the whole book of the broker');
  await dispatch(
    ctx,
    ctx.transaction(() => (remember(ctx, split) ? countInNewShares(ctx, split, actor) : [])),
  );
}

/**
 * A split that a person enters. Answers the id of its (first) transaction. Over a connection it is taken only where the
 * broker's book shows it: a made-up one would take the stop away.
 */
export async function splitByHand(
  ctx: AccountContext,
  { input, instrument }: { input: CreateTransaction; instrument: Instrument | null },
  how: How,
): Promise<Result<string, Failure>> {
  const missing = input.ratio === undefined ? 'ratio' : instrument === null ? 'symbol' : null;
  if (input.ratio === undefined || instrument === null) {
    return err(failure('invalid-request', { field: missing ?? 'ratio' }, missing ?? 'ratio'));
  }
  if (!heldPositions(ctx).some((position) => position.instrumentId === instrument.id)) {
    return err(failure('quantity-exceeds-position', { symbol: instrument.symbol }, 'symbol'));
  }
  const split = { id: `hand:${ctx.newId()}`, instrumentId: instrument.id, ratio: Number(input.ratio) };
  if (ctx.spec.connectionId !== undefined && !isShownByBroker(ctx, split)) {
    return err(failure('booked-by-broker', { type: 'split' }, 'ratio'));
  }
  await applySplit(ctx, split, how);
  const booked = ctx.sql.first<{ id: string }>(
    "SELECT id FROM booking WHERE type = 'split' AND instrument_id = ? ORDER BY number DESC LIMIT 1",
    instrument.id,
  );
  return booked === null ? err(failure('unavailable')) : ok(booked.id);
}

/** Whether it explains a difference between the books; the broker pays parts of a share out in cash. */
function isShownByBroker(ctx: AccountContext, { instrumentId, ratio }: NamedSplit): boolean {
  const found = readMeta(ctx.sql, 'differences')?.find(
    ({ what, name }) => what === 'position' && name === instrumentId,
  );
  if (found === undefined) return false;
  const left = decimal(found.ours).times(ratio).minus(found.broker);
  return left.gte(0) && left.lt(1);
}

/** What nobody has confirmed counts in old shares: it is never sent again, and taken back where it did arrive. */
function giveUpUnconfirmed(ctx: AccountContext, { instrumentId, ratio }: NamedSplit): void {
  for (const intent of intentsIn(ctx, WORKING_STATES)) {
    if (intent.instrumentId !== instrumentId || !isUnresolved(intent.state)) continue;
    wantCancelled(ctx.orders, intent.id, { code: 'split', values: { ratio } });
  }
}

/** From here until it is booked here too, the broker counts in new shares and we in old ones. */
function markUnderWay(ctx: AccountContext, { instrumentId }: NamedSplit): void {
  ctx.sql.run(
    "INSERT INTO inbox (channel, external_id, at) VALUES ('splitting', ?, ?) ON CONFLICT DO NOTHING",
    instrumentId,
    ctx.now(),
  );
}

/** Whether a split of it is booked at the broker and not here: nothing is placed at the broker for it meanwhile. */
export function isSplitting({ sql }: AccountContext, instrumentId: string): boolean {
  return sql.first("SELECT 1 FROM inbox WHERE channel = 'splitting' AND external_id = ?", instrumentId) !== null;
}

/** Markets tell every account of every split; most have nothing to do with it. */
function concerns(ctx: AccountContext, { instrumentId }: NamedSplit): boolean {
  const isMine = (thing: { readonly instrumentId: InstrumentId }): boolean => thing.instrumentId === instrumentId;
  return (
    heldPositions(ctx).some(isMine) || intentsIn(ctx, OPEN_STATES).some(isMine) || pendingProposals(ctx).some(isMine)
  );
}

function isKnown(ctx: AccountContext, { id }: NamedSplit): boolean {
  return ctx.sql.first("SELECT 1 FROM inbox WHERE channel = 'split' AND external_id = ?", id) !== null;
}

function remember(ctx: AccountContext, { id }: NamedSplit): boolean {
  const inserted = ctx.sql.all(
    "INSERT INTO inbox (channel, external_id, at) VALUES ('split', ?, ?) ON CONFLICT DO NOTHING RETURNING at",
    id,
    ctx.now(),
  );
  return inserted.length === 1;
}

function countInNewShares(ctx: AccountContext, { instrumentId, ratio }: NamedSplit, actor: Actor): string[] {
  ctx.sql.run("DELETE FROM inbox WHERE channel = 'splitting' AND external_id = ?", instrumentId);
  const instrument = instrumentOf(ctx, instrumentId);
  const held = heldPositions(ctx).filter((position) => position.instrumentId === instrumentId);
  movePositions(ctx, held, { numerator: ratio, denominator: 1 });
  const reason = { code: 'split', values: { ratio } };
  for (const proposal of pendingProposals(ctx)) {
    if (proposal.instrumentId === instrumentId) decide(ctx, proposal, { status: 'withdrawn', actor: 'clock', reason });
  }
  for (const intent of intentsIn(ctx, "('waiting-for-open')")) {
    if (intent.instrumentId === instrumentId) end(ctx.orders, intent.id, 'held-back', reason);
  }
  if (held.length === 0) return [];
  const { symbol } = instrument;
  appendEvent(ctx, {
    type: 'money.booked',
    actor,
    subject: null,
    body: { type: 'split', ratio: String(ratio), symbol },
  });
  return held.flatMap(({ holder }) => {
    const last = newestIntent(ctx, instrumentId, holder);
    const wasEnded = last?.state === 'expired' && last.reason?.code === 'split' && last.type === 'market';
    if (!wasEnded || last.purpose === 'entry' || last.purpose === 'external') return [];
    return intendExit(ctx, { instrument, holder, purpose: last.purpose, actor: 'clock' })?.id ?? [];
  });
}

/** Quantities by ratio, stops and targets against it. No money moves. */
function movePositions(ctx: AccountContext, held: readonly HeldPosition[], ratio: SplitRatio): void {
  const moved = (price: string | null): string | null => (price === null ? null : toText(splitPrice(price, ratio)));
  for (const [index, after] of splitPositions(held, ratio).entries()) {
    const before = held[index];
    if (before === undefined) continue;
    post(ctx, bookSplit(stampOf(ctx, after.holder), after));
    const [stopPrice, targetPrice] = [moved(before.stopPrice), moved(before.targetPrice)];
    const watch = before.watch && inNewShares(before.watch, ratio);
    savePosition(ctx, { ...before, ...after, stopPrice, targetPrice, watch, confirmedAt: null });
  }
}

function inNewShares(watch: Watch, ratio: SplitRatio): Watch {
  const moved = (price: number | null): number | null =>
    price === null ? null : (price * ratio.denominator) / ratio.numerator;
  const firstStop = watch.firstStop === null ? null : toText(splitPrice(watch.firstStop, ratio));
  return { ...watch, firstStop, best: moved(watch.best), atr: moved(watch.atr) };
}
