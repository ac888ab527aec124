import { failure, type Failure } from '../contract/errors.ts';
import type { ScreenResultView, ScreenRunView } from '../contract/screen.ts';
import type { Timeframe } from '../domain/bar.ts';
import { TIMEFRAME_MS } from '../domain/bar-times.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { MarketId } from '../domain/ids.ts';
import { canonicalScreen, conditionsOf, type ScreenTree } from '../domain/screen-tree.ts';
import { HOT_INDICATORS } from '../indicators/index.ts';
import { invariant } from '../lib/invariant.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { DAY_MS, type MarketMs, type WallMs } from '../lib/time.ts';
import type { MarketFacts, ResultPlace, ScreenRun, StoredScreenResult } from '../ports/screens.ts';
import { checkScreen } from '../screeners/check-screen.ts';
import { ANY_INDEX } from '../screeners/finish-screen.ts';
import { planScreen, type ScreenPlan } from '../screeners/screen-plan.ts';
import { measureSlice, sliceFrame, type Slice } from '../screeners/screen-work.ts';
import { storedResult, subjectOf } from '../screeners/stored-result.ts';
import { activeMarket, type ActiveMarket } from './active-market.ts';
import type { UseCaseDeps } from './ports.ts';
import { sliceReader } from './screen-slices.ts';
import { instrumentsOf } from './screen-universe.ts';
import { resultView } from './screen-views.ts';

/** What is measured in this process, between two other things: well below 10 ms of kernels. */
const HERE_MAX = 60;
/** More than this is not waited for: it runs slice by slice, and is asked for again. */
const AT_ONCE_MAX = 600;
/** Bars beyond what a figure needs, so that recursive ones forget where they began. */
const SETTLING_BARS = 250;
/** A slice takes well below a second; whoever works on a run says so at each. */
const LEASE_MS = 60_000;

interface Prepared {
  readonly tree: ScreenTree;
  readonly timeframe: Timeframe;
  readonly plan: ScreenPlan;
  readonly active: ActiveMarket;
  readonly facts: MarketFacts;
  readonly instruments: readonly Instrument[];
}

export interface AskedScreen {
  readonly tree: ScreenTree;
  readonly userId: string;
  /** Null for one that is not saved. */
  readonly screenId: string | null;
}

/** A market as it stood: nothing that closed later is read. */
export interface AsOf {
  readonly marketId: MarketId;
  readonly marketAt: MarketMs;
}

async function marketAsOf(deps: UseCaseDeps, { marketId, marketAt }: AsOf): Promise<ActiveMarket> {
  const market = deps.markets.market(marketId);
  return { id: marketId, market, state: { ...(await market.state()), marketAt } };
}

/** A screen that can be run here, with all that is known beside the bars. */
async function prepare(
  deps: UseCaseDeps,
  { tree, userId, as }: Pick<AskedScreen, 'tree' | 'userId'> & { readonly as?: AsOf | undefined },
): Promise<Result<Prepared, Failure>> {
  const fault = checkScreen(tree);
  if (fault !== null) return err(failure(fault.code, fault.values, 'screen'));
  const active = as === undefined ? await activeMarket(deps) : ok(await marketAsOf(deps, as));
  if (!active.ok) return active;
  const { id, state } = active.value;
  const timeframe = tree.timeframe ?? state.baseTimeframe;
  if (TIMEFRAME_MS[timeframe] < TIMEFRAME_MS[state.baseTimeframe])
    return err(failure('invalid-request', { finest: state.baseTimeframe }, 'screen.timeframe'));
  const facts = await deps.facts.of(id, state.marketAt);
  const unlisted = unlistedIndex(tree, facts);
  if (unlisted !== null) return err(failure('unknown-instrument', { symbol: unlisted }, 'screen'));
  const instruments = await instrumentsOf(deps, tree.universe, { active: active.value, facts, userId });
  if (!instruments.ok) return instruments;
  return ok({ tree, timeframe, plan: planScreen(tree), active: active.value, facts, instruments: instruments.value });
}

/** The first index that a condition names and of which no list is known; null where all are. */
function unlistedIndex({ where }: ScreenTree, { memberOf }: MarketFacts): string | null {
  if (memberOf === null) return null;
  const known = new Set([ANY_INDEX, ...[...memberOf.values()].flat()]);
  const named = conditionsOf(where).flatMap((condition) => (condition.kind === 'member' ? [condition.index] : []));
  return named.find((index) => !known.has(index)) ?? null;
}

/** Runs a screen on the last closed bar: at once, or, over a large market, as a run that is asked for again. */
export async function runScreen(deps: UseCaseDeps, asked: AskedScreen): Promise<Result<ScreenRunView, Failure>> {
  const prepared = await prepare(deps, asked);
  if (!prepared.ok) return prepared;
  const { active, instruments, tree, timeframe } = prepared.value;
  const total = instruments.length;
  if (total > AT_ONCE_MAX) {
    const id = await begin(deps, prepared.value, asked.userId);
    return ok({ id, state: 'running', done: 0, total, failure: null, result: null });
  }
  const found = await measure(deps, prepared.value, WANTED);
  if (!found.ok) return found;
  invariant(found.value !== null, 'what is waited for is not cancelled');
  await deps.screens.saveResults(active.id, [found.value], deps.now());
  const place = { tree, timeframe, marketId: active.id };
  const result = await compared(deps, { place, result: found.value, screenId: asked.screenId });
  return ok({ id: asked.screenId ?? 'once', state: 'done', done: total, total, failure: null, result });
}

const WANTED = (): Promise<boolean> => Promise.resolve(true);

/** Writes down that a run is owed, and says so. */
async function begin(deps: UseCaseDeps, prepared: Prepared, userId: string): Promise<string> {
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
  await deps.screens.endRun(id, found.ok ? null : { code: found.error.code, values: found.error.values ?? {} });
}

/** Screens that one close looks through; more of them would hold the market's clock up. */
const DAILY_MAX = 200;

/**
 * Looks with every saved screen at the end of a market's day, each definition once however many people saved it: what
 * was found is kept under that day. Over a large market a run is begun instead, for this same close. Answers how many
 * were looked with; those that this market cannot answer are none of them.
 */
export async function runDailyScreens(deps: UseCaseDeps, as: AsOf): Promise<{ looked: number; found: number }> {
  const saved = await deps.screens.everybodys(DAILY_MAX);
  const distinct = new Map(saved.map((screen) => [canonicalScreen(screen.tree), screen]));
  const results: StoredScreenResult[] = [];
  let looked = 0;
  for (const { tree, userId } of distinct.values()) {
    const prepared = await prepare(deps, { tree, userId, as });
    if (!prepared.ok || prepared.value.instruments.length === 0) continue;
    if (prepared.value.instruments.length > AT_ONCE_MAX) {
      await begin(deps, prepared.value, userId);
      looked += 1;
      continue;
    }
    const found = await measure(deps, prepared.value, WANTED);
    if (!found.ok || found.value === null) continue;
    looked += 1;
    results.push(found.value);
  }
  await deps.screens.saveResults(as.marketId, results, deps.now());
  return { looked, found: results.reduce((sum, { found }) => sum + found, 0) };
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

/** The whole of a screen: measured slice by slice, then ranked together. Null: after a slice it was no longer wanted. */
async function measure(
  deps: UseCaseDeps,
  { tree, timeframe, plan, active, facts, instruments }: Prepared,
  isWanted: (done: number) => Promise<boolean>,
): Promise<Result<StoredScreenResult | null, Failure>> {
  const bars = plan.barsNeeded + plan.keptBars + SETTLING_BARS;
  const reader = await sliceReader(deps, active, { timeframe, bars, facts });
  const isLight = instruments.length <= HERE_MAX && plan.asked.every(({ indicator }) => isHot(indicator.name));
  const rows = new Float64Array(instruments.length * plan.width);
  const lastTimes = new Float64Array(instruments.length).fill(-Infinity);
  let longest = 0;
  for (let first = 0; first < instruments.length; first += reader.size) {
    const part = instruments.slice(first, first + reader.size);
    const slice = await reader.read(part);
    for (const [index, { t }] of slice.columns.entries()) {
      longest = Math.max(longest, t.length);
      lastTimes[first + index] = t.at(-1) ?? -Infinity;
    }
    const measured = isLight ? measureSlice(plan, slice) : await beside(deps, plan, slice);
    if (measured === null) return err(failure('unavailable'));
    rows.set(measured, first * plan.width);
    if (!(await isWanted(first + part.length))) return ok(null);
  }
  if (longest < plan.barsNeeded)
    return err(failure('too-few-bars', { needs: plan.barsNeeded, has: longest }, 'screen'));
  const barAt = lastTimes.reduce((newest, t) => Math.max(newest, t), -Infinity);
  const subjects = instruments.map((instrument, index) =>
    subjectOf(instrument, facts, { hasBar: lastTimes[index] === barAt }),
  );
  return ok(storedResult(plan, { rows, subjects, tree, timeframe, barAt, marketAt: active.state.marketAt }));
}

const HOT: ReadonlySet<string> = new Set(HOT_INDICATORS.map(({ name }) => name));
const isHot = (name: string): boolean => HOT.has(name);

/** Whoever measures may be starting anew: a slice is asked for a few times before the whole is given up. */
const SLICE_TRIES = 3;

async function beside(deps: UseCaseDeps, plan: ScreenPlan, slice: Slice): Promise<Float64Array | null> {
  for (let attempt = 0; attempt < SLICE_TRIES; attempt += 1) {
    const answer = await deps.measureBeside(sliceFrame(plan, slice));
    const rows = answer?.columns[0];
    if (rows?.length === slice.columns.length * plan.width) return rows;
  }
  return null;
}
