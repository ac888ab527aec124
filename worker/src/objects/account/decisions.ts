import { failure, type Failure } from '#shared/contract/errors.ts';
import type { ApproveProposal, RejectProposal } from '#shared/contract/proposal.ts';
import type { Caller } from '#shared/domain/caller.ts';
import { nodOfTwo } from '#shared/domain/two-people.ts';
import { decimal, toText } from '#shared/lib/decimal.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { toIso, type WallMs } from '#shared/lib/time.ts';
import type { Confirmation } from '#shared/usecases/account-port.ts';
import { grants } from './access.ts';
import { heardFrom } from './absence.ts';
import { findBot, type TradingBot } from './bot-book.ts';
import { blockReason, checkEntry } from './checks.ts';
import { mayBuy } from './confirmation.ts';
import type { AccountContext, Present } from './context.ts';
import { draftEntry, isPassing, refusalReason, type Draft } from './draft.ts';
import { instrumentOf } from './instruments.ts';
import { modeOf } from './meta.ts';
import { reserved } from './money-book.ts';
import { moneyOfOrder } from './money-of-order.ts';
import { appendSealed } from './nod-seal.ts';
import {
  decide,
  findProposal,
  keepFirstNod,
  putOff,
  reviseProposal,
  type Proposal,
  type ProposalCard,
} from './proposals.ts';
import { ANSWER_WINDOW_MS, approveInto, recheckQuestions, withHash } from './questions.ts';
import { schedule } from './schedule.ts';
import { twoPeopleAbove } from './two-nods.ts';

/** What a nod came to: the order to send (`toSend`) or to let wait, or why there is none. */
export interface Nod {
  readonly proposalId: string;
  readonly orderId: string | null;
  readonly toSend: string | null;
}

interface Known {
  readonly present: Present;
  readonly isReady: boolean;
  /** What the caller has just confirmed in person. */
  readonly given?: Confirmation | undefined;
  /** As the others know the caller. */
  readonly name?: string | undefined;
}

/**
 * One nod, in one synchronous block: identity, revision, window, price, limits and mode are looked at afresh, then the
 * decision, the intent and the reservation are stored together. The first wins; everybody else is told who did. Within
 * the ceiling one nod is final: size and limit stay what was shown, whatever the price inside it.
 */
export function approve(
  ctx: AccountContext,
  caller: Caller,
  id: string,
  input: ApproveProposal,
  known: Known,
): Result<Nod, Failure> {
  const found = openQuestion(ctx, id);
  if (!found.ok) return found;
  const proposal = found.value;
  if (input.hash !== proposal.hash) return err(failure('hash-mismatch', { revision: proposal.revision }));
  if (proposal.side === 'sell') {
    // There is no smaller sale to say yes to: all of it would be sold to somebody who asked for a part.
    return input.edit === undefined ? nod(ctx, proposal, caller) : err(failure('invalid-request', undefined, 'edit'));
  }
  const { mode } = modeOf(ctx.sql);
  if (mode !== 'active') return err(failure('mode-blocks', { mode }));
  if (!known.isReady) return err(failure('account-recovering'));
  const bot = proposal.botId === null ? null : findBot(ctx, proposal.botId);
  if (bot === null) return err(failure('not-found'));
  if (bot.config.autonomy === 'suggest') {
    decide(ctx, proposal, { status: 'approved', actor: caller, reason: { code: 'done-by-hand', values: {} } });
    return ok({ proposalId: id, orderId: null, toSend: null });
  }
  const price = known.present.quotes.get(proposal.instrumentId)?.price;
  if (price === undefined) return err(failure('unavailable', { what: 'quote' }));
  if (decimal(price).gt(proposal.limitPrice)) {
    const { currency } = instrumentOf(ctx, proposal.instrumentId);
    const moved = failure('price-moved', { limit: proposal.limitPrice, now: String(price), currency });
    return askAgain(ctx, { proposal, bot, known, because: moved });
  }
  const wanted = edited(proposal, input);
  if (!wanted.ok) return wanted;
  const blocked = blockedNow(ctx, wanted.value, price, known);
  if (blocked !== null && input.edit !== undefined) return err(blocked);
  if (blocked !== null) return askAgain(ctx, { proposal, bot, known, because: blocked });
  const above = twoPeopleAbove(ctx, wanted.value);
  if (above !== null && input.edit === undefined && nodOf(ctx, proposal, caller) === 'again') return ok(waiting(id));
  // Last: who confirms it should not learn afterwards that it could not be.
  const confirmed = mayBuy(ctx, purchaseOf(ctx, wanted.value, caller), known.present, known.given);
  if (!confirmed.ok) return confirmed;
  if (input.edit === undefined) return oneOfTwo(ctx, proposal, { caller, known, above });
  const { quantity, limitPrice } = wanted.value;
  const draft = draftEntry(ctx, { ...wishOf(proposal, bot, known), edit: { quantity, limitPrice } }, known.present);
  if (!draft.ok) return err(denied(refusalReason(draft.error)));
  const { stopPrice, targetPrice } = proposal;
  const card = ofItsOwnMoney(ctx, draft.value.card, { wanted: wanted.value, bot, present: known.present });
  revise(ctx, proposal, { quantity, limitPrice, stopPrice, targetPrice, card });
  return oneOfTwo(ctx, findProposal(ctx, id) ?? proposal, { caller, known, above });
}

/** A card whose money is that of the order as somebody wants it: the draft may size and protect it otherwise by now. */
function ofItsOwnMoney(
  ctx: AccountContext,
  card: ProposalCard,
  { wanted, bot, present }: { readonly wanted: Proposal; readonly bot: TradingBot; readonly present: Present },
): ProposalCard {
  const { instrumentId, quantity, limitPrice, stopPrice, targetPrice, signal } = wanted;
  const given = { ...(stopPrice !== null && { stopPrice }), ...(targetPrice !== null && { targetPrice }) };
  const looked = { instrument: instrumentOf(ctx, instrumentId), limitPrice };
  const { gapFraction } = signal;
  const money = moneyOfOrder(ctx, { side: 'buy', quantity, ...given }, { looked, present, gapFraction });
  if (money === null) return card;
  const { cost, costFractionOfAccount, feesEstimated, fx, gainAtTarget, rewardToRisk } = money.sizing;
  const { sizing } = card;
  const left = decimal(bot.cash).minus(reserved(ctx, bot.id)).minus(cost).minus(feesEstimated);
  return {
    ...card,
    worstCase: money.worstCase,
    sizing: {
      ...sizing,
      ...{ cost, costFractionOfAccount, feesEstimated, fx, gainAtTarget, rewardToRisk, half: null },
      costFractionOfBot: Number(cost) / Number(bot.config.investmentAmount),
      cashLeft: toText(left),
      holdingAfter: toText(decimal(sizing.holdingBefore).plus(quantity)),
    },
  };
}

/** The nod, or its first half where two people are needed (`above` is the amount): kept, and the question stays open. */
function oneOfTwo(
  ctx: AccountContext,
  proposal: Proposal,
  { caller, known, above }: { caller: Caller; known: Known; above: string | null },
): Result<Nod, Failure> {
  if (above === null || nodOf(ctx, proposal, caller) === 'second') return nodAndRecheck(ctx, proposal, caller, known);
  const name = known.name ?? caller.userId;
  return keepFirstNod(ctx, proposal, { actor: caller, name, above })
    ? ok(waiting(proposal.id))
    : decided(ctx, proposal.id);
}

function nodOf(ctx: AccountContext, { firstNod }: Proposal, { userId }: Caller): ReturnType<typeof nodOfTwo> {
  return nodOfTwo(firstNod, userId, (first) => grants(ctx, first, 'approve'));
}

/** Nothing leaves: it waits for a second person. */
function waiting(proposalId: string): Nod {
  return { proposalId, orderId: null, toSend: null };
}

export function reject(
  ctx: AccountContext,
  caller: Caller,
  id: string,
  input: RejectProposal,
): Result<Proposal, Failure> {
  const found = openQuestion(ctx, id);
  if (!found.ok) return found;
  if (input.hash !== undefined && input.hash !== found.value.hash)
    return err(failure('hash-mismatch', { revision: found.value.revision }));
  const reason = input.reason === undefined ? null : { code: 'skipped', values: { reason: input.reason } };
  if (!decide(ctx, found.value, { status: 'rejected', actor: caller, reason })) return decided(ctx, id);
  return ok(findProposal(ctx, id) ?? found.value);
}

/** Later: the reminder moves, and nothing else about the question does. */
export function later(
  ctx: AccountContext,
  caller: Caller,
  id: string,
  { at }: { readonly at: WallMs },
): Result<Proposal, Failure> {
  const found = openQuestion(ctx, id);
  if (!found.ok) return found;
  if (at <= ctx.now() || at >= found.value.answerBy) return err(failure('invalid-request', undefined, 'at'));
  return ok(putOff(ctx, found.value, { at, actor: caller }));
}

/** A question that can be answered. One whose window is over is ended by the clock alone, with all that follows from it. */
function openQuestion(ctx: AccountContext, id: string): Result<Proposal, Failure> {
  const proposal = findProposal(ctx, id);
  if (proposal === null) return err(failure('not-found'));
  if (proposal.status !== 'pending' && proposal.status !== 'expired') return decided(ctx, id);
  if (proposal.status === 'expired' || proposal.answerBy <= ctx.now()) {
    // Too late to count, and still somebody who answers.
    heardFrom(ctx, proposal);
    return err(failure('proposal-lapsed', { at: toIso(proposal.answerBy as WallMs) }));
  }
  return ok(proposal);
}

function nod(ctx: AccountContext, proposal: Proposal, caller: Caller): Result<Nod, Failure> {
  const orderId = approveInto(ctx, proposal, caller);
  if (orderId === null) return decided(ctx, proposal.id);
  if (typeof orderId !== 'string') return err(denied({ code: orderId.code, values: { ...orderId.values } }));
  const waits = proposal.side === 'buy' && proposal.session === 'next-open';
  return ok({ proposalId: proposal.id, orderId, toSend: waits ? null : orderId });
}

function nodAndRecheck(ctx: AccountContext, proposal: Proposal, caller: Caller, known: Known): Result<Nod, Failure> {
  const done = nod(ctx, proposal, caller);
  if (done.ok) recheckQuestions(ctx, known.present);
  return done;
}

/** As a person confirms it: about the hash of what was shown, of which an edit takes less. */
function purchaseOf(ctx: AccountContext, { id, instrumentId, quantity, limitPrice, hash }: Proposal, actor: Caller) {
  const instrument = instrumentOf(ctx, instrumentId);
  return { instrument, quantity, limitPrice, about: hash, subject: id, actor };
}

/** Why what was nodded to cannot leave as it stands; null when it can. */
function blockedNow(ctx: AccountContext, proposal: Proposal, price: number, known: Known): Failure | null {
  const { quantity, limitPrice, stopPrice, session } = proposal;
  // Bought there, it would be sold at once.
  if (stopPrice !== null && decimal(price).lte(stopPrice)) {
    return denied({ code: 'stop-not-below-price', values: { has: stopPrice, limit: toText(decimal(price)) } });
  }
  const { blockedBy } = checkEntry(
    ctx,
    {
      instrument: instrumentOf(ctx, proposal.instrumentId),
      holder: (proposal.botId ?? 'manual') as TradingBot['id'],
      quantity,
      limitPrice,
      stopPrice,
      session,
      horizon: proposal.card.horizon,
      moment: 'ask',
      except: proposal.id,
      isReady: known.isReady,
    },
    known.present,
  );
  if (blockedBy === null) return null;
  const reason = blockReason(blockedBy);
  return isPassing(blockedBy) || reason === null ? failure('unavailable', { what: blockedBy.check }) : denied(reason);
}

function denied(reason: { readonly code: string; readonly values: Record<string, string | number> }): Failure {
  return failure('check-denied', { ...reason.values, reason: reason.code });
}

/**
 * What was nodded to cannot be had any more: the same question at what can, with its own button; taken back when nothing
 * can. What passes by itself leaves it as it is.
 */
function askAgain(
  ctx: AccountContext,
  { proposal, bot, known, because }: { proposal: Proposal; bot: TradingBot; known: Known; because: Failure },
): Result<Nod, Failure> {
  if (because.code === 'unavailable') return err(because);
  const fresh = draftEntry(ctx, wishOf(proposal, bot, known), known.present);
  if (fresh.ok) {
    revise(ctx, proposal, fresh.value);
    return err(because);
  }
  if (fresh.error.kind === 'check' && isPassing(fresh.error.verdict)) return err(failure('unavailable'));
  const reason = refusalReason(fresh.error);
  decide(ctx, proposal, { status: 'withdrawn', actor: 'clock', reason });
  return err(denied(reason));
}

function wishOf(proposal: Proposal, bot: TradingBot, { isReady }: Known) {
  const { signal, session, card, id } = proposal;
  return { bot, signal, session, askBecause: card.askBecause, except: id, isReady };
}

/** The question with a person's smaller size or lower limit; more of anything would be another question. */
function edited(proposal: Proposal, input: ApproveProposal): Result<Proposal, Failure> {
  const { quantity = proposal.quantity, limitPrice = proposal.limitPrice } = input.edit ?? {};
  if (decimal(quantity).gt(proposal.quantity)) {
    return err(failure('invalid-request', { field: 'quantity', has: quantity, limit: proposal.quantity }, 'quantity'));
  }
  if (decimal(limitPrice).gt(proposal.limitPrice)) {
    return err(
      failure('invalid-request', { field: 'limitPrice', has: limitPrice, limit: proposal.limitPrice }, 'limitPrice'),
    );
  }
  return ok({ ...proposal, quantity: toText(decimal(quantity)), limitPrice: toText(decimal(limitPrice)) });
}

/** The race was lost, or the question is gone: says how it ended, who did it and when. */
function decided(ctx: AccountContext, id: string): { ok: false; error: Failure } {
  const proposal = findProposal(ctx, id);
  return err(
    failure('already-decided', {
      status: proposal?.status ?? 'expired',
      by: proposal?.decidedBy ?? 'nod',
      channel: proposal?.decidedChannel ?? 'clock',
      at: toIso((proposal?.decidedAt ?? ctx.now()) as WallMs),
    }),
  );
}

function revise(
  ctx: AccountContext,
  proposal: Proposal,
  draft: Pick<Proposal, 'stopPrice' | 'targetPrice'> & Pick<Draft, 'quantity' | 'limitPrice' | 'card'>,
): void {
  const answerBy = Math.max(proposal.answerBy, ctx.now() + ANSWER_WINDOW_MS);
  const next = withHash(ctx, { ...proposal, ...draft, revision: proposal.revision + 1 });
  if (!reviseProposal(ctx, next)) return;
  // Whoever nodded to the one before is there.
  heardFrom(ctx, next);
  ctx.sql.run('UPDATE proposal SET answer_by = ? WHERE id = ?', answerBy, proposal.id);
  schedule(ctx, 'answer-window', proposal.id, answerBy);
  appendSealed(ctx, 'proposal.revised', findProposal(ctx, proposal.id) ?? next);
}
