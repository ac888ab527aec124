import { failure, type Failure } from '../contract/errors.ts';
import { TIMEFRAME_MS, type Timeframe } from '../domain/bar.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { MarketId } from '../domain/ids.ts';
import { conditionsOf, type ScreenTree } from '../domain/screen-tree.ts';
import { HOT_INDICATORS } from '../indicators/index.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { type MarketMs } from '../lib/time.ts';
import type { MarketFacts, StoredScreenResult } from '../ports/screens.ts';
import { checkScreen } from '../screeners/check-screen.ts';
import { ANY_INDEX } from '../screeners/finish-screen.ts';
import { planScreen, type ScreenPlan } from '../screeners/screen-plan.ts';
import { measureSlice, sliceFrame, type Slice } from '../screeners/screen-work.ts';
import { storedResult, subjectOf } from '../screeners/stored-result.ts';
import { activeMarket, type ActiveMarket } from './active-market.ts';
import type { UseCaseDeps } from './ports.ts';
import { sliceReader } from './screen-slices.ts';
import { instrumentsOf } from './screen-universe.ts';

/** What is measured in this process, between two other things: well below 10 ms of kernels. */
const HERE_MAX = 60;
/** More than this is not waited for: it runs slice by slice, and is asked for again. */
export const AT_ONCE_MAX = 600;
/** Bars beyond what a figure needs, so that recursive ones forget where they began. */
const SETTLING_BARS = 250;
export interface Prepared {
  readonly tree: ScreenTree;
  readonly timeframe: Timeframe;
  readonly plan: ScreenPlan;
  readonly active: ActiveMarket;
  readonly facts: MarketFacts;
  readonly instruments: readonly Instrument[];
}

interface Asked {
  readonly tree: ScreenTree;
  readonly userId: string;
  /** Absent: as the active market stands. */
  readonly as?: AsOf | undefined;
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
export async function prepare(deps: UseCaseDeps, { tree, userId, as }: Asked): Promise<Result<Prepared, Failure>> {
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

/** What is waited for is wanted to its end. */
export const WANTED = (): Promise<boolean> => Promise.resolve(true);

/** The whole of a screen: measured slice by slice, then ranked together. Null: after a slice it was no longer wanted. */
export async function measure(
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
  return resultOf({ tree, timeframe, plan, active, facts, instruments }, { rows, lastTimes, longest });
}

/** What measured rows come to; error `too-few-bars` where nobody has enough of them. */
export function resultOf(
  { tree, timeframe, plan, active, facts, instruments }: Prepared,
  { rows, lastTimes, longest }: { rows: Float64Array; lastTimes: Float64Array; longest: number },
): Result<StoredScreenResult, Failure> {
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
