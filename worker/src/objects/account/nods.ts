import type { NodGroupView, NodOfferView, NodSummary, NodView } from '#shared/contract/nods.ts';
import type { ReasonView } from '#shared/contract/common.ts';
import type { ProposalView } from '#shared/contract/proposal.ts';
import { nodGroups, nodOffers, type JudgedNod, type NodGroup, type NodOffer } from '#shared/analysis/nods.ts';
import { isTerminal } from '#shared/domain/order.ts';
import { isFinal, type NodAnswer, type NodOutcome, type SealedQuestion } from '#shared/domain/nod.ts';
import { decimal, roundTo, sum, toText, type Decimal } from '#shared/lib/decimal.ts';
import { toIso, type MarketMs } from '#shared/lib/time.ts';
import type { Page, PageRequest } from '#shared/usecases/account-port.ts';
import type { EventRow } from './audit-chain.ts';
import type { AccountContext } from './context.ts';
import { isWhole } from './event-log.ts';
import { instrumentOf } from './instruments.ts';
import { limitsOf } from './meta.ts';
import { inBase } from './money-book.ts';
import { findIntent } from './order-book.ts';
import { orderIdOf } from './questions.ts';

/** Questions judged in one go, and those that the figures are made of: the newest. */
const JUDGED_AT_ONCE = 500;
const READ_MAX = 500;

/** A question that later bars can still decide. */
export interface OwedNod {
  readonly seq: number;
  readonly sealed: SealedQuestion;
}

export interface Judgement {
  readonly seq: number;
  readonly proposalId: string;
  readonly outcome: NodOutcome;
}

interface NodRow extends EventRow {
  readonly prev: string;
  readonly mac: string;
  readonly proposal_id: string;
  readonly judged_at: number | null;
  readonly outcome: string | null;
  /** The event that ended it, as it was written. */
  readonly end_seq: number | null;
}

/** Oldest first: what can no longer change is not asked again. */
export function owedNods(ctx: AccountContext): OwedNod[] {
  return ctx.sql
    .all<NodRow>(
      `SELECT e.*, n.proposal_id FROM nod n JOIN event e ON e.seq = n.seq WHERE n.is_final = 0
       ORDER BY n.is_final, n.seq LIMIT ?`,
      JUDGED_AT_ONCE,
    )
    .filter((row) => isWhole(ctx, row))
    .map((row) => ({ seq: row.seq, sealed: bodyOf(row).sealed }));
}

/** What the bars made of them, once a market day. What was asked anew meanwhile, or is over already, stays as it is. */
export function judgeNods(ctx: AccountContext, judged: readonly Judgement[]): void {
  for (const { seq, proposalId, outcome } of judged) {
    ctx.sql.run(
      'UPDATE nod SET outcome = ?, is_final = ?, judged_at = ? WHERE proposal_id = ? AND seq = ? AND is_final = 0',
      JSON.stringify(outcome),
      isFinal(outcome) ? 1 : 0,
      ctx.marketNow(),
      proposalId,
      seq,
    );
  }
}

/** One question with all that is said of it. */
interface ReadNod extends JudgedNod {
  readonly row: NodRow;
  readonly sealed: SealedQuestion;
  readonly isSound: boolean;
  readonly reason: ReasonView | null;
  /** Nothing was bought by it, or ever will be. */
  readonly isHypothetical: boolean;
  readonly booked: Decimal | null;
  readonly isJudged: boolean;
}

function readNods(ctx: AccountContext, limit: number, below: number | null): ReadNod[] {
  return ctx.sql
    .all<NodRow>(
      `SELECT e.*, n.proposal_id, n.judged_at, n.outcome, (
         SELECT max(seq) FROM event WHERE subject = n.proposal_id AND seq > n.seq
           AND type IN ('proposal.decided', 'proposal.expired', 'proposal.withdrawn')) AS end_seq
       FROM nod n JOIN event e ON e.seq = n.seq WHERE (?1 IS NULL OR n.seq < ?1) ORDER BY n.seq DESC LIMIT ?2`,
      below,
      limit,
    )
    .map((row) => readNod(ctx, row));
}

function readNod(ctx: AccountContext, row: NodRow): ReadNod {
  const { sealed } = bodyOf(row);
  const end =
    row.end_seq === null
      ? null
      : ctx.sql.first<EventRow & { prev: string; mac: string }>('SELECT * FROM event WHERE seq = ?', row.end_seq);
  const { answer, reason } = answerOf(end);
  const outcome: NodOutcome = row.outcome === null ? { state: 'waiting' } : (JSON.parse(row.outcome) as NodOutcome);
  const pnl = 'pnl' in outcome && sealed.rate !== null ? decimal(outcome.pnl).times(sealed.rate) : null;
  const skipped = reason?.code === 'skipped' ? (reason.values['reason'] ?? null) : null;
  return {
    row,
    sealed,
    isSound: row.subject === row.proposal_id && isWhole(ctx, row) && (end === null || isWhole(ctx, end)),
    isJudged: row.outcome !== null,
    answer,
    reason,
    instrumentId: sealed.instrumentId,
    symbol: sealed.symbol,
    askedAt: sealed.madeAt,
    sector: sealed.sector,
    skipReason: typeof skipped === 'string' ? skipped : null,
    outcome,
    result: pnl === null ? null : Number(pnl),
    isHypothetical: (answer !== 'yes' && answer !== 'alone') || !isBought(ctx, sealed),
    booked: answer === 'yes' ? bookedOf(ctx, sealed) : null,
  };
}

function bodyOf(row: EventRow): { readonly proposal: ProposalView; readonly sealed: SealedQuestion } {
  return JSON.parse(row.body) as { proposal: ProposalView; sealed: SealedQuestion };
}

/** What it came to, as the chain says: not what a row says today. */
function answerOf(end: EventRow | null): { answer: NodAnswer; reason: ReasonView | null } {
  if (end === null) return { answer: 'waiting', reason: null };
  const { proposal } = JSON.parse(end.body) as { proposal: Pick<ProposalView, 'status' | 'reason'> };
  const { reason } = proposal;
  switch (proposal.status) {
    case 'approved':
      return { answer: end.channel === 'clock' ? 'alone' : 'yes', reason };
    case 'rejected':
      return { answer: 'skipped', reason };
    case 'expired':
      return { answer: 'unanswered', reason };
    case 'pending':
      return { answer: 'waiting', reason };
    case 'superseded':
    case 'withdrawn':
      return { answer: 'taken-back', reason };
  }
}

/** A yes to a bot that only tells has no order; one that could not leave or was refused has bought nothing. */
function isBought(ctx: AccountContext, { proposalId }: SealedQuestion): boolean {
  const order = findIntent(ctx, orderIdOf({ id: proposalId }));
  return order !== null && (!isTerminal(order.state) || order.filledQuantity !== '0');
}

/** What the books say of a yes whose position is closed: its sales up to the next purchase; null while it is not. */
function bookedOf(ctx: AccountContext, { proposalId, botId, instrumentId }: SealedQuestion): Decimal | null {
  const entry = ctx.sql.first<{ created_at: number; filled_quantity: string }>(
    'SELECT created_at, filled_quantity FROM intent WHERE id = ?',
    orderIdOf({ id: proposalId }),
  );
  if (entry === null || entry.filled_quantity === '0') return null;
  const next = ctx.sql.first<{ at: number | null }>(
    `SELECT min(created_at) AS at FROM intent WHERE instrument_id = ? AND holder = ? AND side = 'buy'
       AND filled_quantity <> '0' AND created_at > ?`,
    instrumentId,
    botId,
    entry.created_at,
  );
  const until = next?.at ?? null;
  const isHeld = ctx.sql.first(
    "SELECT holder FROM position WHERE instrument_id = ? AND holder = ? AND quantity <> '0'",
    instrumentId,
    botId,
  );
  if (until === null && isHeld !== null) return null;
  const sales = ctx.sql.all<{ realized: string }>(
    `SELECT realized FROM intent WHERE instrument_id = ? AND holder = ? AND side = 'sell' AND filled_quantity <> '0'
       AND created_at >= ? AND (?4 IS NULL OR created_at < ?4)`,
    instrumentId,
    botId,
    entry.created_at,
    until,
  );
  return sales.length === 0 ? null : sum(sales.map(({ realized }) => decimal(realized)));
}

/** Newest first; the cursor is the number of the last one's line in the log. */
export function listNods(ctx: AccountContext, { limit, cursor }: PageRequest): Page<NodView> {
  const found = readNods(ctx, limit + 1, cursor === undefined ? null : Number(cursor));
  const shown = found.slice(0, limit);
  return {
    items: shown.map((nod) => nodView(ctx, nod)),
    nextCursor: found.length > limit ? String(shown.at(-1)?.row.seq ?? '') : null,
  };
}

function nodView(ctx: AccountContext, nod: ReadNod): NodView {
  const { sealed, outcome, row } = nod;
  const { nameEn, nameKo } = instrumentOf(ctx, sealed.instrumentId);
  const entry = 'entry' in outcome ? outcome.entry : null;
  const exit = 'exit' in outcome ? outcome.exit : null;
  const at = (ms: number | null): string | null => (ms === null ? null : toIso(ms as MarketMs));
  const price = (value: number): string => toText(decimal(value.toFixed(4)));
  return {
    proposalId: sealed.proposalId,
    revision: sealed.revision,
    botId: sealed.botId,
    symbol: sealed.symbol,
    nameEn,
    nameKo,
    sector: sealed.sector,
    side: sealed.side,
    quantity: sealed.quantity,
    currency: sealed.currency,
    ceiling: sealed.ceiling,
    stop: sealed.stop,
    target: sealed.target,
    horizon: sealed.horizon,
    holdingBars: sealed.holdingBars,
    timeframe: sealed.timeframe,
    botEndsAt: at(sealed.botEndsAt),
    askedAt: toIso(sealed.askedAt as MarketMs),
    seal: { seq: row.seq, digest: row.mac, isWhole: nod.isSound },
    answer: nod.answer,
    reason: nod.reason,
    outcome: {
      state: nod.isJudged ? outcome.state : 'not-judged',
      notBought: outcome.state === 'not-bought' ? outcome.why : null,
      entryAt: at(entry?.at ?? null),
      entryPrice: entry === null ? null : price(entry.price),
      exitAt: at(exit?.at ?? null),
      exitPrice: exit === null ? null : price(exit.price),
      exitKind: exit?.kind ?? null,
      returnFraction: 'returnFraction' in outcome ? outcome.returnFraction : null,
    },
    result: nod.result === null ? null : money(ctx, nod.result),
    isHypothetical: nod.isHypothetical,
    booked: nod.booked === null ? null : inBase(ctx, nod.booked),
    judgedAt: at(row.judged_at),
  };
}

function money(ctx: AccountContext, amount: number): string {
  const unit = ctx.spec.baseCurrency === 'KRW' ? '1' : '0.01';
  return toText(roundTo(decimal(amount.toFixed(8)), unit, 'half-even'));
}

/** The record in figures: yes, skipped and unanswered beside each other, and what could follow from it. */
export function nodSummary(ctx: AccountContext): NodSummary {
  const read = readNods(ctx, READ_MAX, null);
  const sound = read.filter(({ isSound }) => isSound);
  const all = ctx.sql.first<{ n: number }>('SELECT count(*) AS n FROM nod')?.n ?? 0;
  const count = (answer: NodAnswer): number => sound.filter((nod) => nod.answer === answer).length;
  const limits = limitsOf(ctx.sql);
  const judged = read.map(({ row }) => row.judged_at ?? 0);
  const judgedAt = Math.max(0, ...judged);
  return {
    currency: ctx.spec.baseCurrency,
    groups: nodGroups(sound).map((group) => groupView(ctx, group, sound)),
    others: { waiting: count('waiting'), takenBack: count('taken-back'), alone: count('alone') },
    broken: read.length - sound.length,
    of: { read: read.length, all },
    judgedAt: judgedAt === 0 ? null : toIso(judgedAt as MarketMs),
    offers: nodOffers(sound, limits).map((offer) => offerView(ctx, offer)),
    assumptions: ASSUMPTIONS.map((code) => ({ code, values: {} })),
  };
}

const ASSUMPTIONS = ['same-reckoning', 'next-open', 'stop-first', 'costs', 'usual-holding', 'no-own-exit'] as const;

function groupView(ctx: AccountContext, group: NodGroup, nods: readonly ReadNod[]): NodGroupView {
  const booked = nods.flatMap(({ answer, booked: amount }) =>
    answer === group.answer && amount !== null ? [amount] : [],
  );
  const text = (amount: number | null): string | null => (amount === null ? null : money(ctx, amount));
  return {
    ...group,
    total: text(group.total),
    average: text(group.average),
    openTotal: text(group.openTotal),
    isHypothetical:
      group.answer !== 'yes' ||
      nods.some(({ answer, result, isHypothetical }) => answer === 'yes' && result !== null && isHypothetical),
    booked: booked.length === 0 ? null : inBase(ctx, sum(booked)),
    bookedCount: booked.length,
  };
}

/** Each offer as the change of limits that a tap makes: it only ever takes away. */
function offerView(ctx: AccountContext, offer: NodOffer): NodOfferView {
  const limits = limitsOf(ctx.sql);
  const { code, ...values } = offer;
  switch (offer.code) {
    case 'block-sector':
      return { code, values, change: { blockedSectors: [...limits.blockedSectors, offer.sector] } };
    case 'block-symbol':
      return { code, values, change: { blockList: [...limits.blockList, offer.symbol] } };
    case 'smaller-positions': {
      const half = Math.max(0.001, Number((limits.positionFractionMax / 2).toFixed(4)));
      return {
        code,
        values: { ...values, before: limits.positionFractionMax, after: half },
        change: { positionFractionMax: half },
      };
    }
  }
}
