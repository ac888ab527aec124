import { failure, type Failure } from '../contract/errors.ts';
import type { BarsView } from '../contract/market.ts';
import { TIMEFRAME_MS, unpackColumns, type BarColumns, type Timeframe } from '../domain/bar.ts';
import { visibleUntil } from '../domain/bar-times.ts';
import { resampleBars } from '../domain/resample.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { MarketState } from '../domain/market.ts';
import { decimal, toText } from '../lib/decimal.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { DAY_MS, toIso, type MarketMs } from '../lib/time.ts';
import { findInstrument, splitAdjuster, type ActiveMarket } from './active-market.ts';
import type { BarsRequest } from './facade.ts';
import type { UseCaseDeps } from './ports.ts';

export interface ReadBars {
  readonly instrument: Instrument;
  readonly timeframe: Timeframe;
  readonly columns: BarColumns;
}

/** Closed bars of an instrument of the active market, oldest first, the newest `limit` of the asked range. */
export async function readBars(
  deps: UseCaseDeps,
  name: string,
  query: BarsRequest,
): Promise<Result<BarsView, Failure>> {
  const read = await readColumns(deps, name, query);
  if (!read.ok) return read;
  const { instrument, timeframe, columns } = read.value;
  const text = (value: number | undefined): string => toText(decimal(value ?? 0));
  const items = Array.from(columns.t, (t, index) => ({
    t: barTime(timeframe, t),
    o: text(columns.o[index]),
    h: text(columns.h[index]),
    l: text(columns.l[index]),
    c: text(columns.c[index]),
    v: text(columns.v[index]),
  }));
  const oldest = items[0];
  const isFull = items.length === query.limit && oldest !== undefined;
  return ok({ symbol: instrument.symbol, timeframe, items, nextCursor: isFull ? oldest.t : null });
}

/** A day for daily and weekly bars, an instant for the rest. */
export function barTime(timeframe: Timeframe, t: number): string {
  const iso = toIso(t as MarketMs);
  return timeframe === '1d' || timeframe === '1w' ? iso.slice(0, 10) : iso;
}

/**
 * The same as columns. A coarser timeframe than the market has is put together from its bars; a finer one is refused.
 * `asOf`: as they were seen at that market time.
 */
export async function readColumns(
  deps: UseCaseDeps,
  name: string,
  query: BarsRequest & { readonly asOf?: MarketMs | undefined },
): Promise<Result<ReadBars, Failure>> {
  const from = instantOf(query.from, 'from');
  if (!from.ok) return from;
  const to = endOf(query);
  if (!to.ok) return to;
  const found = await findInstrument(deps, name);
  if (!found.ok) return found;
  const { instrument } = found.value;
  const marketAt = Math.min(found.value.state.marketAt, query.asOf ?? Infinity) as MarketMs;
  const state = { ...found.value.state, marketAt };
  const timeframe = query.timeframe ?? state.baseTimeframe;
  const finest = storedAs(state, timeframe);
  if (TIMEFRAME_MS[timeframe] < TIMEFRAME_MS[finest]) return err(failure('invalid-request', { finest }, 'timeframe'));
  const visible = visibleUntil(instrument.exchange, timeframe, state.marketAt);
  const until = to.value === null ? visible : (Math.min(to.value, visible) as MarketMs);
  const range = { timeframe, from: from.value, until, limit: query.limit, asOf: query.asOf };
  const columns = await load(deps, { ...found.value, state }, range);
  return ok({ instrument, timeframe, columns });
}

/** The bars that others are put together from: a live market has days and minutes, the others their base timeframe. */
export function storedAs({ world, baseTimeframe }: MarketState, timeframe: Timeframe): Timeframe {
  const isLive = world === 'paper' || world === 'live';
  return isLive && TIMEFRAME_MS[timeframe] < TIMEFRAME_MS[baseTimeframe] ? '1m' : baseTimeframe;
}

/** One read of bars to put coarser ones together from: 2.4 MB. */
const FINE_BARS_MAX = 50_000;

const EMPTY = (): BarColumns => unpackColumns(new ArrayBuffer(0));

async function load(
  deps: UseCaseDeps,
  { id, market, state, instrument }: ActiveMarket & { instrument: Instrument },
  range: { timeframe: Timeframe; from: MarketMs | null; until: MarketMs; limit: number; asOf: MarketMs | undefined },
): Promise<BarColumns> {
  const { timeframe, from, until, limit } = range;
  if (from !== null && from >= until) return EMPTY();
  const base = storedAs(state, timeframe);
  const bars = deps.markets.bars(id, base);
  const adjusted = await splitAdjuster(market, range.asOf);
  const start = from === null ? {} : { from };
  if (timeframe === base)
    return adjusted(
      instrument.id,
      unpackColumns(await bars.read({ instrumentId: instrument.id, ...start, until, limit })),
    );
  // Visible base bars up to the end of the last closed coarse bar, whole coarse bars of them.
  const perBar = Math.ceil(TIMEFRAME_MS[timeframe] / TIMEFRAME_MS[base]);
  const end = Math.min(until - 1 + TIMEFRAME_MS[timeframe], visibleUntil(instrument.exchange, base, state.marketAt));
  const most = Math.min((limit + 1) * perBar, FINE_BARS_MAX);
  const fine = unpackColumns(
    await bars.read({ instrumentId: instrument.id, ...start, until: end as MarketMs, limit: most }),
  );
  const isCut = fine.t.length === most;
  return resampleBars(adjusted(instrument.id, fine), {
    to: timeframe,
    exchange: instrument.exchange,
    until,
    limit,
    isCut,
  });
}

function instantOf(text: string | undefined, field: string): Result<MarketMs | null, Failure> {
  if (text === undefined) return ok(null);
  const instant = Date.parse(text);
  return Number.isFinite(instant) ? ok(instant as MarketMs) : err(failure('invalid-request', undefined, field));
}

/** `to` is inclusive: a bare day includes it; `cursor` is the opening of the oldest bar already seen, exclusive. */
function endOf(query: BarsRequest): Result<MarketMs | null, Failure> {
  if (query.cursor !== undefined) return instantOf(query.cursor, 'cursor');
  const to = instantOf(query.to, 'to');
  if (!to.ok || to.value === null) return to;
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(query.to ?? '');
  return ok((to.value + (isDay ? DAY_MS : 1)) as MarketMs);
}
