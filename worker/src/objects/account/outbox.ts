import type { EventView } from '#shared/contract/account.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '#shared/lib/time.ts';
import type { AccountContext } from './context.ts';
import { eventBySeq } from './event-log.ts';
import { schedule, unschedule } from './schedule.ts';

const BATCH = 100;
const DEAD_AFTER_MS = DAY_MS;
/** The event itself stays for ever; that it arrived is of no use later. */
const DELIVERED_KEPT_MS = 7 * DAY_MS;
const TRIES_IN_ORDER = 3;
const SLOWEST_RETRY_MS = 5 * MINUTE_MS;

/**
 * Delivers what is owed: claims, sends, marks. At least once: the receiver keeps one message per event. What cannot be
 * delivered for a day is marked dead, and stays to be seen.
 */
export async function deliverOwed(
  ctx: AccountContext,
  deliver: (userId: string, event: EventView) => Promise<void>,
): Promise<void> {
  const owed = ctx.sql.all<{ event_seq: number; recipient: string; tries: number }>(
    `SELECT event_seq, recipient, tries FROM outbox WHERE state = 'owed' AND next_at <= ? ORDER BY event_seq LIMIT ${BATCH}`,
    ctx.now(),
  );
  const unreachable = new Set<string>();
  for (const row of owed) {
    const event = eventBySeq(ctx, row.event_seq);
    // News reach each person in their order: what follows waits with what did not arrive.
    if (event === null || unreachable.has(row.recipient)) continue;
    try {
      await deliver(row.recipient, event);
      mark(ctx, row, 'delivered', ctx.now());
    } catch (error) {
      // A message that never arrives must not keep a stop-out from its reader.
      if (row.tries < TRIES_IN_ORDER) unreachable.add(row.recipient);
      const isDead = ctx.now() - Date.parse(event.at) > DEAD_AFTER_MS;
      const pause = Math.min(SLOWEST_RETRY_MS, 2 ** row.tries * SECOND_MS);
      mark(ctx, row, isDead ? 'dead' : 'owed', ctx.now() + pause);
      ctx.log({ event: 'delivery-failed', seq: row.event_seq, tries: row.tries + 1, error: String(error) });
    }
  }
  ctx.sql.run("DELETE FROM outbox WHERE state = 'delivered' AND next_at < ?", ctx.now() - DELIVERED_KEPT_MS);
  const next = ctx.sql.first<{ at: number | null }>("SELECT min(next_at) AS at FROM outbox WHERE state = 'owed'")?.at;
  if (next === null || next === undefined) unschedule(ctx, 'deliver', 'all');
  // What is owed already is blocked by something before it; or there is more than one batch.
  else schedule(ctx, 'deliver', 'all', Math.max(next, ctx.now() + SECOND_MS));
}

function mark(ctx: AccountContext, row: { event_seq: number; recipient: string }, state: string, nextAt: number): void {
  ctx.sql.run(
    'UPDATE outbox SET state = ?, tries = tries + 1, next_at = ? WHERE event_seq = ? AND recipient = ?',
    state,
    nextAt,
    row.event_seq,
    row.recipient,
  );
}
