import { failure, type Failure } from '../contract/errors.ts';
import type { CreateWatchlist, UpdateWatchlist, WatchlistView } from '../contract/watchlist.ts';
import type { Caller } from '../domain/caller.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { requireScope } from './access.ts';
import { activeMarket } from './active-market.ts';
import { finderOf } from './find-instrument.ts';
import { WATCHLISTS_MAX, type StoredWatchlist, type UseCaseDeps } from './ports.ts';

/** A person's lists; each name with the instrument it is on the active market. */
export async function listWatchlists(deps: UseCaseDeps, caller: Caller): Promise<Result<WatchlistView[], Failure>> {
  const lists = await deps.watchlists.list(caller.userId);
  return ok(await withInstruments(deps, lists));
}

export async function showWatchlist(
  deps: UseCaseDeps,
  caller: Caller,
  id: string,
): Promise<Result<WatchlistView, Failure>> {
  const lists = await deps.watchlists.list(caller.userId);
  const [view] = await withInstruments(
    deps,
    lists.filter((list) => list.id === id),
  );
  return view === undefined ? err(failure('not-found', { id })) : ok(view);
}

export async function createWatchlist(
  deps: UseCaseDeps,
  caller: Caller,
  input: CreateWatchlist,
): Promise<Result<WatchlistView, Failure>> {
  const scope = requireScope(caller, 'propose');
  if (!scope.ok) return scope;
  if ((await deps.watchlists.list(caller.userId)).length >= WATCHLISTS_MAX)
    return err(failure('too-many-here', { max: WATCHLISTS_MAX }));
  return showWatchlist(deps, caller, await deps.watchlists.create(caller.userId, input, deps.now()));
}

export async function updateWatchlist(
  deps: UseCaseDeps,
  caller: Caller,
  request: { id: string; input: UpdateWatchlist },
): Promise<Result<WatchlistView, Failure>> {
  const scope = requireScope(caller, 'propose');
  if (!scope.ok) return scope;
  const { name, symbols } = request.input;
  const change = { ...(name !== undefined && { name }), ...(symbols !== undefined && { symbols }) };
  const isThere = await deps.watchlists.update(caller.userId, request.id, change);
  return isThere ? showWatchlist(deps, caller, request.id) : err(failure('not-found', { id: request.id }));
}

export async function deleteWatchlist(
  deps: UseCaseDeps,
  caller: Caller,
  id: string,
): Promise<Result<{ id: string }, Failure>> {
  const scope = requireScope(caller, 'propose');
  if (!scope.ok) return scope;
  return (await deps.watchlists.remove(caller.userId, id)) ? ok({ id }) : err(failure('not-found', { id }));
}

async function withInstruments(deps: UseCaseDeps, lists: readonly StoredWatchlist[]): Promise<WatchlistView[]> {
  const active = await activeMarket(deps);
  const names = lists.flatMap((list) => list.names);
  const finder = active.ok
    ? await finderOf(deps, { marketId: active.value.id, marketAt: active.value.state.marketAt, names })
    : null;
  return lists.map(({ names: own, ...list }) => ({
    ...list,
    items: own.map((name) => ({ name, instrumentId: finder?.find(name)?.id ?? null })),
  }));
}
