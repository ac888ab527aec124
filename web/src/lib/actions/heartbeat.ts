import type { HeartbeatView } from '#shared/contract/heartbeat.ts';
import { api } from '../api/client.ts';
import { routes } from '../api/routes.ts';
import { keep } from '../state/query.svelte.ts';
import { withStepUp } from '../state/step-up.svelte.ts';
import { ui } from '../state/ui.svelte.ts';
import { act } from './act.ts';

/** Sends the address once; nothing here keeps it. Throws what the server said, so that the form can show it. */
export async function setHeartbeat(url: string): Promise<void> {
  keep(routes.heartbeat, await withStepUp(() => api.post<HeartbeatView>(routes.heartbeat, { url })));
}

export async function removeHeartbeat(): Promise<void> {
  const view = await act(() => api.remove<HeartbeatView>(routes.heartbeat), { done: ui.w.health.heartbeat.removed });
  if (view !== null) keep(routes.heartbeat, view);
}
