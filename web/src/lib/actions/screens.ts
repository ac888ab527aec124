import type { ScreenResultView, ScreenRunView, ScreenView } from '#shared/contract/screen.ts';
import type { ScreenTree } from '#shared/domain/screen-tree.ts';
import type { WatchlistView } from '#shared/contract/watchlist.ts';
import { api } from '../api/client.ts';
import { routes } from '../api/routes.ts';
import { toasts } from '../state/toasts.svelte.ts';
import { ui } from '../state/ui.svelte.ts';
import { act } from './act.ts';

const CHANGES = ['/screens'];
const LOOK_EVERY_MS = 700;

type Progress = (run: ScreenRunView) => void;

/** Runs a screen that is kept. */
export const runScreen = (id: string, account: string | null, progress: Progress): Promise<ScreenResultView | null> =>
  run(() => api.post<ScreenRunView>(routes.runScreen(id, account)), progress);

/** Runs a screen as it stands in the form; nothing of it is kept but what it found. */
export const tryScreen = (
  screen: ScreenTree,
  account: string | null,
  progress: Progress,
): Promise<ScreenResultView | null> =>
  run(() => api.post<ScreenRunView>(routes.runLooseScreen(account), { screen }), progress);

/** Over a large market it tells how far it is until it has ended. Null: it failed, and that was said. */
async function run(start: () => Promise<ScreenRunView>, progress: Progress): Promise<ScreenResultView | null> {
  const ended = await act(
    async () => {
      let current = await start();
      while (current.state === 'running') {
        progress(current);
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
        current = await api.get<ScreenRunView>(routes.screenRun(current.id));
      }
      if (current.state === 'failed') toasts.say(ui.w.screens.failed, 'bad');
      return current;
    },
    { changes: CHANGES },
  );
  return ended?.result ?? null;
}

/** Stops a run over a large market. */
export const stopScreen = (runId: string): Promise<ScreenRunView | null> =>
  act(() => api.post<ScreenRunView>(routes.cancelScreenRun(runId)));

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
