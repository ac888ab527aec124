import type { PushDeviceView, PushTestView, UpdatePushDevice } from '#shared/contract/push.ts';
import { api } from '../api/client.ts';
import { routes } from '../api/routes.ts';
import { PushNotTurnedOn, turnOff, turnOn } from '../push/this-device.ts';
import { invalidate } from '../state/query.svelte.ts';
import { toasts } from '../state/toasts.svelte.ts';
import { ui } from '../state/ui.svelte.ts';
import { errorText } from '../words/text.ts';
import { act } from './act.ts';

const CHANGES = [routes.pushDevices, routes.alertSettings];

/** From a tap on this very device; null where it came to nothing, which has then been told. */
export async function turnOnHere(userId: string, name: string): Promise<PushDeviceView | null> {
  try {
    const device = await turnOn(userId, name);
    toasts.say(ui.w.push.turnedOn, 'good');
    return device;
  } catch (error) {
    toasts.say(error instanceof PushNotTurnedOn ? ui.w.push.failed[error.why] : errorText(error), 'bad');
    return null;
  } finally {
    invalidate(...CHANGES);
  }
}

/** Its name, what it shows, what its notifications may do; null when it was refused, and that was said. */
export const changeDevice = (id: string, change: UpdatePushDevice): Promise<PushDeviceView | null> =>
  act(() => api.patch<PushDeviceView>(routes.pushDevice(id), change), {
    done: change.name === undefined ? ui.w.push.saved : ui.w.push.renamed,
    changes: CHANGES,
  });

export async function removeDevice({ id, isThis }: PushDeviceView): Promise<unknown> {
  const removed = await act(() => api.remove(routes.pushDevice(id)), { done: ui.w.push.removed, changes: CHANGES });
  if (removed !== null && isThis) await turnOff().catch(() => undefined);
  return removed;
}

/** Says what its push service said, which is not yet that it was seen. */
export async function testDevice(id: string): Promise<void> {
  const tested = await act(() => api.post<PushTestView>(routes.pushTest(id)), { changes: CHANGES });
  if (tested !== null) toasts.say(ui.w.push.tested[tested.outcome], tested.outcome === 'sent' ? 'good' : 'bad');
}
