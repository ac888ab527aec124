import type { RecordedForecast } from '../analysis/forecast-columns.ts';
import { failure, type Failure } from '../contract/errors.ts';
import { joinColumns, unpackColumns, type BarColumns, type Timeframe } from '../domain/bar.ts';
import { TIMEFRAME_MS, visibleUntil } from '../domain/bar-times.ts';
import type { MarketId } from '../domain/ids.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { UpcomingEvent } from '../domain/screen.ts';
import { resampleBars } from '../domain/resample.ts';
import { adjustForSplits, type DatedSplit } from '../domain/split-adjust.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { DAY_MS, type MarketMs } from '../lib/time.ts';
import { activeMarket, type ActiveMarket } from './active-market.ts';
import { finderOf } from './find-instrument.ts';
import type { UseCaseDeps } from './ports.ts';
import { resolveUniverse } from './resolve-universe.ts';

/** All that is stored of one instrument's past, as it was traded. */
export interface PastBars {
  readonly instrument: Instrument;
  readonly timeframe: Timeframe;
  readonly bars: BarColumns;
  /** Not yet in these bars. */
  readonly splits: readonly DatedSplit[];
  /** Dated things in the time of the bars and shortly after, each with the instant from which it was known. */
  readonly events: readonly UpcomingEvent[];
  /** Forecasts that were recorded at closes of these bars; none where nobody asked for them. */
  readonly forecasts: readonly RecordedForecast[];
  /** In a running market nothing after its clock is seen; null: of a file that no market runs. */
  readonly until: MarketMs | null;
}

interface AskedPast {
  readonly timeframe?: Timeframe | undefined;
  readonly forecasts?: boolean | undefined;
}

/** A strategy knows of what is announced, up to so long before it happens. */
const EVENTS_AHEAD_MS = 90 * DAY_MS;
/** One read of bars, as much as a bars object answers. */
const PAGE = 100_000;
/** More of one instrument is cut at its beginning: 96 MB. */
const BARS_MAX = 2_000_000;

/**
 * Stored bars of instruments, by any form of their names: of the running market as far as its clock has come, else of the
 * newest imported file that has the symbol, whole. A coarser timeframe is put together, adjusted for splits. Error:
 * `unknown-instrument` names the first that nobody knows. Past `barsMax` bars in all nothing more is read: whoever set
 * it refuses so many.
 */
export async function pastBars(
  deps: UseCaseDeps,
  names: readonly string[],
  asked: AskedPast & { readonly barsMax?: number } = {},
): Promise<Result<PastBars[], Failure>> {
  const active = await activeMarket(deps);
  const finder = active.ok
    ? await finderOf(deps, { marketId: active.value.id, marketAt: active.value.state.marketAt, names })
    : null;
  const found: PastBars[] = [];
  let left = asked.barsMax ?? Infinity;
  for (const name of names) {
    const running = finder?.find(name) ?? null;
    const stored =
      running === null || !active.ok
        ? await ofFile(deps, name, left)
        : await ofMarket(deps, active.value, running, left);
    if (stored === null) return err(failure('unknown-instrument', { symbol: name.slice(0, 40) }, 'symbol'));
    const coarse = coarser(stored, asked.timeframe ?? stored.timeframe);
    if (coarse === null) return err(failure('invalid-request', { finest: stored.timeframe }, 'timeframe'));
    found.push(coarse);
    left -= stored.bars.t.length;
    if (left < 0) break;
  }
  return ok(asked.forecasts === true ? await withForecasts(deps, found) : found);
}

/** A running market has its own; of a file there are those that were made while it was the market. */
async function withForecasts({ analyses }: UseCaseDeps, past: readonly PastBars[]): Promise<PastBars[]> {
  const timeframe = past[0]?.timeframe;
  if (timeframe === undefined) return [...past];
  const recorded = await analyses.recorded(
    past.map(({ instrument }) => instrument.id),
    timeframe,
  );
  return past.map((one) => ({ ...one, forecasts: recorded.get(one.instrument.id) ?? [] }));
}

/**
 * The same of a list as a bot has it: names the running market lacks are left out, and its most traded instruments fill
 * a list that is too short.
 */
export async function pastBarsOfList(
  deps: UseCaseDeps,
  names: readonly string[],
  asked: AskedPast = {},
): Promise<Result<PastBars[], Failure>> {
  const active = await activeMarket(deps);
  if (!active.ok) return active;
  const { instrumentIds } = await resolveUniverse(deps, active.value.id, names);
  return pastBars(deps, instrumentIds ?? names, asked);
}

async function ofMarket(
  deps: UseCaseDeps,
  { id, market, state }: ActiveMarket,
  instrument: Instrument,
  most: number,
): Promise<PastBars> {
  const timeframe = state.baseTimeframe;
  const until = visibleUntil(instrument.exchange, timeframe, state.marketAt);
  const splits = (await market.splits()).filter(({ instrumentId }) => instrumentId === instrument.id);
  const bars = await readAll(deps, { marketId: id, timeframe, instrument, until, most });
  const events = await eventsOf(deps, { instrument, bars, known: state.marketAt });
  return { instrument, timeframe, bars, splits, events, forecasts: [], until: state.marketAt };
}

async function ofFile(deps: UseCaseDeps, name: string, most: number): Promise<PastBars | null> {
  const known = await deps.markets.imported(name);
  if (known === null) return null;
  const { instrument, timeframe } = known;
  const until = Number.MAX_SAFE_INTEGER as MarketMs;
  const bars = await readAll(deps, { marketId: instrument.marketId, timeframe, instrument, until, most });
  const events = await eventsOf(deps, { instrument, bars, known: until });
  return { instrument, timeframe, bars, splits: [], events, forecasts: [], until: null };
}

async function eventsOf(
  { facts }: Pick<UseCaseDeps, 'facts'>,
  { instrument, bars, known }: { instrument: Instrument; bars: BarColumns; known: number },
): Promise<readonly UpcomingEvent[]> {
  const [from = 0, to = 0] = [bars.t[0], bars.t.at(-1)];
  const span = { known, from, to: to + EVENTS_AHEAD_MS, instrumentId: instrument.id };
  return facts.dated(instrument.marketId, span);
}

/** Newest page first, put together oldest first. */
async function readAll(
  deps: UseCaseDeps,
  of: { marketId: MarketId; timeframe: Timeframe; instrument: Instrument; until: MarketMs; most: number },
): Promise<BarColumns> {
  const door = deps.markets.bars(of.marketId, of.timeframe);
  const pages: BarColumns[] = [];
  let until = of.until;
  for (let count = 0; count < Math.min(BARS_MAX, of.most + 1);) {
    const page = unpackColumns(await door.read({ instrumentId: of.instrument.id, until, limit: PAGE }));
    if (page.t.length === 0) break;
    pages.unshift(page);
    count += page.t.length;
    if (page.t.length < PAGE) break;
    until = page.t[0] as MarketMs; // a full page has bars
  }
  const [only] = pages;
  return only !== undefined && pages.length === 1 ? only : joinColumns(pages);
}

/** Null: finer than what is stored. */
function coarser(stored: PastBars, timeframe: Timeframe): PastBars | null {
  const { instrument, bars, splits, events, until } = stored;
  if (timeframe === stored.timeframe) return stored;
  if (TIMEFRAME_MS[timeframe] < TIMEFRAME_MS[stored.timeframe]) return null;
  const last = bars.t.at(-1) ?? 0;
  const options = {
    to: timeframe,
    exchange: instrument.exchange,
    // A whole file is over: its last coarse bar is as well.
    until: (until === null ? last + 1 : visibleUntil(instrument.exchange, timeframe, until)) as MarketMs,
    limit: bars.t.length,
    isCut: false,
  };
  const adjusted = resampleBars(adjustForSplits(bars, splits), options);
  return { instrument, timeframe, bars: adjusted, splits: [], events, forecasts: [], until };
}
