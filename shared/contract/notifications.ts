import { z } from 'zod';
import { ALERT_KIND_NAMES, ALERT_LEVELS } from '../domain/alerts/alert-kinds.ts';
import { ALERT_CHANNELS, AlertSettings, AlertSettingsChange } from '../domain/alerts/settings.ts';
import { Id, Instant } from './common.ts';

const Channel = z.enum(ALERT_CHANNELS);

/** What a person wants to hear, where and when, with what there is to choose from. */
export const AlertSettingsView = z.object({
  settings: AlertSettings,
  /** Channels that are linked now, in the order they are tried. */
  channels: z.array(Channel),
  kinds: z.array(z.object({ kind: z.enum(ALERT_KIND_NAMES), level: z.enum(ALERT_LEVELS) })),
  /** Whose clock the hours are read on. */
  zone: z.string(),
});
export type AlertSettingsView = z.infer<typeof AlertSettingsView>;

export const UpdateAlertSettings = AlertSettingsChange;
export type UpdateAlertSettings = z.infer<typeof UpdateAlertSettings>;

/**
 * A message and what became of it. `waiting` (also: it was tried and is tried again), `delivered`, `undelivered` (given
 * up after a day), `unneeded` (there was nothing to say any more when its turn came).
 */
export const NotificationView = z.object({
  id: Id,
  kind: z.enum(ALERT_KIND_NAMES),
  level: z.enum(ALERT_LEVELS),
  /** Its first line, as it was told. */
  title: z.string(),
  accountId: Id.nullable(),
  at: Instant,
  why: z.enum(['first', 'copy', 'repeat', 'reminder']),
  state: z.enum(['waiting', 'delivered', 'undelivered', 'unneeded']),
  /** Where it went, or goes next. */
  channel: Channel,
  /** Channels that did not take it, in the order they failed. */
  after: z.array(Channel),
  deliveredAt: Instant.nullable(),
  sound: z.boolean(),
});
export type NotificationView = z.infer<typeof NotificationView>;
