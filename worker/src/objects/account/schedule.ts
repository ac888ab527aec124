import type { OrderWork } from '#shared/engine/orders/ports.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { AccountContext } from './context.ts';

/** What the account owes itself later. One alarm serves them all: it is always set to the earliest row. */
export type ScheduleKind =
  | OrderWork
  /** The open an order waits for. */
  | 'release'
  | 'answer-window'
  | 'renew-levels';

export interface Due {
  readonly kind: ScheduleKind;
  readonly ref: string;
}

/** Adds or moves a row; one per kind and reference. `keepEarlier` leaves a row alone that is due sooner. */
export function schedule(
  ctx: AccountContext,
  kind: ScheduleKind,
  ref: string,
  dueAt: number,
  keepEarlier = false,
): void {
  ctx.sql.run(
    keepEarlier
      ? 'INSERT INTO schedule (id, kind, ref, due_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO UPDATE SET due_at = min(due_at, ?4)'
      : 'INSERT INTO schedule (id, kind, ref, due_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO UPDATE SET due_at = ?4',
    `${kind}:${ref}`,
    kind,
    ref,
    dueAt,
  );
  ctx.arm(dueAt as WallMs);
}

/** Where telling the market fails or is cut off, it is told after this. */
const TELL_MARKET_WITHIN_MS = 2_000;

/** Positions, waiting orders, bots or questions changed: the market is told before the call returns, else by the alarm. */
export function marketMustKnow(ctx: AccountContext): void {
  ctx.markChanged();
  tellMarketLater(ctx);
}

/** The market is told by the alarm, soon. */
export function tellMarketLater(ctx: AccountContext): void {
  schedule(ctx, 'renew-levels', 'all', ctx.now() + TELL_MARKET_WITHIN_MS, true);
}

/** Moves a row to where it may be already: then nothing is written. */
export function scheduleOnce(ctx: AccountContext, kind: ScheduleKind, ref: string, dueAt: number): void {
  const row = ctx.sql.first<{ at: number }>('SELECT due_at AS at FROM schedule WHERE id = ?', `${kind}:${ref}`);
  if (row?.at !== dueAt) schedule(ctx, kind, ref, dueAt);
}

/** Where there is no such row nothing is written: a write that changes nothing is made durable all the same. */
export function unschedule(ctx: AccountContext, kind: ScheduleKind, ref: string): void {
  if (ctx.sql.first('SELECT 1 FROM schedule WHERE id = ?', `${kind}:${ref}`) === null) return;
  ctx.sql.run('DELETE FROM schedule WHERE id = ?', `${kind}:${ref}`);
}

/** What is due, earliest first. Rows stay until their work moved or removed them: a crash in between repeats the work. */
export function dueNow(ctx: AccountContext): Due[] {
  return ctx.sql.all<Due>('SELECT kind, ref FROM schedule WHERE due_at <= ? ORDER BY due_at LIMIT 100', ctx.now());
}

export function isDue(ctx: AccountContext, { kind, ref }: Due): boolean {
  return ctx.sql.first('SELECT 1 FROM schedule WHERE id = ? AND due_at <= ?', `${kind}:${ref}`, ctx.now()) !== null;
}

export function nextDue(ctx: AccountContext): WallMs | null {
  const due = ctx.sql.first<{ at: number | null }>('SELECT min(due_at) AS at FROM schedule')?.at ?? null;
  return due as WallMs | null;
}
