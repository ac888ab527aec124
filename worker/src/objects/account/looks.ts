import type { LookView } from '#shared/contract/bot.ts';
import type { ReasonView } from '#shared/contract/common.ts';
import { calendarOf } from '#shared/domain/calendar/market-calendar.ts';
import type { LookReport, LookingBot, Signal } from '#shared/domain/signal.ts';
import { decimal, toText } from '#shared/lib/decimal.ts';
import { SECOND_MS, toIso, type MarketMs } from '#shared/lib/time.ts';
import { allBots, findBot, type TradingBot } from './bot-book.ts';
import { entryReserve } from './checks.ts';
import type { AccountContext, Present } from './context.ts';
import { draftEntry, hashOf, refusalReason } from './draft.ts';
import { appendEvent } from './event-log.ts';
import { intendExit } from './exits.ts';
import { instrumentOf } from './instruments.ts';
import { heldPosition, heldPositions, marketDay } from './money-book.ts';
import { insertIntent } from './order-book.ts';
import { decide, insertProposal, pendingProposals, proposalView, type Proposal } from './proposals.ts';
import { schedule } from './schedule.ts';
import { recordAttempt } from './send.ts';

/** Wall time a question can be answered where the market waits for it; longer while it is on a visible screen. */
export const ANSWER_WINDOW_MS = 30 * SECOND_MS;
/** Best rank first; the rest is listed as not asked. */
const QUESTIONS_PER_BOT_AND_DAY = 3;
const LOOKS_KEPT_PER_BOT = 500;

/** Bots that look at this close, with what their strategies may know. A halted bot does not look. */
export function lookingBots(ctx: AccountContext): LookingBot[] {
  const positions = heldPositions(ctx);
  return allBots(ctx)
    .filter((bot) => bot.mode !== 'halted')
    .map((bot) => ({
      botId: bot.id,
      strategy: bot.config.strategy,
      strategyConfig: {},
      riskLevel: bot.config.riskLevel,
      timeframe: bot.config.timeframe,
      instrumentIds: bot.universe.instrumentIds,
      holdings: positions
        .filter((position) => position.holder === bot.id)
        .map((position) => ({
          instrumentId: position.instrumentId,
          quantity: Number(position.quantity),
          averagePrice: Number(decimal(position.cost).div(position.quantity)),
          openedAt: (position.openedMarketAt ?? ctx.marketNow()) as MarketMs,
        })),
    }));
}

/** Orders that a look decided on without asking: to be sent by the caller after the commit. */
interface Asked {
  readonly asked: { proposalId: string; symbol: string }[];
  readonly blocked: { symbol: string; reason: ReasonView }[];
  readonly toSend: string[];
}

/**
 * Takes one look: sells what the strategy no longer wants, asks about the best it found, and leaves one line, also when
 * nothing came of it. A look that was taken before (same bot, same close) does nothing. Answers the orders to send.
 */
export function takeLook(ctx: AccountContext, report: LookReport, present: Present, isReady: boolean): string[] {
  const bot = findBot(ctx, report.botId);
  if (bot === null) return [];
  const number = ctx.sql.all<{ number: number }>(
    "INSERT INTO look (bot_id, market_at, body) VALUES (?, ?, '{}') ON CONFLICT (bot_id, market_at) DO NOTHING RETURNING number",
    bot.id,
    report.marketAt,
  )[0]?.number;
  if (number === undefined) return [];
  const result: Asked = { asked: [], blocked: [], toSend: [] };
  for (const signal of report.signals) {
    if (signal.side === 'sell') sellOpinion(ctx, bot, signal, present, result);
    else buyOpinion(ctx, bot, signal, present, isReady, result);
  }
  const view = lookView(ctx, report, result);
  ctx.sql.run('UPDATE look SET body = ? WHERE number = ?', JSON.stringify(view), number);
  ctx.sql.run(
    `DELETE FROM look WHERE bot_id = ?1 AND number <=
       (SELECT number FROM look WHERE bot_id = ?1 ORDER BY number DESC LIMIT 1 OFFSET ${LOOKS_KEPT_PER_BOT})`,
    bot.id,
  );
  ctx.tell({ look: view });
  return result.toSend;
}

/** An exit that is only an opinion follows the bot's `sells` setting. */
function sellOpinion(ctx: AccountContext, bot: TradingBot, signal: Signal, present: Present, result: Asked): void {
  const instrument = instrumentOf(ctx, signal.instrumentId);
  if (decimal(heldPosition(ctx, instrument, bot.id).quantity).eq(0)) return;
  if (bot.config.sells === 'sell-and-tell') {
    const intent = intendExit(ctx, { instrument, holder: bot.id, purpose: 'strategy', actor: 'clock' });
    if (intent !== null) result.toSend.push(intent.id);
    return;
  }
  const isAsked = pendingProposals(ctx, bot.id).some((other) => other.instrumentId === instrument.id);
  if (isAsked) return;
  const proposal = sellQuestion(ctx, bot, signal, present);
  insertProposal(ctx, proposal);
  announce(ctx, proposal);
  result.asked.push({ proposalId: proposal.id, symbol: instrument.symbol });
}

function buyOpinion(
  ctx: AccountContext,
  bot: TradingBot,
  signal: Signal,
  present: Present,
  isReady: boolean,
  result: Asked,
): void {
  const instrument = instrumentOf(ctx, signal.instrumentId);
  const { symbol } = instrument;
  const askBecause = whyAsk(ctx, bot, signal);
  const session = sessionOf(present);
  const asks = askBecause !== null;
  if (asks && questionsToday(ctx, bot.id) >= QUESTIONS_PER_BOT_AND_DAY) {
    result.blocked.push({
      symbol,
      reason: { code: 'questions-per-day', values: { limit: QUESTIONS_PER_BOT_AND_DAY } },
    });
    return;
  }
  const draft = draftEntry(
    ctx,
    { bot, signal, session, askBecause: askBecause ?? { code: 'acts-alone', values: {} }, except: null, isReady },
    present,
  );
  if (!draft.ok) {
    result.blocked.push({ symbol, reason: refusalReason(draft.error) });
    return;
  }
  const { quantity, limitPrice, stopPrice, targetPrice, card } = draft.value;
  const above = bot.config.autonomy === 'ask-above' && decimal(card.sizing.cost).gt(bot.config.askAbove ?? 0);
  const proposal = withHash(ctx, {
    id: `p_${ctx.spec.id.slice(2)}_${ctx.newId()}`,
    revision: 1,
    status: 'pending',
    botId: bot.id,
    instrumentId: instrument.id,
    side: 'buy',
    quantity,
    limitPrice,
    stopPrice,
    targetPrice,
    session,
    answerBy: ctx.now() + ANSWER_WINDOW_MS,
    createdAt: ctx.now(),
    marketAt: ctx.marketNow(),
    signal,
    card: above
      ? { ...card, askBecause: { code: 'above-amount', values: { amount: bot.config.askAbove ?? '0' } } }
      : card,
    decidedAt: null,
    decidedBy: null,
    decidedChannel: null,
    reason: null,
    orderId: null,
  });
  insertProposal(ctx, proposal);
  if (asks || above) {
    announce(ctx, proposal);
    result.asked.push({ proposalId: proposal.id, symbol });
    return;
  }
  const orderId = approveInto(ctx, proposal, 'clock');
  if (orderId !== null && proposal.session === 'now') result.toSend.push(orderId);
}

/** Why a bot asks instead of acting; null when it may act alone. */
function whyAsk(ctx: AccountContext, bot: TradingBot, signal: Signal): ReasonView | null {
  switch (bot.config.autonomy) {
    case 'suggest':
      return { code: 'only-tells', values: {} };
    case 'ask':
      return { code: 'asks-always', values: {} };
    case 'auto':
      return null;
    case 'ask-above': {
      const before = ctx.sql.first<{ n: number }>(
        "SELECT count(*) AS n FROM intent WHERE holder = ? AND instrument_id = ? AND side = 'buy'",
        bot.id,
        signal.instrumentId,
      );
      // A bot that asks above an amount also asks before its first trade of anything.
      return (before?.n ?? 0) === 0 ? { code: 'first-trade', values: {} } : null;
    }
  }
}

/** A bot on daily bars asks for the next open; one on shorter bars for now. */
function sessionOf(present: Present): 'now' | 'next-open' {
  return present.market.baseTimeframe === '1d' || present.market.baseTimeframe === '1w' ? 'next-open' : 'now';
}

function questionsToday(ctx: AccountContext, botId: string): number {
  const start = calendarOf(ctx.spec.world === 'demo' ? 'demo-us' : 'us').session(marketDay(ctx))?.open ?? 0;
  const row = ctx.sql.first<{ n: number }>(
    "SELECT count(*) AS n FROM proposal WHERE bot_id = ? AND side = 'buy' AND market_at >= ?",
    botId,
    start,
  );
  return row?.n ?? 0;
}

export function withHash(ctx: AccountContext, proposal: Omit<Proposal, 'hash'>): Proposal {
  return { ...proposal, hash: hashOf(ctx, proposal) };
}

function announce(ctx: AccountContext, proposal: Proposal): void {
  schedule(ctx, 'answer-window', proposal.id, proposal.answerBy);
  appendEvent(ctx, {
    type: 'proposal.asked',
    actor: 'clock',
    subject: proposal.id,
    body: { proposal: proposalView(ctx, proposal) },
  });
}

/**
 * Turns a question into its order, in the caller's transaction: the decision, the intent and what is set aside are
 * stored together or not at all. Null when somebody was first. A `now` order is in `sending`, to be sent in this turn.
 */
export function approveInto(
  ctx: AccountContext,
  proposal: Proposal,
  actor: Parameters<typeof decide>[2]['actor'],
): string | null {
  const orderId = `o_${proposal.id.slice(2)}`;
  const isSell = proposal.side === 'sell';
  if (!decide(ctx, proposal, { status: 'approved', actor, reason: null, orderId })) return null;
  const waits = proposal.session === 'next-open' && !isSell;
  const instrument = instrumentOf(ctx, proposal.instrumentId);
  if (isSell) {
    const intent = intendExit(ctx, {
      instrument,
      holder: (proposal.botId ?? 'manual') as TradingBot['id'],
      quantity: proposal.quantity,
      purpose: 'strategy',
      actor,
      proposalId: proposal.id,
    });
    ctx.sql.run('UPDATE proposal SET order_id = ? WHERE id = ?', intent?.id ?? null, proposal.id);
    return intent?.id ?? null;
  }
  const inserted = insertIntent(ctx, {
    id: orderId,
    state: waits ? 'waiting-for-open' : 'sending',
    purpose: 'entry',
    holder: (proposal.botId ?? 'manual') as TradingBot['id'],
    proposalId: proposal.id,
    instrumentId: proposal.instrumentId,
    side: 'buy',
    type: 'limit',
    timeInForce: 'ioc',
    quantity: proposal.quantity,
    limitPrice: proposal.limitPrice,
    stopPrice: proposal.stopPrice,
    targetPrice: proposal.targetPrice,
    actor: actor === 'clock' ? 'nod' : actor.userId,
  });
  if (!inserted) return null;
  reserve(ctx, orderId, proposal);
  if (waits) return orderId;
  recordAttempt(ctx, orderId);
  return orderId;
}

function reserve(ctx: AccountContext, orderId: string, proposal: Proposal): void {
  const instrument = instrumentOf(ctx, proposal.instrumentId);
  const amount = entryReserve(ctx, instrument, proposal.quantity, proposal.limitPrice);
  if (amount === null) return;
  ctx.sql.run(
    'INSERT INTO reservation (intent_id, holder, amount) VALUES (?, ?, ?) ON CONFLICT (intent_id) DO NOTHING',
    orderId,
    proposal.botId ?? 'manual',
    amount,
  );
}

/** A question about selling what the strategy no longer wants. */
function sellQuestion(ctx: AccountContext, bot: TradingBot, signal: Signal, present: Present): Proposal {
  const instrument = instrumentOf(ctx, signal.instrumentId);
  const position = heldPosition(ctx, instrument, bot.id);
  const quote = present.quotes.get(signal.instrumentId);
  const price = toText(decimal(quote?.price ?? signal.price));
  const proceeds = toText(decimal(position.quantity).times(price).times(instrument.multiplier).round(2));
  const zero = { atStop: '0', atStopFraction: null, inGap: '0', inGapFraction: null };
  return withHash(ctx, {
    id: `p_${ctx.spec.id.slice(2)}_${ctx.newId()}`,
    revision: 1,
    status: 'pending',
    botId: bot.id,
    instrumentId: instrument.id,
    side: 'sell',
    quantity: position.quantity,
    limitPrice: price,
    stopPrice: position.stopPrice,
    targetPrice: position.targetPrice,
    session: 'now',
    answerBy: ctx.now() + ANSWER_WINDOW_MS,
    createdAt: ctx.now(),
    marketAt: ctx.marketNow(),
    signal,
    card: {
      botName: bot.name,
      horizon: signal.horizon,
      rationale: {
        for: signal.reasonsFor.map(({ code, values }) => ({ code, values: { ...values } })),
        against: signal.reasonsAgainst.map(({ code, values }) => ({ code, values: { ...values } })),
        rank: null,
        record: signal.record,
      },
      sizing: {
        cost: proceeds,
        costFractionOfBot: null,
        costFractionOfAccount: null,
        cashLeft: bot.cash,
        boundBy: 'holding',
        arithmetic: [],
        holdingBefore: position.quantity,
        holdingAfter: '0',
        feesEstimated: '0',
        rewardToRisk: null,
        gainAtTarget: null,
        half: null,
        fxRate: null,
      },
      worstCase: { ...zero, gapBasis: { kind: 'whole-amount', fraction: 0 } },
      protection: { heldBy: position.heldBy },
      checks: [],
      quote: quote === undefined ? null : { price, at: toIso(quote.at), source: quote.source },
      askBecause: { code: bot.config.sells === 'ask' ? 'sells-asked' : 'sells-unless-told', values: {} },
    },
    decidedAt: null,
    decidedBy: null,
    decidedChannel: null,
    reason: null,
    orderId: null,
  });
}

function lookView(ctx: AccountContext, report: LookReport, result: Asked): LookView {
  const closest = report.closest;
  const near = closest === null ? null : instrumentOf(ctx, closest.instrumentId);
  return {
    botId: report.botId,
    at: toIso(ctx.now()),
    marketAt: toIso(report.marketAt),
    looked: report.looked,
    funnel: report.funnel.map(({ code, count }) => ({ code, count })),
    closest:
      closest === null || near === null
        ? null
        : {
            symbol: near.symbol,
            nameEn: near.nameEn,
            nameKo: near.nameKo,
            code: closest.code,
            has: closest.has,
            needs: closest.needs,
          },
    asked: result.asked,
    blocked: result.blocked,
    nextLookAt: report.nextLookAt === null ? null : toIso(report.nextLookAt),
  };
}

/** The newest looks of a bot, newest first. */
export function looksOf(ctx: AccountContext, botId: string, limit: number): LookView[] {
  return ctx.sql
    .all<{ body: string }>(
      "SELECT body FROM look WHERE bot_id = ? AND body <> '{}' ORDER BY number DESC LIMIT ?",
      botId,
      limit,
    )
    .map((row) => JSON.parse(row.body) as LookView);
}
