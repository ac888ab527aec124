import type { RecordedForecast } from '../analysis/forecast-columns.ts';
import { failure, type Failure } from '../contract/errors.ts';
import { joinColumns, TIMEFRAME_MS, unpackColumns, type BarColumns, type Timeframe } from '../domain/bar.ts';
import { visibleUntil } from '../domain/bar-times.ts';
import type { InstrumentId, MarketId } from '../domain/ids.ts';
import type { Instrument } from '../domain/instrument.ts';
import { isKnown, type UpcomingEvent } from '../domain/screen.ts';
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
  const running = active.ok ? { ...active.value, splits: await active.value.market.splits() } : null;
  const found: PastBars[] = [];
  const spans: Span[] = [];
  let left = asked.barsMax ?? Infinity;
  for (const name of names) {
    const instrument = finder?.find(name) ?? null;
    const stored =
      instrument === null || running === null
        ? await ofFile(deps, name, left)
        : await ofMarket(deps, running, instrument, left);
    if (stored === null) return err(failure('unknown-instrument', { symbol: name.slice(0, 40) }, 'symbol'));
    const coarse = coarser(stored, asked.timeframe ?? stored.timeframe);
    if (coarse === null) return err(failure('invalid-request', { finest: stored.timeframe }, 'timeframe'));
    found.push(coarse);
    spans.push(spanOf(stored));
    left -= stored.bars.t.length;
    if (left < 0) break;
  }
  const told = await withEvents(deps, found, spans);
  return ok(asked.forecasts === true ? await withForecasts(deps, told) : told);
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

/** Still without its events. */
async function ofMarket(
  deps: UseCaseDeps,
  { id, state, splits: all }: ActiveMarket & { readonly splits: Awaited<ReturnType<ActiveMarket['market']['splits']>> },
  instrument: Instrument,
  most: number,
): Promise<PastBars> {
  const timeframe = state.baseTimeframe;
  const until = visibleUntil(instrument.exchange, timeframe, state.marketAt);
  const splits = all.filter(({ instrumentId }) => instrumentId === instrument.id);
  const bars = await readAll(deps, { marketId: id, timeframe, instrument, until, most });
  return { instrument, timeframe, bars, splits, events: [], forecasts: [], until: state.marketAt };
}

/** Still without its events. */
async function ofFile(deps: UseCaseDeps, name: string, most: number): Promise<PastBars | null> {
  const known = await deps.markets.imported(name);
  if (known === null) return null;
  const { instrument, timeframe } = known;
  const until = Number.MAX_SAFE_INTEGER as MarketMs;
  const bars = await readAll(deps, { marketId: instrument.marketId, timeframe, instrument, until, most });
  return { instrument, timeframe, bars, splits: [], events: [], forecasts: [], until: null };
}

/** The time that bars cover as they are stored, with what may be announced in it. */
interface Span {
  readonly from: number;
  readonly to: number;
  /** Whatever was known later was not known. */
  readonly known: MarketMs;
}

function spanOf({ bars, until }: PastBars): Span {
  const [from = 0, to = 0] = [bars.t[0], bars.t.at(-1)];
  return { from, to: to + EVENTS_AHEAD_MS, known: until ?? (Number.MAX_SAFE_INTEGER as MarketMs) };
}

/** Asked once for each market: a question for each of a hundred instruments held up everything else of the process. */
async function withEvents(
  { facts }: Pick<UseCaseDeps, 'facts'>,
  past: readonly PastBars[],
  spans: readonly Span[],
): Promise<PastBars[]> {
  const events = new Map<InstrumentId, UpcomingEvent[]>();
  const places = Map.groupBy(past.keys(), (place) => past[place]!.instrument.marketId); // in range
  for (const [marketId, of] of places) {
    const [only, another] = of.map((place) => past[place]!.instrument.id); // in range
    const own = of.map((place) => spans[place]!); // one for each
    const span = {
      known: Math.max(...own.map(({ known }) => known)),
      from: Math.min(...own.map(({ from }) => from)),
      to: Math.max(...own.map(({ to }) => to)),
      ...(another === undefined && only !== undefined && { instrumentId: only }),
    };
    for (const event of await facts.dated(marketId, span))
      events.set(event.instrumentId, [...(events.get(event.instrumentId) ?? []), event]);
  }
  return past.map((one, place) => {
    const { from, to, known } = spans[place]!; // one for each
    const own = events.get(one.instrument.id) ?? [];
    const isOf = (event: UpcomingEvent): boolean => event.at >= from && event.at <= to && isKnown(event, known);
    return { ...one, events: own.filter(isOf) };
  });
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
