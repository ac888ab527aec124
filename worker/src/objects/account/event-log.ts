import type { EventView } from '#shared/contract/account.ts';
import type { UserId } from '#shared/domain/ids.ts';
import type { EventType } from '#shared/domain/event-type.ts';
import type { Actor } from '#shared/engine/orders/intent.ts';
import { RECONCILE_EVERY_MS } from '#shared/engine/orders/timing.ts';
import { toIso, type MarketMs, type WallMs } from '#shared/lib/time.ts';
import type { Sql } from '../sql.ts';
import {
  ANCHORED,
  brokenLink,
  digestOf,
  headOf,
  linked,
  macOf,
  type AnchorBody,
  type EventRow,
} from './audit-chain.ts';
import type { AccountContext } from './context.ts';
import { memoryOf } from './memory.ts';
import { schedule } from './schedule.ts';

/** Who an event is sent to as a message, beside the stream. Everything else is read where it is looked for. */
const ALERTS: ReadonlySet<EventType> = new Set([
  'connection.lost',
  'connection.back',
  'connection.needs-you',
  'connection.forgotten',
  'bot.created',
  'bot.deleted',
  'account.closed',
  'bot.ending',
  'bot.ending-answered',
  'bot.stopped-asking',
  'bot.asks-again',
  'proposal.asked',
  'proposal.nodded',
  'proposal.nod-gone',
  'proposal.decided',
  'proposal.revised',
  'proposal.reminded',
  'proposal.expired',
  'proposal.withdrawn',
  'order.waiting',
  'order.filled',
  'order.not-sent',
  'order.rejected',
  'order.expired',
  'order.unknown',
  'order.needs-human',
  'order.adopted',
  'position.closed',
  'position.mismatch',
  'position.unprotected',
  'exit.blocked',
  'selling.left',
  'selling.done',
  'selling.taken-back',
  'mode.changed',
  'watch.began',
  'watch.ended',
  'watch.off',
  'research.done',
  'alert.fired',
  'brief.morning',
  'brief.close',
  'brief.week',
  'role.granted',
  'role.changed',
  'role.removed',
]);

export type { Actor } from '#shared/engine/orders/intent.ts';

interface NewEvent {
  readonly type: EventType;
  readonly actor: Actor;
  /** Order, proposal or bot it is about. */
  readonly subject: string | null;
  readonly body: Record<string, unknown>;
  /** Whether it is owed to people as a message; by its type where nothing is said. */
  readonly alerts?: boolean;
  /** Whose news it is; absent: everybody's who has a part in the account. */
  readonly recipient?: UserId;
  readonly recipients?: readonly string[];
}

/**
 * What is owed is delivered right after the call; by the alarm after this, where the process ended in between. It comes
 * with the next reconcile of an account that works or holds, whose alarm is set already: moving it there and back is two
 * commits for every message. Whatever wakes the next instance sooner delivers too.
 */
const DELIVER_WITHIN_MS = RECONCILE_EVERY_MS;

/**
 * Appends one event and, where it is an alert, what is owed to each person: in the caller's transaction, so that a state
 * and its news are stored together or not at all. Each row's mac covers the row before it.
 */
export function appendEvent(ctx: AccountContext, event: NewEvent): EventView {
  const { sql } = ctx;
  const memory = memoryOf(sql);
  const last = (memory.head ??= headOf(sql));
  const seq = last.seq + 1;
  const prev = last.mac;
  const [actor, channel] = event.actor === 'clock' ? ['nod', 'clock'] : [event.actor.userId, event.actor.channel];
  const row = {
    seq,
    type: event.type,
    version: 1,
    at: ctx.now(),
    market_at: ctx.marketNow(),
    actor,
    channel,
    subject: event.subject,
    body: JSON.stringify(event.body),
  };
  const mac = macOf((text) => ctx.mac(text), prev, row);
  sql.run(
    `INSERT INTO event (seq, type, version, at, market_at, actor, channel, subject, body, prev, mac)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...linked(row),
    prev,
    mac,
  );
  memory.head = { seq, mac };
  if (event.alerts ?? ALERTS.has(event.type)) {
    const recipients = event.recipients ?? (event.recipient === undefined ? null : [event.recipient]);
    sql.run(
      `INSERT INTO outbox (event_seq, channel, recipient, state, tries, next_at)
       SELECT ?1, 'web', user_id, 'owed', 0, ?2 FROM grant_
       WHERE ?3 IS NULL OR user_id IN (SELECT value FROM json_each(?3))`,
      seq,
      row.at,
      recipients === null ? null : JSON.stringify(recipients),
    );
    memory.owesNothing = false;
    schedule(ctx, 'deliver', 'all', row.at + DELIVER_WITHIN_MS, true);
  }
  const view: EventView = {
    accountId: ctx.spec.id,
    seq,
    type: event.type,
    at: toIso(row.at),
    marketAt: toIso(row.market_at),
    actor,
    channel,
    body: event.body,
  };
  ctx.tell({ event: view });
  return view;
}

/**
 * Takes over a chain that was written under another key, in the caller's transaction: from here on this key covers what
 * those rows are. `formerMac` is the key they are said to have; whether they hold under it is written down. Null: the
 * chain is this key's own, and nothing is done.
 */
export function anchorChain(ctx: AccountContext, formerMac: (text: string) => string): AnchorBody | null {
  const { sql } = ctx;
  if (brokenLink(ctx) === null) return null;
  const wasWhole = brokenLink({ sql, sha256: (text) => ctx.sha256(text), mac: formerMac }) === null;
  const body: AnchorBody = { digest: digestOf(ctx, headOf(sql).seq), wasWhole };
  appendEvent(ctx, { type: ANCHORED, actor: 'clock', subject: null, body: { ...body } });
  return body;
}

export function headSeq(sql: Sql): number {
  return sql.first<{ seq: number | null }>('SELECT max(seq) AS seq FROM event')?.seq ?? 0;
}

export function eventsSince(ctx: AccountContext, since: number, limit: number): EventView[] {
  return views(ctx, ctx.sql.all<EventRow>('SELECT * FROM event WHERE seq > ? ORDER BY seq LIMIT ?', since, limit));
}

/**
 * Whether the row is the one that was written after the row before it. Rows that were taken over from another key are
 * covered by the digest of that event, which the audit of the chain checks.
 */
export function isWhole(ctx: AccountContext, row: EventRow & { readonly prev: string; readonly mac: string }): boolean {
  if (row.mac === macOf((text) => ctx.mac(text), row.prev, row)) return true;
  const anchored = ctx.sql.first<{ seq: number | null }>('SELECT max(seq) AS seq FROM event WHERE type = ?', ANCHORED);
  return row.seq < (anchored?.seq ?? 0);
}

/** The newest `limit` events, oldest first. */
export function newestEvents(ctx: AccountContext, limit: number): EventView[] {
  return views(ctx, ctx.sql.all<EventRow>('SELECT * FROM event ORDER BY seq DESC LIMIT ?', limit)).reverse();
}

/** A receipt: everything that happened to one order or to the proposal behind it, oldest first. */
export function eventsAbout(ctx: AccountContext, subjects: readonly string[]): EventView[] {
  const marks = subjects.map(() => '?').join(', ');
  return views(
    ctx,
    ctx.sql.all<EventRow>(`SELECT * FROM event WHERE subject IN (${marks}) ORDER BY seq LIMIT 200`, ...subjects),
  );
}

export function eventBySeq(ctx: AccountContext, seq: number): EventView | null {
  return views(ctx, ctx.sql.all<EventRow>('SELECT * FROM event WHERE seq = ?', seq))[0] ?? null;
}

function views(ctx: AccountContext, rows: readonly EventRow[]): EventView[] {
  return rows.map((row) => ({
    accountId: ctx.spec.id,
    seq: row.seq,
    type: row.type,
    at: toIso(row.at as WallMs),
    marketAt: toIso(row.market_at as MarketMs),
    actor: row.actor,
    channel: row.channel,
    body: JSON.parse(row.body) as Record<string, unknown>,
  }));
}
