import { failure, type Failure } from '../contract/errors.ts';
import type { AlertSettingsView, NotificationView, UpdateAlertSettings } from '../contract/notifications.ts';
import { ALERT_KIND_NAMES, levelOf } from '../domain/alerts/alert-kinds.ts';
import { AlertSettings, inOrder, muted, type AlertChannel } from '../domain/alerts/settings.ts';
import type { Caller } from '../domain/caller.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { readerOf } from '../words/format-time.ts';
import { requireScope, requireUnlimited } from './access.ts';
import type { UseCaseDeps } from './ports.ts';

/** What the caller wants to hear, with what there is to choose from. */
export async function showAlertSettings(
  deps: UseCaseDeps,
  caller: Caller,
): Promise<Result<AlertSettingsView, Failure>> {
  const [settings, linked, user] = await Promise.all([
    deps.alertSettings.read(caller.userId),
    linkedOf(deps, caller),
    deps.users.find(caller.userId),
  ]);
  return ok({
    settings,
    channels: inOrder(settings, linked),
    kinds: ALERT_KIND_NAMES.map((kind) => ({ kind, level: levelOf(kind) })),
    zone: readerOf(user?.language ?? 'en').zone,
  });
}

/**
 * Changes what is given and leaves the rest. Error `act-now-unheard`: what needs an action at once would be heard
 * nowhere; it can be turned down on one channel, never on all.
 */
export async function updateAlertSettings(
  deps: UseCaseDeps,
  caller: Caller,
  change: UpdateAlertSettings,
): Promise<Result<AlertSettingsView, Failure>> {
  const unlimited = requireUnlimited(caller);
  if (!unlimited.ok) return unlimited;
  const scope = requireScope(caller, 'propose');
  if (!scope.ok) return scope;
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const settings = AlertSettings.parse({ ...(await deps.alertSettings.read(caller.userId)), ...given });
  const unheard = muted(settings, await linkedOf(deps, caller));
  const [kind] = unheard;
  if (kind !== undefined) return err(failure('act-now-unheard', { kind }, 'kinds'));
  await deps.alertSettings.write(caller.userId, settings);
  return showAlertSettings(deps, caller);
}

/** The caller's messages to chat apps and what became of each, newest first. */
export async function listNotifications(
  deps: UseCaseDeps,
  caller: Caller,
  limit: number,
): Promise<Result<NotificationView[], Failure>> {
  const all = await deps.notices.list(caller.userId, limit);
  const { accountIds } = caller;
  return ok(
    all.filter(({ accountId }) => accountIds === null || (accountId !== null && accountIds.includes(accountId))),
  );
}

async function linkedOf({ chats, pushDevices }: UseCaseDeps, caller: Caller): Promise<AlertChannel[]> {
  const [linked, devices] = await Promise.all([
    chats.list(caller.userId),
    pushDevices.list(caller.userId, caller.sessionId ?? null),
  ]);
  const isThere = ({ goneAt }: { readonly goneAt: unknown }): boolean => goneAt === null;
  const apps = new Set<AlertChannel>(linked.filter(isThere).map(({ channel }) => channel));
  if (devices.some(isThere)) apps.add('push');
  return [...apps];
}
