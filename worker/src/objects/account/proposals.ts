import type { ReasonView } from '#shared/contract/common.ts';
import type { ProposalView } from '#shared/contract/proposal.ts';
import type { EventType } from '#shared/domain/event-type.ts';
import type { InstrumentId } from '#shared/domain/ids.ts';
import type { ProposalState } from '#shared/domain/proposal.ts';
import type { Signal } from '#shared/domain/signal.ts';
import type { FirstNod } from '#shared/domain/two-people.ts';
import type { Caller } from '#shared/domain/caller.ts';
import { decimal, sum } from '#shared/lib/decimal.ts';
import { toIso, type MarketMs, type WallMs } from '#shared/lib/time.ts';
import { heardFrom, nobodyAnswered } from './absence.ts';
import { findBot } from './bot-book.ts';
import type { AccountContext } from './context.ts';
import { appendEvent, type Actor } from './event-log.ts';
import { instrumentOf } from './instruments.ts';
import { buyingPower } from './money-book.ts';
import { twoPeopleAbove } from './two-nods.ts';
import { marketMustKnow, schedule, unschedule } from './schedule.ts';

/** The parts of a card that are fixed when it is asked; the rest are columns. */
export type ProposalCard = Pick<
  ProposalView,
  'horizon' | 'rationale' | 'sizing' | 'worstCase' | 'protection' | 'checks' | 'quote' | 'askBecause' | 'botName'
>;

/** A stored question. */
export interface Proposal {
  readonly id: string;
  readonly revision: number;
  readonly status: ProposalState;
  readonly botId: string | null;
  readonly instrumentId: InstrumentId;
  readonly side: 'buy' | 'sell';
  readonly quantity: string;
  readonly limitPrice: string;
  readonly stopPrice: string | null;
  readonly targetPrice: string | null;
  readonly session: 'now' | 'next-open';
  readonly hash: string;
  readonly answerBy: number;
  readonly createdAt: number;
  readonly marketAt: number;
  readonly signal: Signal;
  readonly card: ProposalCard;
  readonly decidedAt: number | null;
  readonly decidedBy: string | null;
  readonly decidedChannel: string | null;
  readonly reason: ReasonView | null;
  readonly orderId: string | null;
  /** Where Later moved the one reminder. */
  readonly remindAt: number | null;
  readonly firstNod: FirstNod | null;
}

interface ProposalRow {
  id: string;
  revision: number;
  status: ProposalState;
  bot_id: string | null;
  instrument_id: InstrumentId;
  side: 'buy' | 'sell';
  quantity: string;
  limit_price: string;
  stop_price: string | null;
  target_price: string | null;
  session: 'now' | 'next-open';
  hash: string;
  answer_by: number;
  created_at: number;
  market_at: number;
  signal: string;
  card: string;
  decided_at: number | null;
  decided_by: string | null;
  decided_channel: string | null;
  reason: string | null;
  order_id: string | null;
  remind_at: number | null;
  first_nod: string | null;
}

export function findProposal(ctx: AccountContext, id: string): Proposal | null {
  const row = ctx.sql.first<ProposalRow>('SELECT * FROM proposal WHERE id = ?', id);
  return row && fromRow(row);
}

export function pendingProposals(ctx: AccountContext, botId?: string): Proposal[] {
  const rows =
    botId === undefined
      ? ctx.sql.all<ProposalRow>("SELECT * FROM proposal WHERE status = 'pending' ORDER BY created_at, id")
      : ctx.sql.all<ProposalRow>(
          "SELECT * FROM proposal WHERE status = 'pending' AND bot_id = ? ORDER BY created_at, id",
          botId,
        );
  return rows.map(fromRow);
}

/** Newest first, from below `cursor` (an id). */
export function listProposals(
  ctx: AccountContext,
  query: { limit: number; cursor?: string | undefined; status?: string | undefined; botId?: string | undefined },
): Proposal[] {
  return ctx.sql
    .all<ProposalRow>(
      `SELECT * FROM proposal WHERE (?1 IS NULL OR id < ?1) AND (?2 IS NULL OR status = ?2) AND (?3 IS NULL OR bot_id = ?3)
       ORDER BY id DESC LIMIT ?4`,
      query.cursor ?? null,
      query.status ?? null,
      query.botId ?? null,
      query.limit,
    )
    .map(fromRow);
}

export function insertProposal(ctx: AccountContext, proposal: Proposal): void {
  ctx.sql.run(
    `INSERT INTO proposal (id, revision, status, bot_id, instrument_id, side, quantity, limit_price, stop_price, target_price,
       session, hash, answer_by, created_at, market_at, signal, card)
     VALUES (?, ?, 'pending', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    proposal.id,
    proposal.revision,
    proposal.botId,
    proposal.instrumentId,
    proposal.side,
    proposal.quantity,
    proposal.limitPrice,
    proposal.stopPrice,
    proposal.targetPrice,
    proposal.session,
    proposal.hash,
    proposal.answerBy,
    proposal.createdAt,
    proposal.marketAt,
    JSON.stringify(proposal.signal),
    JSON.stringify(proposal.card),
  );
  marketMustKnow(ctx);
}

/** Another revision of the same question: what was asked changed, and whoever saw the old one must look again. */
export function reviseProposal(ctx: AccountContext, next: Proposal): boolean {
  const changed = ctx.sql.all(
    `UPDATE proposal SET revision = ?, quantity = ?, limit_price = ?, stop_price = ?, target_price = ?, hash = ?, signal = ?,
       card = ?, first_nod = NULL WHERE id = ? AND revision = ? AND status = 'pending' RETURNING id`,
    next.revision,
    next.quantity,
    next.limitPrice,
    next.stopPrice,
    next.targetPrice,
    next.hash,
    JSON.stringify(next.signal),
    JSON.stringify(next.card),
    next.id,
    next.revision - 1,
  );
  return changed.length === 1;
}

export interface Decision {
  readonly status: Exclude<ProposalState, 'pending'>;
  readonly actor: Actor;
  readonly reason: ReasonView | null;
  readonly orderId?: string | null;
}

/**
 * The decision about a question, as one compare-and-set: only while it is pending, at the revision that was seen. False
 * when somebody was first.
 */
export function decide(ctx: AccountContext, proposal: Proposal, decision: Decision): boolean {
  const [by, channel] = decision.actor === 'clock' ? ['nod', 'clock'] : [decision.actor.userId, decision.actor.channel];
  const isAnswer = decision.status === 'approved' || decision.status === 'rejected';
  const changed = ctx.sql.all(
    `UPDATE proposal SET status = ?, decided_at = ?, decided_by = ?, decided_channel = ?, reason = ?, order_id = ?
     WHERE id = ? AND revision = ? AND status = 'pending' AND answer_by > ? RETURNING id`,
    decision.status,
    ctx.now(),
    by,
    channel,
    decision.reason === null ? null : JSON.stringify(decision.reason),
    decision.orderId ?? null,
    proposal.id,
    proposal.revision,
    // Only a person's answer can come too late; taking a question back never does.
    isAnswer ? ctx.now() : 0,
  );
  if (changed.length === 0) return false;
  unschedule(ctx, 'answer-window', proposal.id);
  unschedule(ctx, 'remind', proposal.id);
  marketMustKnow(ctx);
  const after = findProposal(ctx, proposal.id) ?? proposal;
  const types: Record<Decision['status'], EventType> = {
    approved: 'proposal.decided',
    rejected: 'proposal.decided',
    expired: 'proposal.expired',
    superseded: 'proposal.withdrawn',
    withdrawn: 'proposal.withdrawn',
  };
  appendEvent(ctx, {
    type: types[decision.status],
    actor: decision.actor,
    subject: proposal.id,
    body: { proposal: proposalView(ctx, after) },
  });
  if (decision.status === 'expired') nobodyAnswered(ctx, proposal);
  else if (isAnswer && decision.actor !== 'clock') heardFrom(ctx, proposal);
  return true;
}

/** The first of two nods to this revision: kept and told, and nothing is sent. False: it is not asked any more. */
export function keepFirstNod(
  ctx: AccountContext,
  { id, revision, botId }: Proposal,
  { actor, ...nod }: Pick<FirstNod, 'name' | 'above'> & { readonly actor: Caller },
): boolean {
  const first: FirstNod = { by: actor.userId, channel: actor.channel, at: ctx.now(), ...nod };
  const kept = ctx.sql.run(
    `UPDATE proposal SET first_nod = ? WHERE id = ? AND revision = ? AND status = 'pending' AND answer_by > ?`,
    ...[JSON.stringify(first), id, revision, ctx.now()],
  );
  const after = findProposal(ctx, id);
  if (kept === 0 || after === null) return false;
  heardFrom(ctx, { botId });
  appendEvent(ctx, { type: 'proposal.nodded', actor, subject: id, body: { proposal: proposalView(ctx, after) } });
  return true;
}

/** The first nods of somebody whose nod counts no more: each of these questions waits for two again, and its card says so. */
export function dropFirstNods(ctx: AccountContext, userId: string, actor: Actor): void {
  for (const { id, firstNod } of pendingProposals(ctx)) {
    if (firstNod?.by !== userId) continue;
    ctx.sql.run("UPDATE proposal SET first_nod = NULL WHERE id = ? AND status = 'pending'", id);
    const after = findProposal(ctx, id);
    if (after === null) continue;
    appendEvent(ctx, { type: 'proposal.nod-gone', actor, subject: id, body: { proposal: proposalView(ctx, after) } });
  }
}

/** Moves the one reminder of a question; it is given once, and only while nobody has answered. */
export function putOff(ctx: AccountContext, proposal: Proposal, { at, actor }: { at: number; actor: Actor }): Proposal {
  ctx.sql.run("UPDATE proposal SET remind_at = ? WHERE id = ? AND status = 'pending'", at, proposal.id);
  schedule(ctx, 'remind', proposal.id, at);
  heardFrom(ctx, proposal);
  const after = findProposal(ctx, proposal.id) ?? proposal;
  appendEvent(ctx, {
    type: 'proposal.put-off',
    actor,
    subject: proposal.id,
    body: { proposal: proposalView(ctx, after) },
  });
  return after;
}

/** What is due: said once, whatever rings again. */
export function remind(ctx: AccountContext, id: string): void {
  unschedule(ctx, 'remind', id);
  const proposal = findProposal(ctx, id);
  if (proposal?.status !== 'pending' || proposal.remindAt === null || proposal.answerBy <= ctx.now()) return;
  ctx.sql.run('UPDATE proposal SET remind_at = NULL WHERE id = ?', id);
  const body = { proposal: proposalView(ctx, { ...proposal, remindAt: null }) };
  appendEvent(ctx, { type: 'proposal.reminded', actor: 'clock', subject: id, body });
}

/** Takes questions back that can no longer be answered with yes. */
export function withdrawAll(ctx: AccountContext, reason: ReasonView, botId?: string): number {
  const entries = pendingProposals(ctx, botId).filter((proposal) => proposal.side === 'buy');
  for (const proposal of entries) decide(ctx, proposal, { status: 'withdrawn', actor: 'clock', reason });
  return entries.length;
}

/** The same of one bot's, sales too. */
export function withdrawQuestions(ctx: AccountContext, reason: ReasonView, botId: string): void {
  for (const proposal of pendingProposals(ctx, botId)) {
    decide(ctx, proposal, { status: 'withdrawn', actor: 'clock', reason });
  }
}

export function proposalView(ctx: AccountContext, proposal: Proposal): ProposalView {
  const instrument = instrumentOf(ctx, proposal.instrumentId);
  const { card } = proposal;
  return {
    id: proposal.id,
    accountId: ctx.spec.id,
    botId: proposal.botId,
    botName: proposal.botId === null ? null : (findBot(ctx, proposal.botId)?.name ?? card.botName),
    world: ctx.spec.world,
    symbol: instrument.symbol,
    instrumentId: instrument.id,
    nameEn: instrument.nameEn,
    nameKo: instrument.nameKo,
    side: proposal.side,
    quantity: proposal.quantity,
    currency: instrument.currency,
    limitPrice: proposal.limitPrice,
    stopPrice: proposal.stopPrice,
    targetPrice: proposal.targetPrice,
    horizon: card.horizon,
    session: proposal.session,
    status: proposal.status,
    revision: proposal.revision,
    hash: proposal.hash,
    createdAt: toIso(proposal.createdAt as WallMs),
    marketAt: toIso(proposal.marketAt as MarketMs),
    answerBy: toIso(proposal.answerBy as WallMs),
    rationale: card.rationale,
    sizing: card.sizing,
    worstCase: card.worstCase,
    protection: card.protection,
    checks: card.checks,
    quote: card.quote,
    askBecause: card.askBecause,
    conflictsWith: proposal.status === 'pending' ? conflicts(ctx, proposal) : [],
    decidedAt: proposal.decidedAt === null ? null : toIso(proposal.decidedAt as WallMs),
    decidedBy: proposal.decidedBy,
    decidedChannel: proposal.decidedChannel,
    reason: proposal.reason,
    orderId: proposal.orderId,
    remindAt: proposal.remindAt === null ? null : toIso(proposal.remindAt as WallMs),
    twoPeople: twoPeopleView(ctx, proposal),
  };
}

function twoPeopleView(ctx: AccountContext, proposal: Proposal): ProposalView['twoPeople'] {
  const { firstNod, status, side } = proposal;
  const above = firstNod?.above ?? (status === 'pending' && side === 'buy' ? twoPeopleAbove(ctx, proposal) : null);
  if (above === null) return null;
  if (firstNod === null) return { above, first: null };
  const { by, name, channel, at } = firstNod;
  return { above, first: { by, name, channel, at: toIso(at as WallMs) } };
}

/** Other pending buys that cannot be paid for beside this one. */
function conflicts(ctx: AccountContext, proposal: Proposal): string[] {
  if (proposal.side !== 'buy') return [];
  const others = pendingProposals(ctx).filter((other) => other.side === 'buy' && other.id !== proposal.id);
  const cost = (of: Proposal) => decimal(of.card.sizing.cost);
  const left = buyingPower(ctx).minus(cost(proposal));
  if (sum(others.map(cost)).lte(left)) return [];
  return others.filter((other) => cost(other).gt(left)).map((other) => other.id);
}

function fromRow(row: ProposalRow): Proposal {
  return {
    id: row.id,
    revision: row.revision,
    status: row.status,
    botId: row.bot_id,
    instrumentId: row.instrument_id,
    side: row.side,
    quantity: row.quantity,
    limitPrice: row.limit_price,
    stopPrice: row.stop_price,
    targetPrice: row.target_price,
    session: row.session,
    hash: row.hash,
    answerBy: row.answer_by,
    createdAt: row.created_at,
    marketAt: row.market_at,
    signal: JSON.parse(row.signal) as Signal,
    card: JSON.parse(row.card) as ProposalCard,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
    decidedChannel: row.decided_channel,
    reason: row.reason === null ? null : (JSON.parse(row.reason) as ReasonView),
    orderId: row.order_id,
    remindAt: row.remind_at,
    firstNod: row.first_nod === null ? null : (JSON.parse(row.first_nod) as FirstNod),
  };
}
