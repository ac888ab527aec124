import { unpackColumns } from '../domain/bar.ts';
import { visibleUntil } from '../domain/bar-times.ts';
import type { BenchmarkView } from '../contract/benchmark.ts';
import { EQUAL_WEIGHT } from '../domain/equal-weight.ts';
import type { InstrumentId, MarketId } from '../domain/ids.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { MarketMs } from '../lib/time.ts';
import { splitAdjuster } from './active-market.ts';
import type { UseCaseDeps } from './ports.ts';

/** The fund a live market looks up; the others serve where it has them already. */
const LOOKED_UP = 'SPY';
/** The funds that stand for the whole market, best known first. */
const FUNDS = [LOOKED_UP, 'VOO', 'VTI', 'KRX:069500'];

/**
 * What holding would have made since an instant, until now or another one: a fund of the whole market where the market has one, else the same money
 * in each of its instruments.
 */
export async function benchmarkSince(
  deps: Pick<UseCaseDeps, 'markets'>,
  marketId: MarketId,
  since: MarketMs,
  until?: MarketMs,
): Promise<BenchmarkView> {
  const { symbol, change, marketAt } = await heldIn(deps, marketId);
  const [then, now] = await change([since, until ?? marketAt]);
  const mean = meanChange(then ?? NOTHING, now ?? NOTHING);
  return { symbol, resultPercent: mean === null ? null : Number((mean * 100).toFixed(4)) };
}

/** Times at which a line of the same is read; between them it is straight. */
const READ_AT_MAX = 24;

export interface BenchmarkLine {
  readonly symbol: string;
  /** One for each of the instants, as a fraction since the first of them; null without prices then. */
  readonly growth: readonly number[] | null;
}

/** The same along a line of instants, oldest first; of `chosen` where somebody said what to be measured by. */
export async function benchmarkAlong(
  deps: Pick<UseCaseDeps, 'markets'>,
  marketId: MarketId,
  instants: readonly MarketMs[],
  chosen?: Instrument,
): Promise<BenchmarkLine> {
  const { symbol, change } = await heldIn(deps, marketId, chosen);
  const last = instants.length - 1;
  const step = Math.max(1, last / (READ_AT_MAX - 1));
  const places = [...new Set(Array.from({ length: READ_AT_MAX }, (_, at) => Math.min(last, Math.round(at * step))))];
  const closes = await change(places.map((place) => instants[place]!)); // in range
  const read = closes.map((at) => meanChange(closes[0] ?? NOTHING, at));
  if (read.some((value) => value === null)) return { symbol, growth: null };
  return { symbol, growth: betweenThem(places, read as number[], instants.length) };
}

type Closes = ReadonlyMap<InstrumentId, number>;
const NOTHING: Closes = new Map();

/** What is measured, and the last closes of it at some instants. */
async function heldIn(deps: Pick<UseCaseDeps, 'markets'>, marketId: MarketId, chosen?: Instrument) {
  const market = deps.markets.market(marketId);
  const [state, all] = await Promise.all([market.state(), market.instruments([LOOKED_UP])]);
  const fund =
    chosen ??
    FUNDS.map((symbol) => all.find((listed) => listed.symbol === symbol)).find((found) => found !== undefined);
  const measured = fund === undefined ? all.filter(({ kind }) => kind !== 'index') : [fund];
  const bars = deps.markets.bars(marketId, state.baseTimeframe);
  const adjusted = await splitAdjuster(market);
  const lastCloses = async (at: MarketMs): Promise<Closes> => {
    const closes = new Map<InstrumentId, number>();
    for (const [exchange, listed] of Map.groupBy(measured, (instrument: Instrument) => instrument.exchange)) {
      const until = visibleUntil(exchange, state.baseTimeframe, at);
      const instrumentIds = listed.map(({ id }) => id);
      for (const { instrumentId, columns } of await bars.readMany({ instrumentIds, until, limit: 1 })) {
        const close = adjusted(instrumentId, unpackColumns(columns)).c.at(-1);
        if (close !== undefined && close > 0) closes.set(instrumentId, close);
      }
    }
    return closes;
  };
  return {
    symbol: fund?.symbol ?? EQUAL_WEIGHT,
    marketAt: state.marketAt,
    change: (instants: readonly MarketMs[]): Promise<Closes[]> => Promise.all(instants.map(lastCloses)),
  };
}

/** Mean change of what has a price at both; null where nothing has. */
function meanChange(then: Closes, now: Closes): number | null {
  const changes = [...now].flatMap(([id, close]) => {
    const before = then.get(id);
    return before === undefined ? [] : [close / before - 1];
  });
  return changes.length === 0 ? null : changes.reduce((sum, change) => sum + change, 0) / changes.length;
}

/** Straight lines between values at some places. */
function betweenThem(places: readonly number[], values: readonly number[], count: number): number[] {
  let next = 1;
  return Array.from({ length: count }, (_, place) => {
    while (next < places.length - 1 && place > (places[next] ?? 0)) next += 1;
    const [from = 0, to = 0] = [places[next - 1], places[next]];
    const [a = 0, b = a] = [values[next - 1], values[next]];
    return to === from ? a : a + ((b - a) * (place - from)) / (to - from);
  });
}
