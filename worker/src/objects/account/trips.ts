import type { OrderNews, TripReason } from '#shared/engine/orders/ports.ts';
import { MINUTE_MS } from '#shared/lib/time.ts';
import type { AccountContext } from './context.ts';
import { appendEvent } from './event-log.ts';
import { modeOf } from './meta.ts';
import { tighten } from './modes.ts';
import { schedule } from './schedule.ts';

/** Orders that left in one minute: more is a loop, not a trader. */
const ORDERS_PER_MINUTE_MAX = 60;
/** Refused entries in ten minutes: whatever is wrong, another order does not mend it. */
const REJECTS_MAX = 5;
const REJECTS_WITHIN_MS = 10 * MINUTE_MS;

/**
 * Stops buying by itself, in the caller's block; once per cause, so that a person who lifts it is not overruled by what
 * they have seen. Answers whether it did.
 */
export function trip(
  ctx: AccountContext,
  reason: TripReason | 'reject-rate' | 'order-rate',
  { key, about }: { key: string; about: Readonly<Record<string, string | number>> },
): boolean {
  if (!isFirst(ctx, reason, key)) return false;
  appendEvent(ctx, { type: 'account.tripped', actor: 'clock', subject: null, body: { reason, ...about } });
  const toCancel = modeOf(ctx.sql).mode === 'halted' ? [] : tighten(ctx, 'halted', { reason, about }, 'clock');
  if (toCancel.length > 0) schedule(ctx, 'resolve-orders', 'all', ctx.now());
  return true;
}

/** Whether this cause of a trip is met for the first time. */
export function isFirst(ctx: AccountContext, reason: string, key: string): boolean {
  const isNew = ctx.sql.all(
    "INSERT INTO inbox (channel, external_id, at) VALUES ('trip', ?, ?) ON CONFLICT DO NOTHING RETURNING at",
    `${reason}|${key}`,
    ctx.now(),
  );
  return isNew.length > 0;
}

/** Too many orders, or too many refusals, looked at with each of them. */
export function checkRates(ctx: AccountContext, { type, intent }: OrderNews): void {
  if (intent.side !== 'buy' || intent.purpose !== 'entry') return;
  if (type === 'order.sent') {
    const sent = count(ctx, "SELECT count(*) AS n FROM intent WHERE side = 'buy' AND created_at > ?", MINUTE_MS);
    if (sent > ORDERS_PER_MINUTE_MAX) trip(ctx, 'order-rate', { key: intent.id, about: { orders: sent } });
  }
  if (type === 'order.rejected') {
    const query = "SELECT count(*) AS n FROM intent WHERE side = 'buy' AND state = 'rejected' AND updated_at > ?";
    const rejected = count(ctx, query, REJECTS_WITHIN_MS);
    if (rejected >= REJECTS_MAX) trip(ctx, 'reject-rate', { key: intent.id, about: { rejected } });
  }
}

function count(ctx: AccountContext, query: string, withinMs: number): number {
  return ctx.sql.first<{ n: number }>(query, ctx.now() - withinMs)?.n ?? 0;
}
