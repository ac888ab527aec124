import type { ReasonView } from '#shared/contract/common.ts';
import type { ProposalView } from '#shared/contract/proposal.ts';
import type { JudgedNod } from '#shared/analysis/nods.ts';
import { isTerminal } from '#shared/domain/order.ts';
import { isFinal, type NodAnswer, type NodOutcome, type SealedQuestion } from '#shared/domain/nod.ts';
import { decimal, sum, type Decimal } from '#shared/lib/decimal.ts';
import type { EventRow } from './audit-chain.ts';
import type { AccountContext } from './context.ts';
import { isWhole } from './event-log.ts';
import { findIntent } from './order-book.ts';
import { orderIdOf } from './questions.ts';

/** Questions judged in one go. */
const JUDGED_AT_ONCE = 500;

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
export interface ReadNod extends JudgedNod {
  readonly row: NodRow;
  readonly sealed: SealedQuestion;
  readonly isSound: boolean;
  readonly reason: ReasonView | null;
  /** Nothing was bought by it, or ever will be. */
  readonly isHypothetical: boolean;
  readonly booked: Decimal | null;
  readonly isJudged: boolean;
}

/** Newest first, those below a line of the log. */
export function readNods(ctx: AccountContext, limit: number, below: number | null): ReadNod[] {
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
