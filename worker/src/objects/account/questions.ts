import { decimal } from '#shared/lib/decimal.ts';
import type { OrderReason } from '#shared/engine/orders/intent.ts';
import { claimInto } from '#shared/engine/orders/submit.ts';
import { calendarOf } from '#shared/domain/calendar/market-calendar.ts';
import { MINUTE_MS, SECOND_MS } from '#shared/lib/time.ts';
import { findBot, type TradingBot } from './bot-book.ts';
import { checkEntry } from './checks.ts';
import type { AccountContext, Present } from './context.ts';
import { hashOf } from './draft.ts';
import type { Actor } from './event-log.ts';
import { intendExit, sellable } from './exits.ts';
import { instrumentOf } from './instruments.ts';
import { strategySells } from './modes.ts';
import { appendSealed } from './nod-seal.ts';
import { decide, insertProposal, pendingProposals, type Proposal } from './proposals.ts';
import { schedule } from './schedule.ts';

/** Wall time a question can be answered where the market waits for it; longer while it is on a visible screen. */
export const ANSWER_WINDOW_MS = 30 * SECOND_MS;

export function withHash(ctx: AccountContext, proposal: Omit<Proposal, 'hash'>): Proposal {
  return { ...proposal, hash: hashOf(ctx, proposal) };
}

/** With real prices nothing waits for an answer: one on short bars goes stale soon, one for the open at the open. */
const LIVE_WINDOW_MS = 10 * MINUTE_MS;

function answerWindow(
  ctx: AccountContext,
  { session, instrumentId }: Pick<Proposal, 'session' | 'instrumentId'>,
): number {
  if (ctx.spec.world === 'demo' || ctx.spec.world === 'replay') return ctx.now() + ANSWER_WINDOW_MS;
  if (session === 'now') return ctx.now() + LIVE_WINDOW_MS;
  return calendarOf(instrumentOf(ctx, instrumentId).exchange).nextOpen(ctx.marketNow());
}

/** A new question of a bot, not yet stored. */
export function newQuestion(
  ctx: AccountContext,
  asked: Pick<
    Proposal,
    | 'botId'
    | 'instrumentId'
    | 'side'
    | 'quantity'
    | 'limitPrice'
    | 'stopPrice'
    | 'targetPrice'
    | 'session'
    | 'signal'
    | 'card'
  >,
): Proposal {
  return withHash(ctx, {
    ...asked,
    id: `p_${ctx.spec.id.slice(2)}_${ctx.newId()}`,
    revision: 1,
    status: 'pending',
    answerBy: answerWindow(ctx, asked),
    createdAt: ctx.now(),
    marketAt: ctx.marketNow(),
    decidedAt: null,
    decidedBy: null,
    decidedChannel: null,
    reason: null,
    orderId: null,
    remindAt: null,
    firstNod: null,
  });
}

/** Stores a question and owes it to people. */
export function announce(ctx: AccountContext, proposal: Proposal): void {
  insertProposal(ctx, proposal);
  schedule(ctx, 'answer-window', proposal.id, proposal.answerBy);
  appendSealed(ctx, 'proposal.asked', proposal);
}

/**
 * Turns a question into its order, in the caller's transaction: the decision, the intent and what is set aside are
 * stored together or not at all. Null when somebody was first, or nothing is left to sell; a reason when the order may
 * not leave, which leaves the question as it is. A question has one order id for ever. An order that does not wait for the open is in `sending`, to be sent in this turn.
 */
export function approveInto(ctx: AccountContext, proposal: Proposal, actor: Actor): string | OrderReason | null {
  const orderId = orderIdOf(proposal);
  if (proposal.side === 'sell') return sellInto(ctx, proposal, actor);
  const placed = claimInto(
    ctx.orders,
    { proposalId: proposal.id, revision: proposal.revision, actor, orderId },
    {
      purpose: 'entry',
      holder: (proposal.botId ?? 'manual') as TradingBot['id'],
      proposalId: proposal.id,
      instrumentId: proposal.instrumentId,
      side: 'buy',
      type: 'limit',
      timeInForce: 'ioc',
      extendedHours: false,
      quantity: proposal.quantity,
      limitPrice: proposal.limitPrice,
      stopPrice: proposal.stopPrice,
      targetPrice: proposal.targetPrice,
      trailPercent: null,
      actor,
      waitsForOpen: proposal.session === 'next-open',
    },
  );
  if (placed.ok) return orderId;
  return placed.error.code === 'not-placed' ? placed.error.reason : null;
}

function sellInto(ctx: AccountContext, proposal: Proposal, actor: Actor): string | null {
  const instrument = instrumentOf(ctx, proposal.instrumentId);
  const holder = (proposal.botId ?? 'manual') as TradingBot['id'];
  if (sellable(ctx, instrument, holder).eq(0)) {
    decide(ctx, proposal, { status: 'withdrawn', actor: 'clock', reason: { code: 'sold-already', values: {} } });
    return null;
  }
  const id = orderIdOf(proposal);
  if (!decide(ctx, proposal, { status: 'approved', actor, reason: null, orderId: id })) return null;
  const { quantity } = proposal;
  const wish = { instrument, holder, quantity, purpose: 'strategy', actor, proposalId: proposal.id, id } as const;
  return intendExit(ctx, wish)?.id ?? null;
}

export function orderIdOf(proposal: Pick<Proposal, 'id'>): string {
  return `o_${proposal.id.slice(2)}`;
}

/** Ends questions whose window is over. A sell that was to happen unless told otherwise happens now: answers those orders. */
export function expireQuestions(ctx: AccountContext): string[] {
  const toSend: string[] = [];
  for (const proposal of pendingProposals(ctx)) {
    if (proposal.answerBy > ctx.now()) continue;
    const bot = proposal.botId === null ? null : findBot(ctx, proposal.botId);
    const sells = proposal.side === 'sell' && proposal.card.askBecause.code === 'sells-unless-told';
    const willSell = sells && bot !== null && strategySells(ctx, bot);
    const id = willSell ? orderIdOf(proposal) : null;
    decide(ctx, proposal, { status: 'expired', actor: 'clock', reason: null, orderId: id });
    if (id === null || bot === null) continue;
    const instrument = instrumentOf(ctx, proposal.instrumentId);
    const { quantity } = proposal;
    const wish = {
      instrument,
      holder: bot.id,
      quantity,
      purpose: 'strategy',
      actor: 'clock',
      proposalId: proposal.id,
    } as const;
    const intent = intendExit(ctx, { ...wish, id });
    if (intent !== null) toSend.push(intent.id);
  }
  return toSend;
}

/** While the market holds for an answer, its questions stay open. */
export function extendWindows(ctx: AccountContext, present: Present): void {
  const until = present.market?.phase === 'held' ? present.market.holdUntil : null;
  if (until === null) return;
  for (const proposal of pendingProposals(ctx)) {
    if (proposal.answerBy >= until) continue;
    ctx.sql.run("UPDATE proposal SET answer_by = ? WHERE id = ? AND status = 'pending'", until, proposal.id);
    schedule(ctx, 'answer-window', proposal.id, until);
  }
}

/** What can no longer be paid for, or is no longer wanted in any size; prices and hours are looked at when it is answered. */
const GONE_FOR_NOW = new Set([
  'no-buying-power',
  'bot-cash-short',
  'bot-position-too-large',
  'position-too-large',
  'position-amount-too-large',
  'gross-exposure-too-large',
  'net-exposure-too-large',
  'sector-too-large',
  'funds-too-large',
  'heat-too-large',
  'cash-not-settled',
  'risk-too-large',
  'too-many-positions',
  'too-many-orders',
  'duplicate-order',
  'already-held',
  'blocked-instrument',
  'blocked-until',
  'before-earnings',
  'earnings-unknown',
  'blocked-sector',
  'horizon-full',
  'not-on-allow-list',
  'stopped-out-lately',
  'too-many-stop-outs',
  'losses-in-a-row',
]);

/** After cash, positions or limits changed: questions that no longer pass are taken back, with the reason. */
export function recheckQuestions(ctx: AccountContext, present: Present): void {
  for (const proposal of pendingProposals(ctx)) {
    if (proposal.side !== 'buy' || proposal.botId === null) continue;
    const { quantity, limitPrice, stopPrice, session, id } = proposal;
    const instrument = instrumentOf(ctx, proposal.instrumentId);
    const holder = proposal.botId as TradingBot['id'];
    const { blockedBy } = checkEntry(
      ctx,
      {
        instrument,
        holder,
        quantity,
        limitPrice,
        stopPrice,
        session,
        moment: 'ask',
        except: id,
        isReady: true,
        horizon: proposal.card.horizon,
      },
      present,
    );
    if (blockedBy?.answer !== 'deny' || !GONE_FOR_NOW.has(blockedBy.code)) continue;
    // Another question about the same thing is no reason: whichever is answered first decides.
    if (blockedBy.code === 'duplicate-order' && !isUnderWay(ctx, proposal)) continue;
    const reason = { code: blockedBy.code, values: { ...blockedBy.values } };
    decide(ctx, proposal, { status: 'withdrawn', actor: 'clock', reason });
  }
}

function isUnderWay(ctx: AccountContext, { instrumentId, botId }: Proposal): boolean {
  const row = ctx.sql.first<{ n: number }>(
    `SELECT count(*) AS n FROM intent WHERE instrument_id = ? AND holder = ? AND side = 'buy'
       AND state IN ('waiting-for-open', 'sending', 'accepted', 'partially-filled', 'unknown', 'needs-human')`,
    instrumentId,
    botId,
  );
  return decimal(row?.n ?? 0).gt(0);
}
