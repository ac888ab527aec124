import { callOff, isFlatOwed, oweFlat, type Whose } from '#shared/engine/orders/sell-everything.ts';
import type { AccountContext } from './context.ts';
import { appendEvent, type Actor } from './event-log.ts';
import { readMeta, writeMeta } from './meta.ts';
import { SELL_EVERYTHING, tighten } from './modes.ts';
import { heldPositions } from './money-book.ts';

/** Why the account stays halted after selling everything was taken back. */
const TAKEN_BACK = 'selling-taken-back';

/** Sell everything, first part: halt is stored before anything is asked or sent. Answers whom to ask to end now. */
export function beginPanic(ctx: AccountContext, actor: Actor): string[] {
  const toCancel = tighten(ctx, 'halted', { reason: SELL_EVERYTHING }, actor);
  beginSelling(ctx, 'all');
  return toCancel;
}

/** From here on all of it is to be sold, and people hear of it until it is. In the caller's block. */
export function beginSelling(ctx: AccountContext, whose: Whose): void {
  if (!isFlatOwed(ctx.orders, whose)) {
    const before = readMeta(ctx.sql, 'selling') ?? {};
    writeMeta(ctx.sql, 'selling', { ...before, [whose]: { since: ctx.now(), told: null, toldAt: null } });
  }
  oweFlat(ctx.orders, whose);
}

/** What is not sold yet stays, and keeps its stops; the account stays halted. Null: nothing is being sold. */
export function takeBackPanic(ctx: AccountContext, actor: Actor): string[] | null {
  if (!isFlatOwed(ctx.orders, 'all')) return null;
  const toCancel = callOff(ctx.orders, 'all');
  writeMeta(ctx.sql, 'mode', { mode: 'halted', reason: TAKEN_BACK });
  const body = { positions: heldPositions(ctx).length };
  appendEvent(ctx, { type: 'selling.taken-back', actor, subject: null, body });
  ctx.markChanged();
  return toCancel;
}
