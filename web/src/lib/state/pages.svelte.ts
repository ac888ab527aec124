import { untrack } from 'svelte';
import { act } from '../actions/act.ts';
import { api } from '../api/client.ts';
import type { List } from '../api/list.ts';
import { watch, type Watched } from './query.svelte.ts';

/** What is shown of a long list, and whether there is more. */
export interface Pages<T> extends Watched<readonly T[]> {
  readonly hasMore: boolean;
  readonly busy: boolean;
  /** The last page that was asked for did not come: nothing asks by itself. */
  readonly failed: boolean;
  more(): void;
}

/**
 * A long list by cursors: its newest page follows the news, older ones are fetched when they are asked for and stay as
 * they were then. Another address (another filter, another account) begins anew. Call it while the component is set up.
 */
export function watchPages<T>(
  path: (cursor: string | undefined) => string | null,
  keyOf: (item: T) => string,
): Pages<T> {
  const address = $derived(path(undefined));
  const first = watch<List<T>>(() => address);
  let older = $state.raw<readonly T[]>([]);
  /** Where the next page begins; undefined: after the newest page. */
  let cursor = $state<string | null | undefined>(undefined);
  let busy = $state(false);
  let failed = $state(false);
  let newest: readonly T[] = [];

  $effect(() => {
    void address;
    untrack(() => {
      [older, newest] = [[], []];
      cursor = undefined;
    });
  });
  // What newer rows pushed out of the newest page is between it and the older ones, once those are shown.
  $effect(() => {
    const items = first.value?.items ?? [];
    untrack(() => {
      if (cursor !== undefined) older = without([...newest, ...older], items, keyOf);
      newest = items;
    });
  });
  const next = $derived(cursor === undefined ? (first.value?.nextCursor ?? null) : cursor);
  const shown = $derived(first.value && [...first.value.items, ...without(older, first.value.items, keyOf)]);

  async function more(): Promise<void> {
    const asked = address;
    const from = next === null ? null : path(next);
    if (busy || from === null) return;
    busy = true;
    const page = await act(() => api.get<List<T>>(from));
    busy = false;
    failed = page === null;
    if (page === null || asked !== address) return;
    older = [...older, ...page.items];
    cursor = page.nextCursor;
  }
  return {
    get value() {
      return shown;
    },
    get error() {
      return first.error;
    },
    get loading() {
      return first.loading;
    },
    get loadedAt() {
      return first.loadedAt;
    },
    get hasMore() {
      return next !== null;
    },
    get busy() {
      return busy;
    },
    get failed() {
      return failed;
    },
    reload: () => first.reload(),
    more: () => void more(),
  };
}

/** The first of each, without those of `others`. */
function without<T>(items: readonly T[], others: readonly T[], keyOf: (item: T) => string): T[] {
  const seen: Record<string, true> = {};
  for (const other of others) seen[keyOf(other)] = true;
  return items.filter((item) => {
    const isNew = seen[keyOf(item)] === undefined;
    seen[keyOf(item)] = true;
    return isNew;
  });
}

const MOST = 500;

/** A list that is asked for as a whole, up to so many: what was there stays while more of it is on its way. */
export function watchGrowing<T>(path: (limit: number) => string | null, step = 50): Pages<T> {
  let limit = $state(step);
  const list = watch<List<T>>(() => path(limit));
  const address = $derived(path(0));
  let last = $state.raw<{ readonly of: string | null; readonly items: readonly T[] } | null>(null);
  $effect(() => {
    if (list.value) last = { of: address, items: list.value.items };
  });
  const shown = $derived(list.value?.items ?? (last?.of === address ? last.items : undefined));
  return {
    get value() {
      return shown;
    },
    get error() {
      return list.error;
    },
    get loading() {
      return shown === undefined && list.loading;
    },
    get loadedAt() {
      return list.loadedAt;
    },
    get hasMore() {
      return limit < MOST && (shown?.length ?? 0) >= limit;
    },
    get busy() {
      return limit > step && list.loading;
    },
    get failed() {
      return list.error !== null;
    },
    reload: () => list.reload(),
    more: () => (limit = Math.min(MOST, limit + step)),
  };
}
