import { calendarOf, type MarketCalendar } from '#shared/domain/calendar/market-calendar.ts';
import { CLOCK_SKEW_MAX_MS } from '#shared/engine/orders/timing.ts';
import { MINUTE_MS, type MarketMs, type WallMs } from '#shared/lib/time.ts';
import { hasRealPrices, type AccountContext, type Present } from './context.ts';
import { homeCalendar } from './home-calendar.ts';
import { isUsed } from './in-use.ts';
import { instrumentOf } from './instruments.ts';
import { readMeta, writeMeta, type HoldReason } from './meta.ts';
import { stopEntries, tellMode, type About } from './modes.ts';
import { heldPositions } from './money-book.ts';
import { effectiveMode } from './order-store.ts';
import { marketMustKnow, schedule, unschedule } from './schedule.ts';
import { setTrouble } from './troubles.ts';

/*
 * What stops buying and lifts by itself: nothing is wrong with the account, only with what it can know. Nobody has to
 * lift it and nobody can; a person's own stop stays beside it. Exits go on.
 */

/** The newest price of anything held is older than this while its exchange trades: the feed stands still. */
const STALE_MS = 15 * MINUTE_MS;
const LOOK_EVERY_MS = MINUTE_MS;

/** The broker's clock against ours, as the last answer said. After every call; nothing is written while it is as before. */
export function checkClock(ctx: AccountContext): void {
  const skewMs = readMeta(ctx.sql, 'clockSkewMs') ?? 0;
  const isOff = Math.abs(skewMs) > CLOCK_SKEW_MAX_MS;
  setHold(ctx, 'clock-skew', isOff ? { seconds: Math.round(skewMs / 1_000) } : null);
}

/** Real prices have to move while the exchange trades. In a market that is played there is nothing to wait for. */
export function checkData(ctx: AccountContext, present: Present): void {
  if (!hasRealPrices(ctx)) return;
  setHold(ctx, 'stale-data', staleSince(ctx, present));
}

/** Looked at every minute while anything may be bought or has to be watched; over night at the next open. */
export function watchData(ctx: AccountContext): void {
  if (!hasRealPrices(ctx)) return;
  if (!isUsed(ctx) && readMeta(ctx.sql, 'holds')?.['stale-data'] === undefined) unschedule(ctx, 'watch-data', 'all');
  else schedule(ctx, 'watch-data', 'all', nextLook(ctx), true);
}

function nextLook(ctx: AccountContext): number {
  const now = wallAsMarket(ctx);
  const calendar = homeCalendar(ctx);
  return calendar.isOpen(now) ? now + LOOK_EVERY_MS : calendar.nextOpen(now) + STALE_MS;
}

/** With real prices the two times are the same. */
function wallAsMarket(ctx: AccountContext): MarketMs {
  return Number(ctx.now()) as MarketMs;
}

/** How long nothing new was heard, in minutes; null where something was, or nothing is to be expected. */
function staleSince(ctx: AccountContext, { market, quotes }: Present): About | null {
  const now = wallAsMarket(ctx);
  if (market?.isOpen === false || !tradesFor(homeCalendar(ctx), now)) return null;
  if (market === null) return {};
  const ages = heldPositions(ctx).flatMap(({ instrumentId }) => {
    const quote = quotes.get(instrumentId);
    // Of a share whose own exchange is closed nobody expects any, wherever the account's money is.
    const isExpected = tradesFor(calendarOf(instrumentOf(ctx, instrumentId).exchange), now);
    return quote === undefined || !isExpected ? [] : [now - quote.at];
  });
  if (ages.length === 0) return null;
  const youngest = Math.min(...ages);
  return youngest > STALE_MS ? { ageMs: youngest } : null;
}

/** When the last price came; where nobody answers, now. */
function staleFrom(ctx: AccountContext, { ageMs }: About): WallMs {
  return (ctx.now() - Number(ageMs ?? 0)) as WallMs;
}

/** Whether it has been open for so long that a price must have come. */
function tradesFor(calendar: MarketCalendar, now: MarketMs): boolean {
  const session = calendar.sessionAt(now);
  return session !== null && now - session.open >= STALE_MS;
}

/** In the caller's block. Where it begins, what was about to be bought ends; where it ends, everything is as before. */
function setHold(ctx: AccountContext, reason: HoldReason, about: About | null): void {
  const isSaid = reason === 'stale-data' && setTrouble(ctx, 'stale-quotes', about && { since: staleFrom(ctx, about) });
  const holds = readMeta(ctx.sql, 'holds') ?? {};
  const isHeld = holds[reason] !== undefined;
  if (isHeld === (about !== null)) return;
  const before = effectiveMode(ctx, 'manual');
  const { [reason]: _ended, ...others } = holds;
  writeMeta(ctx.sql, 'holds', about === null ? others : { ...holds, [reason]: ctx.now() });
  const cancelled = about === null ? [] : stopEntries(ctx, 'clock');
  if (cancelled.length > 0) schedule(ctx, 'resolve-orders', 'all', ctx.now());
  const mode = effectiveMode(ctx, 'manual');
  // Beside a stricter stop it changes nothing, and is no news.
  if (mode !== before) {
    const change = { mode, reason, about: about ?? {}, before, cancelled: cancelled.length };
    // Where something is held the watch says what it means for that, and that nothing is bought.
    tellMode(ctx, change, { actor: 'clock', ...(isSaid && { alerts: false }) });
  }
  marketMustKnow(ctx);
}
