import type { SignalView } from '#shared/contract/day-records.ts';
import { api } from '../api/client.ts';
import { routes } from '../api/routes.ts';
import { ui } from '../state/ui.svelte.ts';
import { act } from './act.ts';

const CHANGES = ['/signals'];

export const dismissSignal = (id: string): Promise<SignalView | null> =>
  act(() => api.post<SignalView>(routes.dismissSignal(id)), { done: ui.catalogue.signals.dismissed, changes: CHANGES });

/** One after the other; what was marked stays so when one fails. */
export async function readSignals(ids: readonly string[]): Promise<void> {
  await act(
    async () => {
      for (const id of ids) await api.post<SignalView>(routes.readSignal(id));
    },
    { done: ui.catalogue.signals.markedRead, changes: CHANGES },
  );
}
