import { failure, type Failure } from '../contract/errors.ts';
import type {
  CreateScreen,
  LooseScreen,
  ScreenResultView,
  ScreenRunView,
  ScreenView,
  ScreenWords,
  ToWatchlist,
  UpdateScreen,
} from '../contract/screen.ts';
import type { WatchlistView } from '../contract/watchlist.ts';
import type { Caller } from '../domain/caller.ts';
import type { ScreenTree } from '../domain/screen-tree.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { checkScreen } from '../screeners/check-screen.ts';
import { PRESET_NAMES, type PresetName } from '../screeners/presets.ts';
import { requireScope } from './access.ts';
import { activeMarket } from './active-market.ts';
import type { UseCaseDeps } from './ports.ts';
import { cancelScreenRun, runScreen, screenResults, showScreenRun } from './run-screen.ts';
import { newsOf, presetView, presetViews, savedView, screenWords, type ListNames } from './screen-views.ts';
import { createWatchlist } from './watchlists.ts';

/** Names that fit on a watchlist. */
const WATCHLIST_MAX = 500;
const SAVED_MAX = 50;

/** Those that are there from the start, then a person's own; each with what it found last on the market. */
export async function listScreens(deps: UseCaseDeps, caller: Caller): Promise<ScreenView[]> {
  const [saved, names] = await Promise.all([deps.screens.list(caller.userId), listNames(deps, caller)]);
  const views = [...presetViews(), ...saved.map((screen) => savedView(screen, names))];
  const active = await activeMarket(deps);
  if (!active.ok) return views;
  const { id: marketId, state } = active.value;
  const latest = await deps.screens.latest(
    views.map(({ screen }) => ({ tree: screen, marketId, timeframe: screen.timeframe ?? state.baseTimeframe })),
  );
  return views.map((view, index) => ({ ...view, news: newsOf(latest[index] ?? null) }));
}

export async function showScreen(deps: UseCaseDeps, caller: Caller, id: string): Promise<Result<ScreenView, Failure>> {
  const preset = PRESET_NAMES.find((name): name is PresetName => name === id);
  if (preset !== undefined) return ok(presetView(preset));
  const saved = (await deps.screens.list(caller.userId)).find((screen) => screen.id === id);
  return saved === undefined
    ? err(failure('not-found', { id: id.slice(0, 40) }))
    : ok(savedView(saved, await listNames(deps, caller)));
}

/** A screen that is being made, in words. */
export async function checkLooseScreen(
  deps: UseCaseDeps,
  caller: Caller,
  { screen }: LooseScreen,
): Promise<Result<ScreenWords, Failure>> {
  const checked = checkedTree(screen);
  return checked.ok ? ok(screenWords(checked.value, await listNames(deps, caller))) : checked;
}

export async function createScreen(
  deps: UseCaseDeps,
  caller: Caller,
  { name, screen }: CreateScreen,
): Promise<Result<ScreenView, Failure>> {
  const scope = requireScope(caller, 'propose');
  if (!scope.ok) return scope;
  const checked = checkedTree(screen);
  if (!checked.ok) return checked;
  if ((await deps.screens.list(caller.userId)).length >= SAVED_MAX)
    return err(failure('too-large', { limit: SAVED_MAX }));
  return showScreen(deps, caller, await deps.screens.create(caller.userId, { name, tree: screen }, deps.now()));
}

export async function updateScreen(
  deps: UseCaseDeps,
  caller: Caller,
  { id, input: { name, screen } }: { readonly id: string; readonly input: UpdateScreen },
): Promise<Result<ScreenView, Failure>> {
  const scope = requireScope(caller, 'propose');
  if (!scope.ok) return scope;
  if (screen !== undefined) {
    const checked = checkedTree(screen);
    if (!checked.ok) return checked;
  }
  const change = { ...(name !== undefined && { name }), ...(screen !== undefined && { tree: screen }) };
  const isThere = await deps.screens.update(caller.userId, id, change);
  return isThere ? showScreen(deps, caller, id) : err(failure('not-found', { id: id.slice(0, 40) }));
}

export async function deleteScreen(
  deps: UseCaseDeps,
  caller: Caller,
  id: string,
): Promise<Result<{ id: string }, Failure>> {
  const scope = requireScope(caller, 'propose');
  if (!scope.ok) return scope;
  return (await deps.screens.remove(caller.userId, id))
    ? ok({ id })
    : err(failure('not-found', { id: id.slice(0, 40) }));
}

export async function runSavedScreen(
  deps: UseCaseDeps,
  caller: Caller,
  id: string,
): Promise<Result<ScreenRunView, Failure>> {
  const found = await showScreen(deps, caller, id);
  if (!found.ok) return found;
  return runScreen(deps, { tree: found.value.screen, userId: caller.userId, screenId: id });
}

export function runLooseScreen(
  deps: UseCaseDeps,
  caller: Caller,
  { screen }: LooseScreen,
): Promise<Result<ScreenRunView, Failure>> {
  return runScreen(deps, { tree: screen, userId: caller.userId, screenId: null });
}

export function showRun(deps: UseCaseDeps, caller: Caller, id: string): Promise<Result<ScreenRunView, Failure>> {
  return showScreenRun(deps, { id, userId: caller.userId });
}

export function cancelRun(deps: UseCaseDeps, caller: Caller, id: string): Promise<Result<ScreenRunView, Failure>> {
  return cancelScreenRun(deps, { id, userId: caller.userId });
}

export async function listScreenResults(
  deps: UseCaseDeps,
  caller: Caller,
  { id, limit }: { readonly id: string; readonly limit: number },
): Promise<Result<ScreenResultView[], Failure>> {
  const found = await showScreen(deps, caller, id);
  if (!found.ok) return found;
  return screenResults(deps, { tree: found.value.screen, screenId: id }, limit);
}

/** The newest result as a list of names; error `not-found` before the first run. */
export async function screenToWatchlist(
  deps: UseCaseDeps,
  caller: Caller,
  { id, input }: { readonly id: string; readonly input: ToWatchlist },
): Promise<Result<WatchlistView, Failure>> {
  const screen = await showScreen(deps, caller, id);
  if (!screen.ok) return screen;
  const results = await screenResults(deps, { tree: screen.value.screen, screenId: id }, 1);
  if (!results.ok) return results;
  const [newest] = results.value;
  if (newest === undefined) return err(failure('not-found', { id: id.slice(0, 40) }));
  const symbols = newest.hits.map(({ symbol }) => symbol).slice(0, WATCHLIST_MAX);
  return createWatchlist(deps, caller, { name: input.name ?? screen.value.title.en.slice(0, 60), symbols });
}

/** What the caller's watchlists are called, by id. */
async function listNames(deps: UseCaseDeps, caller: Caller): Promise<ListNames> {
  return new Map((await deps.watchlists.list(caller.userId)).map(({ id, name }) => [id, name]));
}

function checkedTree(tree: ScreenTree): Result<ScreenTree, Failure> {
  const fault = checkScreen(tree);
  return fault === null ? ok(tree) : err(failure(fault.code, fault.values, 'screen'));
}
