import type { LookView } from '#shared/contract/bot.ts';
import type { ReasonView } from '#shared/contract/common.ts';
import { hasExitPlan } from '#shared/domain/exit-plan.ts';
import { TIMEFRAME_MS, type Timeframe } from '#shared/domain/bar.ts';
import type { LookReport, LookingBot, Signal, StrategyConfig } from '#shared/domain/signal.ts';
import { decimal } from '#shared/lib/decimal.ts';
import { toIso, type MarketMs } from '#shared/lib/time.ts';
import { isSilent } from './absence.ts';
import { DELETED, allBots, findBot, type TradingBot } from './bot-book.ts';
import type { AccountContext, Present } from './context.ts';
import { appendEvent } from './event-log.ts';
import { draftEntry, refusalReason } from './draft.ts';
import { dayBegan } from './home-calendar.ts';
import { instrumentOf } from './instruments.ts';
import { firstTradesLeft } from './meta.ts';
import { heldPositions } from './money-book.ts';
import { appendSealed } from './nod-seal.ts';
import { decide, insertProposal } from './proposals.ts';
import { announce, approveInto, newQuestion } from './questions.ts';
import { twoPeopleAbove } from './two-nods.ts';
import { sellOpinion } from './sell-question.ts';
import { watchHeld } from './watch.ts';

/** Best rank first, over all bots that look at a close; the rest is listed as not asked. */
const QUESTIONS_PER_BOT_AND_DAY = 3;
const QUESTIONS_PER_ACCOUNT_AND_DAY = 6;
const LOOKS_KEPT_PER_BOT = 500;
/** Bars for which a bot does not ask for the same stock again: a skip was an answer, silence less of one. */
const REST_AFTER_SKIP_BARS = 20;
const REST_AFTER_SILENCE_BARS = 4;

/** Bots that look at this close, with what their strategies may know. */
export function lookingBots(ctx: AccountContext): LookingBot[] {
  const positions = heldPositions(ctx);
  const holds = ({ id }: TradingBot): boolean => positions.some(({ holder }) => holder === id);
  return (
    allBots(ctx)
      // A halted one only counts the bars of what its plan watches.
      .filter((bot) => bot.mode !== 'halted' || (hasExitPlan(bot.config.exits) && holds(bot)))
      // A deleted one goes on only with what it still holds.
      .filter((bot) => bot.modeReason !== DELETED || holds(bot))
      .map((bot) => ({
        botId: bot.id,
        strategy: bot.config.strategy,
        // Parsed when the bot was made, and again by the look.
        strategyConfig: (bot.config.strategyConfig ?? {}) as StrategyConfig,
        riskLevel: bot.config.riskLevel,
        profile: bot.config.profile,
        timeframe: bot.config.timeframe,
        instrumentIds: bot.mode === 'halted' ? [] : bot.universe.instrumentIds,
        watches: hasExitPlan(bot.config.exits),
        holdings: positions
          .filter((position) => position.holder === bot.id)
          .map((position) => ({
            instrumentId: position.instrumentId,
            quantity: Number(position.quantity),
            averagePrice: Number(decimal(position.cost).div(position.quantity)),
            openedAt: (position.openedMarketAt ?? ctx.marketNow()) as MarketMs,
            seenBarAt: position.watch?.barAt ?? null,
          })),
      }))
  );
}

/** What came of a look; `toSend` are orders decided on without asking, to be sent by the caller after the commit. */
interface Asked {
  readonly asked: { proposalId: string; symbol: string }[];
  readonly blocked: { symbol: string; reason: ReasonView }[];
  readonly toSend: string[];
}

/** A look under way. */
interface Look {
  readonly report: LookReport;
  readonly bot: TradingBot;
  readonly number: number;
  readonly isFirst: boolean;
  readonly result: Asked;
}

/**
 * Takes the looks of one close: sells what the strategies no longer want and whose time is over, raises stops, asks about
 * the best they found, and leaves one line for each bot, also when nothing came of it. What is first in its own bot's
 * ranking is asked before what is second in another's, so that the questions an account has in a day go to the best. A
 * look that was taken before (same bot, same close) does nothing. Answers the orders to send.
 */
export function takeLooks(
  ctx: AccountContext,
  reports: readonly LookReport[],
  present: Present,
  isReady: boolean,
): string[] {
  const looks = reports.flatMap((report) => begin(ctx, report) ?? []);
  const halted = reports.flatMap((report) => watchHalted(ctx, report));
  const opinions = looks.flatMap((look) => look.report.signals.map((signal) => ({ look, signal })));
  for (const { look, signal } of opinions.filter(({ signal }) => signal.side === 'sell'))
    sell(ctx, look, signal, present);
  // Before anything is bought: what a stop may lose counts in the checks of a purchase.
  for (const { bot, report, result } of looks) result.toSend.push(...watchHeld(ctx, bot, report.held ?? []));
  const buys = opinions.filter(({ signal }) => signal.side === 'buy');
  for (const { look, signal } of buys.toSorted((a, b) => a.signal.rank.place - b.signal.rank.place))
    buyOpinion(ctx, look.bot, signal, { present, isReady, result: look.result });
  for (const look of looks) finish(ctx, look);
  return [...halted, ...looks.flatMap(({ result }) => result.toSend)];
}

function begin(ctx: AccountContext, report: LookReport): Look | null {
  const bot = findBot(ctx, report.botId);
  if (bot === null || bot.mode === 'halted') return null;
  const isFirst = ctx.sql.first('SELECT number FROM look WHERE bot_id = ?', bot.id) === null;
  const number = ctx.sql.all<{ number: number }>(
    "INSERT INTO look (bot_id, market_at, body) VALUES (?, ?, '{}') ON CONFLICT (bot_id, market_at) DO NOTHING RETURNING number",
    bot.id,
    report.marketAt,
  )[0]?.number;
  if (number === undefined) return null;
  return { report, bot, number, isFirst, result: { asked: [], blocked: [], toSend: [] } };
}

/** A halted bot does not look: its plan for what it holds goes on. */
function watchHalted(ctx: AccountContext, { botId, held = [] }: LookReport): string[] {
  const bot = findBot(ctx, botId);
  return bot?.mode === 'halted' ? watchHeld(ctx, bot, held) : [];
}

function sell(ctx: AccountContext, { bot, result }: Look, signal: Signal, present: Present): void {
  const outcome = sellOpinion(ctx, bot, signal, present);
  if (outcome?.kind === 'order') result.toSend.push(outcome.id);
  if (outcome?.kind === 'asked') {
    result.asked.push({ proposalId: outcome.id, symbol: instrumentOf(ctx, signal.instrumentId).symbol });
  }
}

function finish(ctx: AccountContext, { report, bot, number, isFirst, result }: Look): void {
  const view = lookView(ctx, report, result);
  ctx.sql.run('UPDATE look SET body = ? WHERE number = ?', JSON.stringify(view), number);
  ctx.sql.run(
    `DELETE FROM look WHERE bot_id = ?1 AND number <=
       (SELECT number FROM look WHERE bot_id = ?1 ORDER BY number DESC LIMIT 1 OFFSET ${LOOKS_KEPT_PER_BOT})`,
    bot.id,
  );
  ctx.tell({ look: view });
  // A new bot's first look is told as it went, wherever people talk with it, unless its question says so already; the
  // others are read where they are looked for.
  if (isFirst) {
    const body = { bot: { id: bot.id, name: bot.name }, look: view };
    appendEvent(ctx, {
      type: 'bot.first-look',
      actor: 'clock',
      subject: bot.id,
      body,
      alerts: view.asked.length === 0,
    });
  }
}

interface Looking {
  readonly present: Present;
  readonly isReady: boolean;
  readonly result: Asked;
}

function buyOpinion(ctx: AccountContext, bot: TradingBot, signal: Signal, { present, isReady, result }: Looking): void {
  const { symbol } = instrumentOf(ctx, signal.instrumentId);
  const session = sessionOf(present, bot.config.timeframe);
  if (session === null) {
    result.blocked.push({ symbol, reason: { code: 'unknown', values: {} } });
    return;
  }
  if (isSilent(bot)) {
    result.blocked.push({ symbol, reason: { code: 'stopped-asking', values: {} } });
    return;
  }
  const firstReason = whyAsk(ctx, bot, signal);
  const spent = spentQuestions(ctx, bot.id);
  if (firstReason !== null && spent !== null) {
    result.blocked.push({ symbol, reason: spent });
    return;
  }
  const lately = firstReason === null ? null : askedLately(ctx, bot, signal.instrumentId);
  if (lately !== null) {
    result.blocked.push({ symbol, reason: lately });
    return;
  }
  const askBecause = firstReason ?? { code: 'acts-alone', values: {} };
  const draft = draftEntry(ctx, { bot, signal, session, askBecause, except: null, isReady }, present);
  if (!draft.ok) {
    result.blocked.push({ symbol, reason: refusalReason(draft.error) });
    return;
  }
  const { card, ...order } = draft.value;
  // A bot that acts alone is nobody's nod.
  const because = firstReason ?? whyAskAbove(bot, card.sizing.cost) ?? whyTwoPeople(ctx, signal, order);
  const proposal = newQuestion(ctx, {
    ...order,
    botId: bot.id,
    instrumentId: signal.instrumentId,
    side: 'buy',
    session,
    signal,
    card: because === null ? card : { ...card, askBecause: because },
  });
  if (because === null) {
    insertProposal(ctx, proposal);
    appendSealed(ctx, 'proposal.sealed', proposal);
    const orderId = approveInto(ctx, proposal, 'clock');
    if (orderId !== null && typeof orderId !== 'string') {
      const reason = { code: orderId.code, values: { ...orderId.values } };
      decide(ctx, proposal, { status: 'withdrawn', actor: 'clock', reason });
      result.blocked.push({ symbol, reason });
    } else if (orderId !== null && session === 'now') result.toSend.push(orderId);
    return;
  }
  if (spent !== null) {
    result.blocked.push({ symbol, reason: spent });
    return;
  }
  announce(ctx, proposal);
  result.asked.push({ proposalId: proposal.id, symbol });
}

/** Why a bot asks instead of acting; null when it may act alone. */
function whyAsk(ctx: AccountContext, bot: TradingBot, signal: Signal): ReasonView | null {
  const left = firstTradesLeft(ctx.sql);
  if (left > 0 && bot.config.autonomy !== 'suggest') return { code: 'first-live-trades', values: { left } };
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

function whyAskAbove(bot: TradingBot, cost: string): ReasonView | null {
  const { autonomy, askAbove = '0' } = bot.config;
  if (autonomy !== 'ask-above' || decimal(cost).lte(askAbove)) return null;
  return { code: 'above-amount', values: { amount: askAbove } };
}

function whyTwoPeople(
  ctx: AccountContext,
  { instrumentId }: Signal,
  order: { readonly quantity: string; readonly limitPrice: string },
): ReasonView | null {
  const amount = twoPeopleAbove(ctx, { instrumentId, ...order });
  return amount === null ? null : { code: 'two-people', values: { amount } };
}

/**
 * A bot on daily bars asks for the next open; one on shorter bars for now. A market that is played goes by its own bars,
 * one of real prices by the bot's. Null while the market is out of reach.
 */
export function sessionOf({ market }: Present, timeframe?: Timeframe): 'now' | 'next-open' | null {
  if (market === null) return null;
  const isPlayed = market.world === 'demo' || market.world === 'replay';
  const bars = isPlayed ? market.baseTimeframe : (timeframe ?? market.baseTimeframe);
  return bars === '1d' || bars === '1w' ? 'next-open' : 'now';
}

/** Why this bot does not ask for this stock again yet; null when it may. */
function askedLately(ctx: AccountContext, bot: TradingBot, instrumentId: string): ReasonView | null {
  const last = ctx.sql.first<{ status: string; market_at: number }>(
    `SELECT status, market_at FROM proposal WHERE bot_id = ? AND instrument_id = ? AND side = 'buy'
       AND status IN ('rejected', 'expired') ORDER BY market_at DESC LIMIT 1`,
    bot.id,
    instrumentId,
  );
  if (last === null) return null;
  const bars = (ctx.marketNow() - last.market_at) / TIMEFRAME_MS[bot.config.timeframe];
  if (last.status === 'rejected') return bars < REST_AFTER_SKIP_BARS ? { code: 'skipped-lately', values: {} } : null;
  return bars < REST_AFTER_SILENCE_BARS ? { code: 'unanswered-lately', values: {} } : null;
}

/** Why no more is asked today: of this bot, or of the person who answers for them all; null while there is room. */
function spentQuestions(ctx: AccountContext, botId: string): ReasonView | null {
  const today = ctx.sql.first<{ bot: number | null; account: number }>(
    // What a bot bought alone was no question, and what a person asked for themself is none of a bot's.
    `SELECT count(*) AS account, sum(bot_id = ?) AS bot FROM proposal WHERE bot_id IS NOT NULL AND side = 'buy'
       AND market_at >= ? AND NOT (status = 'approved' AND decided_channel = 'clock')`,
    botId,
    dayBegan(ctx),
  );
  if ((today?.bot ?? 0) >= QUESTIONS_PER_BOT_AND_DAY) {
    return { code: 'questions-per-day', values: { limit: QUESTIONS_PER_BOT_AND_DAY } };
  }
  if ((today?.account ?? 0) < QUESTIONS_PER_ACCOUNT_AND_DAY) return null;
  return { code: 'questions-per-day-in-all', values: { limit: QUESTIONS_PER_ACCOUNT_AND_DAY } };
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
