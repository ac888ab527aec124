import type { WatchlistView } from '#shared/contract/watchlist.ts';
import { api } from '../api/client.ts';
import { routes } from '../api/routes.ts';
import { ui } from '../state/ui.svelte.ts';
import { act } from './act.ts';

const CHANGES = ['/watchlists'];

export const makeWatchlist = (name: string, symbols: readonly string[] = []): Promise<WatchlistView | null> =>
  act(() => api.post<WatchlistView>(routes.makeWatchlist, { name, symbols }), { changes: CHANGES });

/** Replaces the names of a list, in their order. */
export const setNames = (list: string, symbols: readonly string[]): Promise<WatchlistView | null> =>
  act(() => api.patch<WatchlistView>(routes.watchlist(list), { symbols }), { changes: CHANGES });

export const removeWatchlist = (list: string): Promise<{ id: string } | null> =>
  act(() => api.remove<{ id: string }>(routes.watchlist(list)), {
    done: ui.w.watchlists.removed,
    changes: CHANGES,
  });
