import type { OrderWork } from '#shared/engine/orders/ports.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { AccountContext } from './context.ts';
import { memoryOf } from './memory.ts';

/** What the account owes itself later. One alarm serves them all: it is always set to the earliest row. */
export type ScheduleKind =
  | OrderWork
  /** The open an order waits for. */
  | 'release'
  | 'answer-window'
  /** Where Later moved the reminder of a question. */
  | 'remind'
  | 'renew-levels'
  /** Whether real prices still move. */
  | 'watch-data'
  /** Where a trouble has been over for a while. */
  | 'end-trouble';

export interface Due {
  readonly kind: ScheduleKind;
  readonly ref: string;
}

/**
 * Adds or moves a row; one per kind and reference. `keepEarlier` leaves a row alone that is due sooner. Where it stands
 * already nothing is written: a write that changes nothing is made durable all the same.
 */
export function schedule(
  ctx: AccountContext,
  kind: ScheduleKind,
  ref: string,
  dueAt: number,
  keepEarlier = false,
): void {
  const rows = rowsOf(ctx);
  const id = idOf({ kind, ref });
  const known = rows.get(id);
  const at = keepEarlier && known !== undefined ? Math.min(known, dueAt) : dueAt;
  if (at !== known) {
    ctx.sql.run(
      'INSERT INTO schedule (id, kind, ref, due_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO UPDATE SET due_at = ?4',
      id,
      kind,
      ref,
      at,
    );
    rows.set(id, at);
  }
  // Also where it stands: an instance that has not set the alarm yet does not know that it will ring.
  ctx.arm(at as WallMs);
}

/** When each row is due, by its id: read once, and remembered with every write. */
function rowsOf({ sql }: AccountContext): Map<string, number> {
  const memory = memoryOf(sql);
  const read = (): Map<string, number> =>
    new Map(sql.all<{ id: string; at: number }>('SELECT id, due_at AS at FROM schedule').map(({ id, at }) => [id, at]));
  return (memory.schedule ??= read());
}

function idOf({ kind, ref }: Due): string {
  return `${kind}:${ref}`;
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

export function unschedule(ctx: AccountContext, kind: ScheduleKind, ref: string): void {
  const rows = rowsOf(ctx);
  const id = idOf({ kind, ref });
  if (!rows.has(id)) return;
  ctx.sql.run('DELETE FROM schedule WHERE id = ?', id);
  rows.delete(id);
}

/** What is due, earliest first. Rows stay until their work moved or removed them: a crash in between repeats the work. */
export function dueNow(ctx: AccountContext): Due[] {
  return ctx.sql.all<Due>('SELECT kind, ref FROM schedule WHERE due_at <= ? ORDER BY due_at LIMIT 100', ctx.now());
}

export function isDue(ctx: AccountContext, due: Due): boolean {
  return (dueAt(ctx, due.kind, due.ref) ?? Infinity) <= ctx.now();
}

/** When this row is due; null: there is none. */
export function dueAt(ctx: AccountContext, kind: ScheduleKind, ref: string): number | null {
  return rowsOf(ctx).get(idOf({ kind, ref })) ?? null;
}

export function nextDue(ctx: AccountContext): WallMs | null {
  const next = Math.min(...rowsOf(ctx).values());
  return next === Infinity ? null : (next as WallMs);
}
