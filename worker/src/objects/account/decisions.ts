import { failure, type Failure } from '#shared/contract/errors.ts';
import type { ApproveProposal, RejectProposal } from '#shared/contract/proposal.ts';
import type { Caller } from '#shared/domain/caller.ts';
import { decimal } from '#shared/lib/decimal.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { toIso, type WallMs } from '#shared/lib/time.ts';
import { findBot } from './bot-book.ts';
import type { AccountContext, Present } from './context.ts';
import { draftEntry, refusalReason } from './draft.ts';
import { appendEvent } from './event-log.ts';
import { intendExit } from './exits.ts';
import { instrumentOf } from './instruments.ts';
import { ANSWER_WINDOW_MS, approveInto, withHash } from './looks.ts';
import { modeOf } from './meta.ts';
import { decide, findProposal, pendingProposals, proposalView, reviseProposal, type Proposal } from './proposals.ts';
import { schedule } from './schedule.ts';

/** What a nod came to: the order to send (`toSend`) or to let wait, or why there is none. */
export interface Nod {
  readonly proposalId: string;
  readonly orderId: string | null;
  readonly toSend: string | null;
}

/**
 * One nod, in one synchronous block: identity, revision, window, price, limits and mode are looked at afresh, then the
 * decision, the intent and the reservation are stored together. The first wins; everybody else is told who did.
 */
export function approve(
  ctx: AccountContext,
  caller: Caller,
  id: string,
  input: ApproveProposal,
  { present, isReady }: { present: Present; isReady: boolean },
): Result<Nod, Failure> {
  const found = openQuestion(ctx, id);
  if (!found.ok) return found;
  let proposal = found.value;
  if (input.hash !== proposal.hash) {
    return err(failure('hash-mismatch', { revision: proposal.revision }));
  }
  if (proposal.side === 'sell') return sellAnswer(ctx, caller, proposal);
  const { mode } = modeOf(ctx.sql);
  if (mode !== 'active') return err(failure('mode-blocks', { mode }));
  if (!isReady) return err(failure('account-recovering'));
  const bot = proposal.botId === null ? null : findBot(ctx, proposal.botId);
  if (bot === null) return err(failure('not-found'));
  if (bot.config.autonomy === 'suggest') {
    decide(ctx, proposal, { status: 'approved', actor: caller, reason: { code: 'done-by-hand', values: {} } });
    return ok({ proposalId: id, orderId: null, toSend: null });
  }
  const quote = present.quotes.get(proposal.instrumentId);
  const draft = draftEntry(
    ctx,
    {
      bot,
      signal: proposal.signal,
      session: proposal.session,
      askBecause: proposal.card.askBecause,
      except: proposal.id,
      isReady,
      edit: { quantity: lesserQuantity(proposal, input), limitPrice: lesserLimit(proposal, input) },
    },
    present,
  );
  if (!draft.ok) {
    const reason = refusalReason(draft.error);
    decide(ctx, proposal, { status: 'withdrawn', actor: 'clock', reason });
    return err(failure('check-denied', { reason: reason.code, ...reason.values }));
  }
  const isAbove = quote !== undefined && decimal(quote.price).gt(proposal.limitPrice);
  if (isAbove || decimal(draft.value.quantity).lt(lesserQuantity(proposal, input))) {
    // What was nodded to cannot be had any more: the same question at what can, and its own button.
    const fresh = draftEntry(
      ctx,
      {
        bot,
        signal: proposal.signal,
        session: proposal.session,
        askBecause: proposal.card.askBecause,
        except: proposal.id,
        isReady,
      },
      present,
    );
    if (!fresh.ok) {
      decide(ctx, proposal, { status: 'withdrawn', actor: 'clock', reason: refusalReason(fresh.error) });
      return err(failure('check-denied', { reason: refusalReason(fresh.error).code }));
    }
    revise(ctx, proposal, fresh.value);
    return err(
      failure('price-moved', { limit: proposal.limitPrice, now: quote === undefined ? '' : String(quote.price) }),
    );
  }
  if (input.edit !== undefined) {
    revise(ctx, proposal, draft.value);
    const revised = findProposal(ctx, id);
    if (revised === null) return err(failure('not-found'));
    proposal = revised;
  }
  const orderId = approveInto(ctx, proposal, caller);
  if (orderId === null) return decided(ctx, id);
  return ok({ proposalId: id, orderId, toSend: proposal.session === 'now' ? orderId : null });
}

export function reject(
  ctx: AccountContext,
  caller: Caller,
  id: string,
  input: RejectProposal,
): Result<Proposal, Failure> {
  const found = openQuestion(ctx, id);
  if (!found.ok) return found;
  const reason = input.reason === undefined ? null : { code: 'skipped', values: { reason: input.reason } };
  if (!decide(ctx, found.value, { status: 'rejected', actor: caller, reason })) return decided(ctx, id);
  return ok(findProposal(ctx, id) ?? found.value);
}

/** Ends questions whose window is over. A sell that was to happen unless told otherwise happens now: answers those orders. */
export function expireQuestions(ctx: AccountContext): string[] {
  const toSend: string[] = [];
  for (const proposal of pendingProposals(ctx)) {
    if (proposal.answerBy > ctx.now()) continue;
    decide(ctx, proposal, { status: 'expired', actor: 'clock', reason: null });
    if (proposal.side !== 'sell' || proposal.card.askBecause.code !== 'sells-unless-told') continue;
    const bot = proposal.botId === null ? null : findBot(ctx, proposal.botId);
    if (bot === null) continue;
    const intent = intendExit(ctx, {
      instrument: instrumentOf(ctx, proposal.instrumentId),
      holder: bot.id,
      purpose: 'strategy',
      actor: 'clock',
      proposalId: proposal.id,
    });
    if (intent !== null) toSend.push(intent.id);
  }
  return toSend;
}

/** While the market holds for an answer, its questions stay open. */
export function extendWindows(ctx: AccountContext, present: Present): void {
  const until = present.market.phase === 'held' ? present.market.holdUntil : null;
  if (until === null) return;
  for (const proposal of pendingProposals(ctx)) {
    if (proposal.answerBy >= until) continue;
    ctx.sql.run("UPDATE proposal SET answer_by = ? WHERE id = ? AND status = 'pending'", until, proposal.id);
    schedule(ctx, 'answer-window', proposal.id, until);
  }
}

function openQuestion(ctx: AccountContext, id: string): Result<Proposal, Failure> {
  const proposal = findProposal(ctx, id);
  if (proposal === null) return err(failure('not-found'));
  if (proposal.status === 'expired') return err(failure('proposal-lapsed', { at: toIso(proposal.answerBy as WallMs) }));
  if (proposal.status !== 'pending') return decided(ctx, id);
  if (proposal.answerBy <= ctx.now()) {
    decide(ctx, proposal, { status: 'expired', actor: 'clock', reason: null });
    return err(failure('proposal-lapsed', { at: toIso(proposal.answerBy as WallMs) }));
  }
  return ok(proposal);
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

function lesserQuantity(proposal: Proposal, input: ApproveProposal): string {
  const wanted = input.edit?.quantity;
  return wanted !== undefined && decimal(wanted).lt(proposal.quantity) ? wanted : proposal.quantity;
}

function lesserLimit(proposal: Proposal, input: ApproveProposal): string {
  const wanted = input.edit?.limitPrice;
  return wanted !== undefined && decimal(wanted).lt(proposal.limitPrice) ? wanted : proposal.limitPrice;
}

function revise(
  ctx: AccountContext,
  proposal: Proposal,
  draft: Pick<Proposal, 'quantity' | 'limitPrice' | 'stopPrice' | 'targetPrice' | 'card'>,
): void {
  const answerBy = Math.max(proposal.answerBy, ctx.now() + ANSWER_WINDOW_MS);
  const next = withHash(ctx, { ...proposal, ...draft, revision: proposal.revision + 1 });
  if (!reviseProposal(ctx, next)) return;
  ctx.sql.run('UPDATE proposal SET answer_by = ? WHERE id = ?', answerBy, proposal.id);
  schedule(ctx, 'answer-window', proposal.id, answerBy);
  appendEvent(ctx, {
    type: 'proposal.revised',
    actor: 'clock',
    subject: proposal.id,
    body: { proposal: proposalView(ctx, findProposal(ctx, proposal.id) ?? next) },
  });
}

function sellAnswer(ctx: AccountContext, caller: Caller, proposal: Proposal): Result<Nod, Failure> {
  const orderId = approveInto(ctx, proposal, caller);
  return ok({ proposalId: proposal.id, orderId, toSend: orderId });
}
