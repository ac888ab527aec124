import type { ScreenRunView, ScreenView } from '#shared/contract/screen.ts';
import type { ScreenTree } from '#shared/domain/screen-tree.ts';
import type { WatchlistView } from '#shared/contract/watchlist.ts';
import { api } from '../api/client.ts';
import { routes } from '../api/routes.ts';
import { toasts } from '../state/toasts.svelte.ts';
import { ui } from '../state/ui.svelte.ts';
import { act } from './act.ts';

const CHANGES = ['/screens'];
const LOOK_EVERY_MS = 700;

/** Runs a screen; over a large market it tells how far it is until it has ended. */
export async function runScreen(
  id: string,
  account: string | null,
  progress: (done: number, total: number) => void,
): Promise<void> {
  await act(
    async () => {
      let run = await api.post<ScreenRunView>(routes.runScreen(id, account));
      while (run.state === 'running') {
        progress(run.done, run.total);
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
        run = await api.get<ScreenRunView>(routes.screenRun(run.id));
      }
      if (run.state === 'failed') toasts.say(ui.w.screens.failed, 'bad');
      return run;
    },
    { changes: CHANGES },
  );
}

export const saveScreen = (
  id: string | null,
  input: { name: string; screen: ScreenTree },
): Promise<ScreenView | null> =>
  act(
    () => (id === null ? api.post<ScreenView>(routes.screens, input) : api.patch<ScreenView>(routes.screen(id), input)),
    { done: ui.w.screens.saved, changes: CHANGES },
  );

export const removeScreen = (id: string): Promise<{ id: string } | null> =>
  act(() => api.remove<{ id: string }>(routes.screen(id)), { done: ui.w.screens.removed, changes: CHANGES });

export const screenToWatchlist = (id: string, account: string | null): Promise<WatchlistView | null> =>
  act(() => api.post<WatchlistView>(routes.screenToWatchlist(id, account)), {
    done: ({ name }) => ui.w.screens.watchlistMade(name),
    changes: ['/watchlists'],
  });
