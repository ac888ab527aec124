import type { AlertView, CreateAlert } from '#shared/contract/alert.ts';
import type { AlertSettingsView, UpdateAlertSettings } from '#shared/contract/notifications.ts';
import { api } from '../api/client.ts';
import { routes } from '../api/routes.ts';
import { keep } from '../state/query.svelte.ts';
import { ui } from '../state/ui.svelte.ts';
import { act } from './act.ts';

const CHANGES = [routes.alerts];

/** Changes what is given and leaves the rest of what is heard; null when it was refused, and that was said. */
export async function setNotifications(change: UpdateAlertSettings): Promise<AlertSettingsView | null> {
  const view = await act(() => api.patch<AlertSettingsView>(routes.alertSettings, change), {
    done: ui.w.notifications.saved,
  });
  if (view !== null) keep(routes.alertSettings, view);
  return view;
}

export const addAlert = (input: CreateAlert): Promise<AlertView | null> =>
  act(() => api.post<AlertView>(routes.alerts, input), { done: ui.w.notifications.set, changes: CHANGES });

export const removeAlert = (id: string): Promise<{ id: string } | null> =>
  act(() => api.remove<{ id: string }>(routes.alert(id)), { done: ui.w.notifications.removed, changes: CHANGES });
