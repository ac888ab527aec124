import type { SealedQuestion } from '#shared/domain/nod.ts';
import { USUAL_SLIPPAGE_FRACTION } from '#shared/engine/worst-case.ts';
import { toText } from '#shared/lib/decimal.ts';
import { strategyNamed } from '#shared/strategies/index.ts';
import { findBot } from './bot-book.ts';
import type { AccountContext } from './context.ts';
import { appendEvent } from './event-log.ts';
import { instrumentOf } from './instruments.ts';
import { rateToBase } from './money-book.ts';
import { proposalView, type Proposal } from './proposals.ts';

/**
 * Writes that a question was asked, or asked anew, and seals what it was: in the same commit as the question, into the
 * chained event log, so that neither it nor what is later judged by it can be changed unseen.
 */
export function appendSealed(
  ctx: AccountContext,
  type: 'proposal.asked' | 'proposal.revised' | 'proposal.sealed',
  proposal: Proposal,
): void {
  const { seq } = appendEvent(ctx, {
    type,
    actor: 'clock',
    subject: proposal.id,
    body: { proposal: proposalView(ctx, proposal), sealed: sealOf(ctx, proposal) },
  });
  // An opinion to sell is sealed too; whether it was right is another question.
  if (proposal.side !== 'buy') return;
  ctx.sql.run(
    `INSERT INTO nod (proposal_id, seq) VALUES (?1, ?2)
     ON CONFLICT (proposal_id) DO UPDATE SET seq = ?2, is_final = 0, judged_at = NULL, outcome = NULL`,
    proposal.id,
    seq,
  );
}

function sealOf(ctx: AccountContext, proposal: Proposal): SealedQuestion {
  const instrument = instrumentOf(ctx, proposal.instrumentId);
  const bot = proposal.botId === null ? null : findBot(ctx, proposal.botId);
  const strategy = bot === null ? null : strategyNamed(bot.config.strategy);
  const rate = rateToBase(ctx, instrument.currency);
  const { signal, card } = proposal;
  return {
    proposalId: proposal.id,
    revision: proposal.revision,
    botId: bot?.id ?? null,
    instrumentId: instrument.id,
    symbol: instrument.symbol,
    sector: instrument.sector,
    side: proposal.side,
    session: proposal.session,
    askedAt: ctx.marketNow(),
    madeAt: proposal.marketAt,
    timeframe: bot?.config.timeframe ?? '1d',
    close: signal.price,
    quantity: proposal.quantity,
    ceiling: proposal.limitPrice,
    stop: proposal.stopPrice,
    target: proposal.targetPrice,
    holdingBars: strategy?.holdingBars ?? 0,
    botEndsAt: bot?.endsMarketAt ?? null,
    currency: instrument.currency,
    rate: rate === null ? null : toText(rate),
    costs: { commission: 'market', slippage: USUAL_SLIPPAGE_FRACTION },
    horizon: card.horizon,
    reasonsFor: card.rationale.for.map(({ code }) => code),
    reasonsAgainst: card.rationale.against.map(({ code }) => code),
  };
}
