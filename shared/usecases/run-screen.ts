import { failure, type Failure } from '../contract/errors.ts';
import type { ScreenResultView, ScreenRunView } from '../contract/screen.ts';
import { canonicalScreen, type ScreenTree } from '../domain/screen-tree.ts';
import { invariant } from '../lib/invariant.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { DAY_MS, type WallMs } from '../lib/time.ts';
import type { ResultPlace, ScreenRun, StoredScreenResult } from '../ports/screens.ts';
import { PRESETS } from '../screeners/presets.ts';
import { activeMarket } from './active-market.ts';
import type { UseCaseDeps } from './ports.ts';
import { resultView } from './screen-views.ts';
import { AT_ONCE_MAX, measure, prepare, WANTED, type Prepared } from './measure-screen.ts';

const PRESET_TREES: readonly ScreenTree[] = Object.values(PRESETS);
/** Runs of screens that are not saved, which one person may be owed at once. */
const UNSAVED_RUNS_MAX = 3;
/** A slice takes well below a second; whoever works on a run says so at each. */
const LEASE_MS = 60_000;

export interface AskedScreen {
  readonly tree: ScreenTree;
  readonly userId: string;
  /** Null for one that is not saved. */
  readonly screenId: string | null;
}

/** Runs a screen on the last closed bar: at once, or, over a large market, as a run that is asked for again. */
export async function runScreen(deps: UseCaseDeps, asked: AskedScreen): Promise<Result<ScreenRunView, Failure>> {
  const prepared = await prepare(deps, asked);
  if (!prepared.ok) return prepared;
  const { active, instruments, tree, timeframe } = prepared.value;
  const total = instruments.length;
  if (total > AT_ONCE_MAX) {
    const owed = await oweRun(deps, prepared.value, asked.userId);
    return owed.ok ? ok({ ...owed.value, state: 'running', total, failure: null, result: null }) : owed;
  }
  const found = await measure(deps, prepared.value, WANTED);
  if (!found.ok) return found;
  invariant(found.value !== null, 'what is waited for is not cancelled');
  await deps.screens.saveResults(active.id, [found.value], deps.now());
  if (asked.screenId === null) await deps.screens.forgetTried([tree, ...PRESET_TREES]);
  const place = { tree, timeframe, marketId: active.id };
  const result = await compared(deps, { place, result: found.value, screenId: asked.screenId });
  return ok({ id: asked.screenId ?? 'once', state: 'done', done: total, total, failure: null, result });
}

/** The same run that is owed already, or one more within what a person may be owed; how many they may save bounds the rest. */
async function oweRun(
  deps: UseCaseDeps,
  prepared: Prepared,
  userId: string,
): Promise<Result<Pick<ScreenRun, 'id' | 'done'>, Failure>> {
  const { tree, active } = prepared;
  const [owed, saved] = await Promise.all([deps.screens.unfinished(userId), deps.screens.list(userId)]);
  const same = owed.find(
    (run) =>
      run.marketId === active.id &&
      run.marketAt === active.state.marketAt &&
      canonicalScreen(run.tree) === canonicalScreen(tree),
  );
  if (same !== undefined) return ok({ id: same.id, done: same.done });
  const known = new Set(saved.map((screen) => canonicalScreen(screen.tree)));
  if (owed.filter((run) => !known.has(canonicalScreen(run.tree))).length >= UNSAVED_RUNS_MAX)
    return err(failure('too-many-requests'));
  return ok({ id: await begin(deps, prepared, userId), done: 0 });
}

/** Writes down that a run is owed, and says so. */
export async function begin(deps: UseCaseDeps, prepared: Prepared, userId: string): Promise<string> {
  const { active, tree, instruments } = prepared;
  const run = { userId, marketId: active.id, tree, marketAt: active.state.marketAt, total: instruments.length };
  const id = await deps.screens.startRun(run, deps.now());
  await deps.screens.wake(id);
  return id;
}

/** A run that was begun: how far it is, or what it found. */
export async function showScreenRun(
  deps: UseCaseDeps,
  { id, userId }: { readonly id: string; readonly userId: string },
): Promise<Result<ScreenRunView, Failure>> {
  const run = await deps.screens.run(id);
  if (run?.userId !== userId) return err(failure('not-found', { id: id.slice(0, 40) }));
  const { state, done, total, tree, marketId } = run;
  const progress = { id, state, done, total, failure: copyOf(run.failure) };
  if (state !== 'done') return ok({ ...progress, result: null });
  const base = (await deps.markets.market(marketId).state()).baseTimeframe;
  const place = { tree, marketId, timeframe: tree.timeframe ?? base };
  const [result] = await deps.screens.results(place, { limit: 1 });
  return ok({
    ...progress,
    result: result === undefined ? null : await compared(deps, { place, result, screenId: null }),
  });
}

function copyOf(reason: ScreenRun['failure']): ScreenRunView['failure'] {
  return reason === null ? null : { code: reason.code, values: { ...reason.values } };
}

/** Stops a run. What it has measured so far is dropped: a screen over half a market would say something else. */
export async function cancelScreenRun(
  deps: UseCaseDeps,
  asked: { readonly id: string; readonly userId: string },
): Promise<Result<ScreenRunView, Failure>> {
  await deps.screens.cancelRun(asked.userId, asked.id);
  return showScreenRun(deps, asked);
}

/** Does a run that waits, from its beginning; somebody else's is left to them. For the queue and the minute. */
export async function workOnScreenRun(deps: UseCaseDeps, id: string): Promise<void> {
  const lease = (): WallMs => (deps.now() + LEASE_MS) as WallMs;
  const run = await deps.screens.claimRun(id, { now: deps.now(), until: lease() });
  if (run === null) return;
  const prepared = await prepare(deps, { ...run, as: run });
  const found = prepared.ok
    ? await measure(deps, prepared.value, (done) => deps.screens.progress(id, done, lease()))
    : prepared;
  if (found.ok && found.value === null) return;
  if (found.ok && found.value !== null) await deps.screens.saveResults(run.marketId, [found.value], deps.now());
  await deps.screens.forgetTried([run.tree, ...PRESET_TREES]);
  await deps.screens.endRun(id, found.ok ? null : { code: found.error.code, values: found.error.values ?? {} });
}

/** Kept results of a screen, newest first, each beside the one of a day before. */
export async function screenResults(
  deps: UseCaseDeps,
  { tree, screenId }: Pick<AskedScreen, 'tree' | 'screenId'>,
  limit: number,
): Promise<Result<ScreenResultView[], Failure>> {
  const active = await activeMarket(deps);
  if (!active.ok) return active;
  const { id: marketId, state } = active.value;
  const place = { tree, marketId, timeframe: tree.timeframe ?? state.baseTimeframe };
  const results = await deps.screens.results(place, { limit });
  const views: ScreenResultView[] = [];
  for (const result of results) views.push(await compared(deps, { place, result, screenId }));
  return ok(views);
}

async function compared(
  deps: UseCaseDeps,
  { place, result, screenId }: { place: ResultPlace; result: StoredScreenResult; screenId: string | null },
): Promise<ScreenResultView> {
  // From day to day, whatever the bars: of finer ones the last result of an earlier day.
  const dayBegins = Math.floor(result.barAt / DAY_MS) * DAY_MS;
  const [before = null] = await deps.screens.results(place, { before: dayBegins, limit: 1 });
  const instruments = await deps.markets.market(place.marketId).instruments();
  return resultView(result, { screenId, before, instruments: new Map(instruments.map((one) => [one.id, one])) });
}
