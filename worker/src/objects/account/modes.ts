import { callOff } from '#shared/engine/orders/sell-everything.ts';
import { stopBuying } from '#shared/engine/orders/stop-buying.ts';
import type { Holder } from '#shared/domain/ids.ts';
import { STRICTNESS, type Mode } from '#shared/risk/check.ts';
import { askAgain } from './absence.ts';
import { botInvested, DAMAGED, restartBotPeak, setBotMode, type TradingBot } from './bot-book.ts';
import type { AccountContext, Present } from './context.ts';
import { appendEvent, type Actor } from './event-log.ts';
import { halveBots } from './limits.ts';
import { modeOf, readMeta, writeMeta } from './meta.ts';
import { heldPositions } from './money-book.ts';
import { modeView } from './order-details.ts';
import { withdrawAll } from './proposals.ts';
import { marketMustKnow } from './schedule.ts';
import { equityOf, setPeak } from './valuation.ts';

/** Why the account is halted while everything is sold, and after. */
export const SELL_EVERYTHING = 'sell-everything';

/** What a reason is about: the values of its words. */
export type About = Readonly<Record<string, string | number>>;

/** Reasons that take the place of another halt's: what ends them does more than to lift it. */
const OUTRANKS: ReadonlySet<string> = new Set([SELL_EVERYTHING, 'drawdown']);

/** Whether a sale that is only the strategy's opinion goes: HALTED leaves protection and a person's own. */
export function strategySells(ctx: AccountContext, bot: TradingBot): boolean {
  return modeOf(ctx.sql).mode !== 'halted' && bot.mode !== 'halted';
}

/**
 * Ends every entry that is not in a position yet: what waits here at once, what may be at the broker by asking it until
 * it has answered. Answers whom to ask now.
 */
export function stopEntries(ctx: AccountContext, actor: Actor, botId?: string): string[] {
  withdrawAll(ctx, { code: 'buying-stopped', values: {} }, botId);
  return stopBuying(ctx.orders, { actor, holder: botId as Holder | undefined });
}

/**
 * Makes the account stricter, or leaves it as strict as it is, before anything else happens; answers the working entries
 * that have to be cancelled at the broker. Stops and sells go on in every mode.
 */
export function tighten(
  ctx: AccountContext,
  mode: Exclude<Mode, 'active'>,
  { reason, about = {} }: { reason: string; about?: About },
  actor: Actor,
): string[] {
  const before = modeOf(ctx.sql);
  const isStricter = STRICTNESS[mode] > STRICTNESS[before.mode];
  const isNews = isStricter || (OUTRANKS.has(reason) && before.reason !== reason);
  if (isNews) writeMeta(ctx.sql, 'mode', { mode, reason });
  const toCancel = stopEntries(ctx, actor);
  if (isNews) tellMode(ctx, { mode, reason, about, before: before.mode, cancelled: toCancel.length }, { actor });
  marketMustKnow(ctx);
  return toCancel;
}

/**
 * Buys again. Where the fall from the peak stopped it, the peak is counted anew from here, as otherwise the next look at
 * the values would stop it at once, and bots start at half their size.
 */
export function resumeAccount(ctx: AccountContext, actor: Actor, present: Present): void {
  const before = modeOf(ctx.sql);
  writeMeta(ctx.sql, 'mode', { mode: 'active', reason: null });
  const equity = equityOf(ctx, present);
  if (before.reason === 'drawdown') {
    if (equity !== null) setPeak(ctx, equity);
    halveBots(ctx, actor);
  }
  callOff(ctx.orders, 'all');
  if (before.mode !== 'active') {
    // Beside another stop that goes on it does not buy yet.
    const { mode, modeReason: reason } = modeView(ctx);
    tellMode(ctx, { mode, reason, before: before.mode, cancelled: 0 }, { actor });
  }
  marketMustKnow(ctx);
}

export function tellMode(
  ctx: AccountContext,
  change: { mode: Mode; reason: string | null; about?: About; before: Mode; cancelled: number },
  how: { actor: Actor; alerts?: boolean },
): void {
  const body = { ...change, positions: heldPositions(ctx).length };
  appendEvent(ctx, { type: 'mode.changed', ...how, subject: null, body });
}

/** What the owner set for all accounts: stored here too, so that it holds while nobody can be asked. Answers whom to ask now. */
export function hearGlobalMode(ctx: AccountContext, mode: Mode, actor: Actor): string[] {
  const before = readMeta(ctx.sql, 'globalMode') ?? 'active';
  if (before === mode) return [];
  writeMeta(ctx.sql, 'globalMode', mode);
  const toCancel = mode === 'active' ? [] : stopEntries(ctx, actor);
  const after = modeView(ctx);
  // Beside another stop that goes on it does not buy yet.
  const isStoppedElse = mode === 'active' && after.mode !== 'active';
  const told = isStoppedElse ? { mode: after.mode, reason: after.modeReason } : { mode, reason: 'global-stop' };
  tellMode(ctx, { ...told, before, cancelled: toCancel.length }, { actor });
  marketMustKnow(ctx);
  return toCancel;
}

/** The same for one bot. */
export function tightenBot(ctx: AccountContext, bot: TradingBot, reason: string, actor: Actor): string[] {
  if (bot.mode === 'active') {
    setBotMode(ctx, bot.id, 'reducing', reason);
    tellBotMode(ctx, { ...bot, mode: 'reducing', modeReason: reason }, actor);
  }
  return stopEntries(ctx, actor, bot.id);
}

/** Buys again, and asks again where nobody had been there. */
export function resumeBot(ctx: AccountContext, bot: TradingBot, actor: Actor, present: Present): void {
  if (bot.modeReason === DAMAGED) return;
  askAgain(ctx, bot, actor);
  if (bot.mode === 'active') return;
  setBotMode(ctx, bot.id, 'active', null);
  const invested = botInvested(ctx, bot.id, present);
  if (bot.modeReason === 'bot-drawdown' && invested !== null) restartBotPeak(ctx, bot, invested.plus(bot.cash));
  tellBotMode(ctx, { ...bot, mode: 'active', modeReason: null }, actor);
}

function tellBotMode(ctx: AccountContext, { id, name, mode, modeReason }: TradingBot, actor: Actor): void {
  const type = mode === 'active' ? 'bot.resumed' : 'bot.paused';
  appendEvent(ctx, { type, actor, subject: id, body: { bot: { id, name, mode, modeReason } } });
}
