import type { EventView } from '#shared/contract/account.ts';
import type { NotificationView } from '#shared/contract/notifications.ts';
import { levelOf, type AlertKind } from '#shared/domain/alerts/alert-kinds.ts';
import { isAccessEvent } from '#shared/domain/event-type.ts';
import { toIso, type WallMs } from '#shared/lib/time.ts';
import type { Sql } from '../sql.ts';
import { deliveryOf, type DeliveryRow } from './delivery-rows.ts';

/** The newest messages and what became of them. */
export function listNotices(sql: Sql, limit: number): NotificationView[] {
  return sql
    .all<
      DeliveryRow & { kind: AlertKind; state: string; done_at: number | null; due_at: number; title: string | null }
    >('SELECT * FROM delivery WHERE kind IS NOT NULL ORDER BY id DESC LIMIT ?', limit)
    .map((row) => ({
      id: `n_${row.id}`,
      kind: row.kind,
      level: levelOf(row.kind),
      title: row.title ?? '',
      accountId: accountOf(deliveryOf(row).event),
      at: toIso(row.due_at as WallMs),
      why: row.why,
      state: VIEW_STATES[row.state] ?? 'waiting',
      channel: row.channel,
      after: [...(deliveryOf(row).route?.attempt.failed ?? [])].filter((one) => one !== row.channel),
      deliveredAt: row.state === 'sent' && row.done_at !== null ? toIso(row.done_at as WallMs) : null,
      sound: row.silent === 0,
    }));
}

const VIEW_STATES: Readonly<Record<string, NotificationView['state']>> = {
  sent: 'delivered',
  failed: 'undelivered',
  skipped: 'unneeded',
};

/** The person's own events are of no account. */
function accountOf(event: EventView | null): string | null {
  return event === null || isAccessEvent(event.type) ? null : event.accountId;
}
