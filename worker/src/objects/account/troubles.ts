import type { HeldStopsView, ResearchDone, Trouble, TroubleAbout, WasOff, WatchBegan } from '#shared/contract/watch.ts';
import type { UserId } from '#shared/domain/ids.ts';
import { HOUR_MS, MINUTE_MS, toIso, type WallMs } from '#shared/lib/time.ts';
import type { AccountContext } from './context.ts';
import { appendEvent } from './event-log.ts';
import { isUsed } from './in-use.ts';
import { instrumentOf } from './instruments.ts';
import { readMeta, writeMeta } from './meta.ts';
import { heldPositions, type HeldPosition } from './money-book.ts';
import { schedule, unschedule } from './schedule.ts';
import type { StoredTrouble } from './stored-trouble.ts';
import { isFirst } from './trips.ts';

/*
 * The dead-man watch, as far as an account is concerned: whoever looks says what it sees, as often as it likes, and people
 * are told once when it begins and once when it has been over for a while.
 */

/** What one that looks has seen. */
export interface FoundTrouble {
  readonly since: WallMs;
  readonly about?: TroubleAbout;
}

/** One that comes and goes is called over ever later, so that an hour of it is a handful of messages. */
const CALM_MS = MINUTE_MS;
const CALM_MAX_MS = 30 * MINUTE_MS;

/**
 * In the caller's block: how it looks now; null: all is well. Idempotent. It begins at once (whoever looks has waited
 * until it lasted) and ends after its calm. True: people were told of it, now or before.
 */
export function setTrouble(
  ctx: AccountContext,
  trouble: Trouble,
  found: FoundTrouble | null,
  recipient: UserId | null = null,
): boolean {
  const key = recipient === null ? trouble : `${trouble}|${recipient}`;
  const troubles = readMeta(ctx.sql, 'troubles') ?? {};
  const known = troubles[key];
  if (found === null) {
    if (known === undefined) return false;
    if (!known.isTold) forget(ctx, key);
    else if (known.goneAt === null) {
      write(ctx, key, { ...known, goneAt: ctx.now() });
      schedule(ctx, 'end-trouble', key, ctx.now() + calmMs(ctx, trouble));
    }
    return known.isTold;
  }
  const one = known ?? {
    trouble,
    since: found.since,
    about: found.about ?? {},
    isTold: false,
    goneAt: null,
    recipient,
  };
  const isNews = !one.isTold && concerns(ctx, trouble);
  if (isNews) tell(ctx, 'watch.began', one);
  if (known === undefined || isNews || known.goneAt !== null) {
    write(ctx, key, { ...one, isTold: one.isTold || isNews, goneAt: null });
    unschedule(ctx, 'end-trouble', key);
  }
  return one.isTold || isNews;
}

/** Something else tells of it from now on: its end is nobody's news. */
export function dropTrouble(ctx: AccountContext, trouble: Trouble): void {
  if (readMeta(ctx.sql, 'troubles')?.[trouble] === undefined) return;
  forget(ctx, trouble);
  unschedule(ctx, 'end-trouble', trouble);
}

/** Its calm is over: unless it came back, people are told so. */
export function endTrouble(ctx: AccountContext, key: string): void {
  unschedule(ctx, 'end-trouble', key);
  const known = readMeta(ctx.sql, 'troubles')?.[key];
  if (known?.goneAt == null) return;
  forget(ctx, key);
  tell(ctx, 'watch.ended', known, known.goneAt - known.since);
}

/** What people were told of and is not over, the oldest first. */
export function openTroubles(ctx: AccountContext): StoredTrouble[] {
  return Object.values(readMeta(ctx.sql, 'troubles') ?? {})
    .filter(({ isTold, goneAt }) => isTold && goneAt === null)
    .toSorted((a, b) => a.since - b.since);
}

/** Nod was off or asleep: what happened in this account since, said once where anything is in it. */
export function tellWasOff(ctx: AccountContext, from: WallMs, to: WallMs): void {
  if (!isUsed(ctx) || !isFirst(ctx, 'off', String(from))) return;
  const stood = ctx.spec.world === 'demo' || ctx.spec.world === 'replay';
  const body: WasOff = {
    ...{ from: toIso(from), to: toIso(to), stops: stopsOf(ctx), stood },
    happened: happenedSince(ctx, from),
  };
  appendEvent(ctx, { type: 'watch.off', actor: 'clock', subject: null, body });
}

/** Brief level: never a message of its own. Repeated, it is the same. */
export function tellResearch(ctx: AccountContext, done: ResearchDone, recipient: UserId): void {
  if (!isFirst(ctx, 'research', done.id)) return;
  appendEvent(ctx, { type: 'research.done', actor: 'clock', subject: done.id, body: { ...done }, recipient });
}

/**
 * Positions that nobody protects are told at once, each when it becomes one; and that it is no longer, where it is still
 * held. What was placed outside Nod is not Nod's to protect, and is shown as such.
 */
export function watchProtection(ctx: AccountContext): void {
  const before = readMeta(ctx.sql, 'unprotected') ?? [];
  const positions = heldPositions(ctx).filter(({ holder }) => holder !== 'external');
  const bare = positions.filter(({ heldBy }) => heldBy === 'none');
  const keys = bare.map(keyOf);
  if (keys.join() === before.map(({ key }) => key).join()) return;
  const told = new Map(before.map((one) => [one.key, one.since]));
  writeMeta(
    ctx.sql,
    'unprotected',
    keys.map((key) => ({ key, since: told.get(key) ?? ctx.now() })),
  );
  const stops = stopsOf(ctx);
  for (const position of bare) {
    if (told.has(keyOf(position))) continue;
    const body = { held: heldOf(ctx, position), stops };
    appendEvent(ctx, { type: 'position.unprotected', actor: 'clock', subject: null, body });
  }
  for (const position of positions) {
    const since = told.get(keyOf(position));
    if (since === undefined || position.heldBy === 'none') continue;
    const one = { trouble: 'unprotected', since, about: { held: heldOf(ctx, position) }, recipient: null } as const;
    tell(ctx, 'watch.ended', one, ctx.now() - since);
  }
}

function tell(
  ctx: AccountContext,
  type: 'watch.began' | 'watch.ended',
  { trouble, since, about, recipient }: Pick<StoredTrouble, 'trouble' | 'since' | 'about' | 'recipient'>,
  lastedMs?: number,
): void {
  const began: WatchBegan = { trouble, since: toIso(since), about, stops: stopsOf(ctx) };
  appendEvent(ctx, {
    type,
    actor: 'clock',
    subject: null,
    body: { ...began, ...(lastedMs !== undefined && { lastedMs }) },
    ...(recipient !== null && { recipient }),
  });
}

/** Whether it can cost this account anything now; else it is only remembered. */
function concerns(ctx: AccountContext, trouble: Trouble): boolean {
  switch (trouble) {
    case 'undelivered':
    case 'unprotected':
      return true;
    case 'job-missed':
    case 'job-failed':
      return isUsed(ctx);
    case 'stale-quotes':
    case 'silent-socket':
      return heldPositions(ctx).length > 0;
  }
}

function write(ctx: AccountContext, key: string, trouble: StoredTrouble): void {
  writeMeta(ctx.sql, 'troubles', { ...readMeta(ctx.sql, 'troubles'), [key]: trouble });
}

function forget(ctx: AccountContext, key: string): void {
  const { [key]: _over, ...others } = readMeta(ctx.sql, 'troubles') ?? {};
  writeMeta(ctx.sql, 'troubles', others);
}

function calmMs(ctx: AccountContext, trouble: Trouble): number {
  const row = ctx.sql.first<{ n: number }>(
    "SELECT count(*) AS n FROM event WHERE type = 'watch.began' AND at > ? AND body ->> 'trouble' = ?",
    ...[ctx.now() - HOUR_MS, trouble],
  );
  return Math.min(CALM_MAX_MS, CALM_MS * 2 ** Math.max(0, (row?.n ?? 1) - 1));
}

function stopsOf(ctx: AccountContext): HeldStopsView {
  const positions = heldPositions(ctx);
  const held = (by: HeldPosition['heldBy']): HeldPosition[] => positions.filter(({ heldBy }) => heldBy === by);
  return {
    positions: positions.length,
    atBroker: held('broker').length,
    atNod: held('nod').length,
    byNobody: held('none').length,
    here: held('nod').map(({ instrumentId }) => {
      const { symbol, nameEn, nameKo } = instrumentOf(ctx, instrumentId);
      return { symbol, nameEn, nameKo };
    }),
  };
}

function heldOf(ctx: AccountContext, { instrumentId, quantity, holder }: HeldPosition) {
  const { symbol, nameEn, nameKo, currency } = instrumentOf(ctx, instrumentId);
  return { symbol, nameEn, nameKo, currency, quantity, holder };
}

function keyOf({ instrumentId, holder }: HeldPosition): string {
  return `${instrumentId}|${holder}`;
}

function happenedSince(ctx: AccountContext, from: WallMs): WasOff['happened'] {
  const count = (types: string, side?: 'buy' | 'sell'): number =>
    ctx.sql.first<{ n: number }>(
      `SELECT count(*) AS n FROM event WHERE at >= ?1 AND type IN (${types})
         AND (?2 IS NULL OR body -> 'order' ->> 'side' = ?2)`,
      ...[from, side ?? null],
    )?.n ?? 0;
  return {
    bought: count("'order.filled'", 'buy'),
    sold: count("'order.filled'", 'sell'),
    notBought: count("'order.not-sent', 'order.rejected'", 'buy'),
    unanswered: count("'proposal.expired'"),
    unresolved: count("'order.unknown', 'order.needs-human'"),
  };
}
