import type { AlertView, CreateAlert } from '#shared/contract/alert.ts';
import type { AlertSettingsView, UpdateAlertSettings } from '#shared/contract/notifications.ts';
import { alertText } from '#shared/words/alert-text.ts';
import { api } from '../api/client.ts';
import { routes } from '../api/routes.ts';
import { keep } from '../state/query.svelte.ts';
import { ui } from '../state/ui.svelte.ts';
import { nameOf } from '../words/text.ts';
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
  act(() => api.post<AlertView>(routes.alerts, input), { done: setText, changes: CHANGES });

/** What is waited for, with the side the price has to come from. */
function setText(alert: AlertView): string {
  const { instrument, price } = alert;
  if (instrument === null || price === null) return ui.w.notifications.set;
  const words = ui.catalogue.alerts;
  return words.set({ what: alertText(alert, { words, language: ui.language, name: nameOf(instrument), what: '' }) });
}

export const removeAlert = (id: string): Promise<{ id: string } | null> =>
  act(() => api.remove<{ id: string }>(routes.alert(id)), { done: ui.w.notifications.removed, changes: CHANGES });
