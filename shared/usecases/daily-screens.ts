import { type Failure } from '../contract/errors.ts';
import { FUNDAMENTAL_COUNT } from '../domain/fundamentals.ts';
import { closedBars, type MarketWindow } from '../domain/screen.ts';
import type { InstrumentId } from '../domain/ids.ts';
import { canonicalScreen, type ScreenTree } from '../domain/screen-tree.ts';
import type { Result } from '../lib/result.ts';
import type { StoredScreenResult } from '../ports/screens.ts';
import type { FollowedScreens } from '../screeners/last-bar-states.ts';
import type { UseCaseDeps } from './ports.ts';
import { newestOf, ratiosOf } from './screen-slices.ts';
import { begin } from './run-screen.ts';
import { AT_ONCE_MAX, measure, prepare, resultOf, WANTED, type AsOf, type Prepared } from './measure-screen.ts';

/** A market's last bars in memory, and the states that were brought as far: whoever holds them looks bar by bar. */
export interface AtClose {
  readonly window: MarketWindow;
  readonly followed: FollowedScreens;
}

/** The whole of a screen from what is in memory; null where it asks for more than that. */
async function follow(
  prepared: Prepared,
  { window, followed }: AtClose,
): Promise<Result<StoredScreenResult, Failure> | null> {
  const { plan, active, facts, instruments } = prepared;
  const bars = Math.max(0, ...window.columns.map((_, position) => closedBars(window, position)));
  const states = plan.barsNeeded + plan.keptBars <= bars ? followed.statesOf(plan) : null;
  const positions = new Map(window.instruments.map(({ id }, position) => [id, position]));
  if (states === null || !instruments.every(({ id }) => positions.has(id))) return null;
  const places = instruments.map(({ id }) => positions.get(id) ?? 0);
  const lasts = places.map((position) => closedBars(window, position) - 1);
  const splitsOf = Map.groupBy(await active.market.splits(), ({ instrumentId }) => instrumentId);
  const newest = instruments.flatMap(({ exchange }, index) => {
    const columns = window.columns[places[index] ?? 0];
    return columns === undefined ? [] : [newestOf(columns, lasts[index] ?? -1, exchange)];
  });
  const ratios = ratiosOf(instruments, newest, { facts, splitsOf, at: active.state.marketAt });
  const rows = new Float64Array(instruments.length * plan.width).fill(NaN);
  const lastTimes = new Float64Array(instruments.length).fill(-Infinity);
  for (const [index, { id }] of instruments.entries()) {
    const columns = window.columns[places[index] ?? 0];
    const last = lasts[index] ?? -1;
    if (columns === undefined || last < 0) continue;
    const own = ratios.subarray(index * FUNDAMENTAL_COUNT, (index + 1) * FUNDAMENTAL_COUNT);
    states.measure(id, { columns, last, ratios: own }, rows, index * plan.width);
    lastTimes[index] = columns.t[last] ?? -Infinity;
  }
  return resultOf(prepared, { rows, lastTimes, longest: bars });
}

/** A condition somebody wants to be told of: of one instrument, or (null) of all that its screen looks at. */
export interface AskedAtClose {
  readonly tree: ScreenTree;
  readonly userId: string;
  readonly instrumentId: InstrumentId | null;
}

/** Conditions that one close looks through; more of them would hold the market's clock up. */
const CONDITIONS_MAX = 300;

/**
 * What passes each condition at a close, in the order asked; null where this market cannot say, or no bar of its
 * timeframe has closed with this one. The same condition of several people is looked at once.
 */
export async function passAtClose(
  deps: UseCaseDeps,
  { as, atClose }: { readonly as: AsOf; readonly atClose: AtClose | null },
  asked: readonly AskedAtClose[],
): Promise<(readonly InstrumentId[] | null)[]> {
  const known = new Map<string, Promise<readonly InstrumentId[] | null>>();
  const look = async ({ tree, userId, instrumentId }: AskedAtClose): Promise<readonly InstrumentId[] | null> => {
    const prepared = await prepare(deps, { tree, userId, as });
    if (!prepared.ok) return null;
    const { timeframe, active } = prepared.value;
    const instruments = prepared.value.instruments.filter(({ id }) => instrumentId === null || id === instrumentId);
    if (instruments.length === 0 || instruments.length > AT_ONCE_MAX) return null;
    const wanted = { ...prepared.value, instruments };
    const isHere = atClose !== null && timeframe === active.state.baseTimeframe;
    const found = (isHere ? await follow(wanted, atClose) : null) ?? (await measure(deps, wanted, WANTED));
    if (!found.ok || found.value === null) return null;
    return found.value.hits.map((hit) => hit.instrumentId as InstrumentId);
  };
  const answers: (readonly InstrumentId[] | null)[] = [];
  for (const one of asked.slice(0, CONDITIONS_MAX)) {
    const isOwn = one.tree.universe.kind === 'watchlist';
    const key = `${isOwn ? one.userId : ''} ${one.instrumentId ?? ''} ${canonicalScreen(one.tree)}`;
    const answer = known.get(key) ?? look(one);
    known.set(key, answer);
    answers.push(await answer);
  }
  return answers;
}

/** Screens that one close looks through; more of them would hold the market's clock up. */
const DAILY_MAX = 200;

/**
 * Looks with every saved screen at the end of a market's day, each definition once however many people saved it: what
 * was found is kept under that day. What the market holds in memory is measured bar by bar; else, over a large market,
 * a run is begun for this same close. Answers how many
 * were looked with; those that this market cannot answer are none of them.
 */
export async function runDailyScreens(
  deps: UseCaseDeps,
  as: AsOf,
  atClose: AtClose | null,
): Promise<{ looked: number; found: number }> {
  const saved = await deps.screens.everybodys(DAILY_MAX);
  const distinct = new Map(saved.map((screen) => [canonicalScreen(screen.tree), screen]));
  const results: StoredScreenResult[] = [];
  let looked = 0;
  for (const { tree, userId } of distinct.values()) {
    const prepared = await prepare(deps, { tree, userId, as });
    if (!prepared.ok || prepared.value.instruments.length === 0) continue;
    const { instruments, active, timeframe } = prepared.value;
    const isHere = atClose !== null && timeframe === active.state.baseTimeframe;
    const here = isHere ? await follow(prepared.value, atClose) : null;
    if (here === null && instruments.length > AT_ONCE_MAX) {
      await begin(deps, prepared.value, userId);
      looked += 1;
      continue;
    }
    const found = here ?? (await measure(deps, prepared.value, WANTED));
    if (!found.ok || found.value === null) continue;
    looked += 1;
    results.push(found.value);
  }
  await deps.screens.saveResults(as.marketId, results, deps.now());
  return { looked, found: results.reduce((sum, { found }) => sum + found, 0) };
}
