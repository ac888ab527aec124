import type { EndBot } from '#shared/contract/bot.ts';
import { callOff } from '#shared/engine/orders/sell-everything.ts';
import { DAY_MS, toIso, type MarketMs } from '#shared/lib/time.ts';
import { allBots, botInvested, DELETED, extendBot, setBotEnding, type TradingBot } from './bot-book.ts';
import type { AccountContext, Present } from './context.ts';
import { appendEvent, type Actor } from './event-log.ts';
import { resumeBot } from './modes.ts';
import { heldPositions, inBase } from './money-book.ts';
import { beginSelling } from './selling.ts';

/** So long before its last day a bot asks what is to become of what it holds. */
const ASKS_BEFORE_MS = 3 * DAY_MS;
const WEEK_MS = 7 * DAY_MS;

/** In the block that looks at the values: asks in time, and does on the last day what was answered. */
export function checkEndings(ctx: AccountContext, present: Present): void {
  const now = ctx.marketNow();
  for (const bot of allBots(ctx)) {
    if (bot.modeReason === DELETED) continue;
    const { ending, endsMarketAt } = bot;
    if (now < endsMarketAt - ASKS_BEFORE_MS || ending?.isOver === true) continue;
    if (ending === null) ask(ctx, bot, present);
    else if (now >= endsMarketAt) end(ctx, bot);
  }
}

function ask(ctx: AccountContext, bot: TradingBot, present: Present): void {
  // Nobody is asked about a day that is over: it has stopped buying, and what it holds keeps its stops.
  const isOver = ctx.marketNow() >= bot.endsMarketAt;
  setBotEnding(ctx, bot.id, { askedMarketAt: ctx.marketNow(), choice: null, isOver });
  if (isOver) return;
  const invested = botInvested(ctx, bot.id, present);
  const { id, name, endsMarketAt } = bot;
  const body = {
    bot: { id, name, endsAt: toIso(endsMarketAt as MarketMs) },
    positions: held(ctx, bot),
    invested: invested === null ? null : inBase(ctx, invested),
  };
  appendEvent(ctx, { type: 'bot.ending', actor: 'clock', subject: id, body });
}

function end(ctx: AccountContext, bot: TradingBot): void {
  if (bot.ending === null) return;
  setBotEnding(ctx, bot.id, { ...bot.ending, isOver: true });
  if (bot.ending.choice === 'sell' && held(ctx, bot) > 0) beginSelling(ctx, bot.id);
}

/** A person says what is to become of it, before its last day or after; the last answer counts. In the caller's block. */
export function answerEnding(
  ctx: AccountContext,
  bot: TradingBot,
  { answer: { choice, weeks }, actor, present }: { answer: EndBot; actor: Actor; present: Present },
): void {
  const isOver = ctx.marketNow() >= bot.endsMarketAt;
  const askedMarketAt = bot.ending?.askedMarketAt ?? ctx.marketNow();
  // The same answer twice goes on with what the first one began.
  if (choice !== 'sell') callOff(ctx.orders, bot.id);
  let { endsMarketAt } = bot;
  if (choice === 'extend') {
    endsMarketAt = Math.max(endsMarketAt, ctx.marketNow()) + weeks * WEEK_MS;
    extendBot(ctx, bot.id, endsMarketAt);
    // Whoever stopped it otherwise lifts that by itself.
    if (bot.modeReason === 'ended') resumeBot(ctx, bot, actor, present);
  } else {
    setBotEnding(ctx, bot.id, { askedMarketAt, choice, isOver });
    if (isOver && choice === 'sell' && held(ctx, bot) > 0) beginSelling(ctx, bot.id);
  }
  const { id, name } = bot;
  const body = {
    bot: { id, name, endsAt: toIso(endsMarketAt as MarketMs) },
    choice,
    isOver,
    positions: held(ctx, bot),
  };
  appendEvent(ctx, { type: 'bot.ending-answered', actor, subject: id, body });
}

function held(ctx: AccountContext, bot: TradingBot): number {
  return heldPositions(ctx).filter(({ holder }) => holder === bot.id).length;
}
