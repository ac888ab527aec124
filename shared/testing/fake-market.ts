import { packColumns, type BarColumns, type Timeframe } from '../domain/bar.ts';
import type { InstrumentId, MarketId } from '../domain/ids.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { MarketState } from '../domain/market.ts';
import type { MarketMs } from '../lib/time.ts';
import type { Markets, UseCaseDeps } from '../usecases/ports.ts';

export const FAKE_MARKET = 'm-fake' as MarketId;

export function anInstrument(symbol: string, rest: Partial<Instrument> = {}): Instrument {
  return {
    id: `${FAKE_MARKET}.${symbol}` as InstrumentId,
    marketId: FAKE_MARKET,
    symbol,
    nameEn: `${symbol} Works`,
    nameKo: `${symbol} 공업`,
    exchange: 'demo-us',
    currency: 'USD',
    kind: 'stock',
    sector: null,
    multiplier: '1',
    expiresOn: null,
    lotSize: '1',
    ...rest,
  };
}

interface FakeMarket {
  readonly instruments: readonly Instrument[];
  readonly timeframe?: Timeframe;
  readonly marketAt: number;
  /** Raw bars by symbol, also ones that have not closed at `marketAt`. */
  readonly bars?: Readonly<Record<string, BarColumns>>;
  readonly splits?: readonly { symbol: string; at: number; ratio: number }[];
  readonly aliases?: readonly { alias: string; symbol: string; fromOn: string }[];
}

/** A market that stands still: what use cases ask of it, over bars in memory. */
export function fakeMarkets(market: FakeMarket): Markets {
  const { instruments, timeframe = '1d', marketAt, bars = {}, splits = [], aliases = [] } = market;
  const idOf = (symbol: string): InstrumentId => `${FAKE_MARKET}.${symbol}` as InstrumentId;
  const state: MarketState = {
    id: FAKE_MARKET,
    world: 'demo',
    baseTimeframe: timeframe,
    zone: 'UTC',
    step: 100,
    steps: null,
    marketAt: marketAt as MarketMs,
    phase: 'between',
    speed: 1,
    noWait: false,
    holdUntil: null,
    instrumentCount: instruments.length,
  };
  const read = (id: InstrumentId, { from = 0, until, limit }: { from?: number; until: number; limit: number }) => {
    const instrument = instruments.find((known) => known.id === id);
    const all = instrument === undefined ? undefined : bars[instrument.symbol];
    if (all === undefined) return new ArrayBuffer(0);
    const kept = [...all.t.keys()].filter((i) => (all.t[i] ?? 0) >= from && (all.t[i] ?? 0) < until).slice(-limit);
    const column = (values: Float64Array): Float64Array => Float64Array.from(kept, (i) => values[i] ?? NaN);
    const { t, o, h, l, c, v } = all;
    return packColumns({ t: column(t), o: column(o), h: column(h), l: column(l), c: column(c), v: column(v) });
  };
  return {
    activeId: () => Promise.resolve(FAKE_MARKET),
    market: () => ({
      state: () => Promise.resolve(state),
      instruments: () => Promise.resolve([...instruments]),
      quotes: (ids) =>
        Promise.resolve(
          ids.map((instrumentId) => ({ instrumentId, price: 100, at: state.marketAt, source: 'replay' })),
        ),
      control: () => Promise.resolve(state),
      lookNow: () => Promise.resolve(),
      splits: () => Promise.resolve(splits.map(({ symbol, ...split }) => ({ instrumentId: idOf(symbol), ...split }))),
    }),
    bars: () => ({
      read: (query) => Promise.resolve(read(query.instrumentId, query)),
      readMany: (query) =>
        Promise.resolve(
          query.instrumentIds.map((instrumentId) => ({ instrumentId, columns: read(instrumentId, query) })),
        ),
    }),
    aliases: () => Promise.resolve(aliases.map(({ symbol, ...alias }) => ({ ...alias, instrumentId: idOf(symbol) }))),
    imported: () => Promise.resolve(null),
  };
}

/** Dependencies of use cases that a test needs; asking for another one is an error of the test. */
export function someDeps(given: Partial<UseCaseDeps>): UseCaseDeps {
  return new Proxy(given as UseCaseDeps, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (value === undefined) throw new Error(`this test gave no ${String(name)}`);
      return value;
    },
  });
}

/** Bars from `start` on, one every `stepMs`: closes 1, 2, 3 …, open one below, high and low around. */
export function risingBars(start: number, stepMs: number, count: number): BarColumns {
  const column = (value: (i: number) => number): Float64Array =>
    Float64Array.from({ length: count }, (_, i) => value(i));
  return {
    t: column((i) => start + i * stepMs),
    o: column((i) => i),
    h: column((i) => i + 2),
    l: column((i) => Math.max(0, i - 1)),
    c: column((i) => i + 1),
    v: column(() => 10),
  };
}
