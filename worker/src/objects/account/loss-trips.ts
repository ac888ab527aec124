import type { LossReason } from '#shared/contract/account.ts';
import { BOT_DRAWDOWN_MAX } from '#shared/domain/risk-profile.ts';
import { decimal, type Decimal } from '#shared/lib/decimal.ts';
import { toIso, type MarketMs, type TradingDay } from '#shared/lib/time.ts';
import { recentStopOuts } from '#shared/risk/stop-outs.ts';
import { allBots, botInvested } from './bot-book.ts';
import { closedTrades } from './closed-trades.ts';
import type { AccountContext, Present } from './context.ts';
import { appendEvent } from './event-log.ts';
import { homeCalendar } from './home-calendar.ts';
import { limitsLockAt, limitsOf, modeOf, readMeta, writeMeta } from './meta.ts';
import { stopEntries, tighten, tightenBot, type About } from './modes.ts';
import { inBase, marketDay } from './money-book.ts';
import { schedule } from './schedule.ts';
import { isFirst } from './trips.ts';
import { equityOf } from './valuation.ts';

/*
 * What losses do. The day's loss and the fall from the peak halt the account: a person lifts that, and the check of the
 * day's loss goes on denying entries for the rest of the day. Too many stop-outs end what is about to be bought; their
 * check lifts by itself. After each of them no limit of the account is loosened before the next session.
 */

/** Looked at with every close. Answers whom to ask now. */
export function checkTrips(ctx: AccountContext, present: Present): string[] {
  const toCancel: string[] = [];
  const equity = equityOf(ctx, present);
  if (equity !== null) toCancel.push(...checkPeak(ctx, equity), ...checkDay(ctx, equity));
  for (const bot of allBots(ctx)) {
    if (bot.mode !== 'active') continue;
    const invested = botInvested(ctx, bot.id, present);
    const floor = decimal(bot.peak).times(decimal(1).minus(BOT_DRAWDOWN_MAX));
    if (ctx.marketNow() >= bot.endsMarketAt) toCancel.push(...tightenBot(ctx, bot, 'ended', 'clock'));
    else if (invested?.plus(bot.cash).lte(floor)) toCancel.push(...tightenBot(ctx, bot, 'bot-drawdown', 'clock'));
  }
  return toCancel;
}

function checkDay(ctx: AccountContext, equity: Decimal): string[] {
  const start = readMeta(ctx.sql, 'dayStart');
  const { dailyLossFractionMax: limit } = limitsOf(ctx.sql);
  if (start === null || !isAtFloor(equity, start.equity, limit)) return [];
  const since = homeCalendar(ctx).session(start.day as TradingDay)?.open ?? null;
  // Once a day: a person who lifts it has seen it.
  if (!isFirst(ctx, 'daily-loss', start.day)) return [];
  return stopAfter(ctx, 'daily-loss', fallOf(ctx, equity, { from: start.equity, limit, since }));
}

function checkPeak(ctx: AccountContext, equity: Decimal): string[] {
  const peak = readMeta(ctx.sql, 'peakEquity');
  const { drawdownMax: limit } = limitsOf(ctx.sql);
  if (peak === null || !isAtFloor(equity, peak, limit)) return [];
  // The day's halt makes way: only this one's end counts the peak anew and halves the bots.
  const { mode, reason } = modeOf(ctx.sql);
  if (mode === 'halted' && reason !== 'daily-loss') return [];
  return stopAfter(ctx, 'drawdown', fallOf(ctx, equity, { from: peak, limit, since: readMeta(ctx.sql, 'peakAt') }));
}

/** The limit is reached, not only passed. */
function isAtFloor(equity: Decimal, from: string, limit: number): boolean {
  return equity.lte(decimal(from).times(decimal(1).minus(limit)));
}

/** The loss beside what was allowed, both as fractions too, and since when. */
function fallOf(
  ctx: AccountContext,
  equity: Decimal,
  { from, limit, since }: { from: string; limit: number; since: MarketMs | null },
): About {
  const lost = decimal(from).minus(equity);
  const fraction = decimal(from).lte(0) ? 1 : Number(lost.div(from).toFixed(6));
  const allowed = decimal(from).times(limit);
  return {
    ...{ has: inBase(ctx, equity), from, lost: inBase(ctx, lost), fraction, limit, allowed: inBase(ctx, allowed) },
    ...(since !== null && { since: toIso(since) }),
  };
}

function stopAfter(ctx: AccountContext, reason: LossReason, about: About): string[] {
  lockLimits(ctx, reason);
  return tighten(ctx, 'halted', { reason, about }, 'clock');
}

/** After a stop-out was booked: too many of them close together. Once a session. */
export function checkStopOuts(ctx: AccountContext): void {
  const limits = limitsOf(ctx.sql);
  const { stopOutsMax: limit, stopOutSessions: sessions } = limits;
  if (limit === null) return;
  const stopOuts = recentStopOuts(closedTrades(ctx), limits);
  if (stopOuts.length < limit || !isFirst(ctx, 'stop-outs', marketDay(ctx))) return;
  lockLimits(ctx, 'stop-outs');
  const lost = stopOuts.reduce((total, { result }) => total.minus(result), decimal(0));
  const since = toIso(Math.min(...stopOuts.map(({ closedMarketAt }) => closedMarketAt)) as MarketMs);
  const about = { has: stopOuts.length, limit, sessions, lost: inBase(ctx, lost), since };
  appendEvent(ctx, {
    type: 'account.tripped',
    actor: 'clock',
    subject: null,
    body: { reason: 'stop-outs', ...about },
    alerts: true,
  });
  if (stopEntries(ctx, 'clock').length > 0) schedule(ctx, 'resolve-orders', 'all', ctx.now());
}

/** Until the next session begins; the first loss of a session names it. */
function lockLimits(ctx: AccountContext, reason: LossReason): void {
  if (limitsLockAt(ctx.sql, ctx.marketNow()) !== null) return;
  writeMeta(ctx.sql, 'limitsLock', { reason, until: homeCalendar(ctx).nextOpen(ctx.marketNow()) });
}
