import { isUnresolved } from '#shared/domain/order.ts';
import { decimal } from '#shared/lib/decimal.ts';
import { BOT_DRAWDOWN_MAX } from '#shared/domain/risk-profile.ts';
import type { Mode } from '#shared/risk/check.ts';
import { allBots, botInvested, setBotMode, type TradingBot } from './bot-book.ts';
import type { AccountContext, Present } from './context.ts';
import { appendEvent, type Actor } from './event-log.ts';
import { intendExit } from './exits.ts';
import { instrumentOf } from './instruments.ts';
import { limitsOf, modeOf, readMeta, writeMeta } from './meta.ts';
import { heldPositions } from './money-book.ts';
import { intentsIn, OPEN_STATES, type Intent } from './order-book.ts';
import { withdrawAll } from './proposals.ts';
import { schedule, unschedule } from './schedule.ts';
import { end } from './send.ts';
import { equityOf } from './valuation.ts';

const VERIFY_FLAT_EVERY_MS = 5_000;

/** Entries to end at the broker after the commit: those that wait here end at once. */
function stopEntries(ctx: AccountContext, actor: Actor, botId?: string): string[] {
  withdrawAll(ctx, { code: 'buying-stopped', values: {} }, botId);
  const entries = intentsIn(ctx, OPEN_STATES).filter(
    (intent) => intent.side === 'buy' && (botId === undefined || intent.holder === botId),
  );
  const by = actor === 'clock' ? 'nod' : actor.userId;
  for (const intent of entries) {
    if (intent.state === 'waiting-for-open')
      end(ctx, intent.id, 'cancelled', { code: 'buying-stopped', values: { by } });
  }
  return entries.filter(isCancellable).map((intent) => intent.id);
}

function isCancellable(intent: Intent): boolean {
  return intent.state !== 'waiting-for-open' && !isUnresolved(intent.state);
}

/**
 * Persists a stricter or looser mode of the account before anything else happens; answers the working entries that have
 * to be cancelled at the broker. Stops and sells go on in every mode.
 */
export function changeMode(ctx: AccountContext, mode: Mode, reason: string | null, actor: Actor): string[] {
  const before = modeOf(ctx.sql);
  writeMeta(ctx.sql, 'mode', { mode, reason });
  const toCancel = mode === 'active' ? [] : stopEntries(ctx, actor);
  if (before.mode !== mode) {
    appendEvent(ctx, {
      type: 'mode.changed',
      actor,
      subject: null,
      body: { mode, reason, before: before.mode, cancelled: toCancel.length, positions: heldPositions(ctx).length },
    });
  }
  ctx.markChanged();
  return toCancel;
}

export function changeBotMode(
  ctx: AccountContext,
  bot: TradingBot,
  mode: Mode,
  reason: string | null,
  actor: Actor,
): string[] {
  setBotMode(ctx, bot.id, mode, reason);
  const toCancel = mode === 'active' ? [] : stopEntries(ctx, actor, bot.id);
  if (bot.mode !== mode) {
    appendEvent(ctx, {
      type: mode === 'active' ? 'bot.resumed' : 'bot.paused',
      actor,
      subject: bot.id,
      body: { bot: { id: bot.id, name: bot.name, mode, modeReason: reason } },
    });
  }
  return toCancel;
}

/** Sell everything, first part: halt is stored, then every position gets its exit. Answers what to send and to cancel. */
export function beginPanic(ctx: AccountContext, actor: Actor): { toCancel: string[]; toSend: string[] } {
  const toCancel = changeMode(ctx, 'halted', 'sell-everything', actor);
  return { toCancel, toSend: flatten(ctx, actor) };
}

/** An exit for everything that is held and not yet on its way out; checked again until nothing is held. */
export function flatten(ctx: AccountContext, actor: Actor): string[] {
  const positions = heldPositions(ctx);
  if (positions.length === 0) {
    unschedule(ctx, 'verify-flat', 'all');
    return [];
  }
  schedule(ctx, 'verify-flat', 'all', ctx.now() + VERIFY_FLAT_EVERY_MS);
  return positions.flatMap((position) => {
    const instrument = instrumentOf(ctx, position.instrumentId);
    const intent = intendExit(ctx, { instrument, holder: position.holder, purpose: 'panic', actor });
    return intent === null ? [] : [intent.id];
  });
}

/** Trips: the account halts at its drawdown limit, a bot stops buying 15 % below the peak of its own money. */
export function checkTrips(ctx: AccountContext, present: Present): string[] {
  const toCancel: string[] = [];
  const equity = equityOf(ctx, present);
  const peak = readMeta(ctx.sql, 'peakEquity');
  if (equity !== null && peak !== null && modeOf(ctx.sql).mode !== 'halted') {
    const { drawdownMax } = limitsOf(ctx.sql);
    if (equity.lte(decimal(peak).times(1 - drawdownMax)))
      toCancel.push(...changeMode(ctx, 'halted', 'drawdown', 'clock'));
  }
  for (const bot of allBots(ctx)) {
    const invested = botInvested(ctx, bot.id, present);
    if (bot.mode !== 'active' || invested === null) continue;
    if (invested.plus(bot.cash).lte(decimal(bot.peak).times(1 - BOT_DRAWDOWN_MAX))) {
      toCancel.push(...changeBotMode(ctx, bot, 'reducing', 'bot-drawdown', 'clock'));
    } else if (ctx.marketNow() >= bot.endsMarketAt) {
      toCancel.push(...changeBotMode(ctx, bot, 'reducing', 'ended', 'clock'));
    }
  }
  return toCancel;
}
