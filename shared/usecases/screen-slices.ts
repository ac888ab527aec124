import { eligibilityOf, rulesFor, shareMet, tradedIn, type Traded } from '../analysis/index-eligibility.ts';
import { TIMEFRAME_MS, unpackColumns, type BarColumns, type Timeframe } from '../domain/bar.ts';
import { visibleUntil } from '../domain/bar-times.ts';
import { FUNDAMENTAL_COUNT, ratiosAt } from '../domain/fundamentals.ts';
import type { InstrumentId } from '../domain/ids.ts';
import type { Exchange, Instrument } from '../domain/instrument.ts';
import { resampleBars } from '../domain/resample.ts';
import { adjustForSplits, type DatedSplit } from '../domain/split-adjust.ts';
import type { MarketMs } from '../lib/time.ts';
import type { MarketFacts } from '../ports/screens.ts';
import type { Slice } from '../screeners/screen-work.ts';
import type { ActiveMarket } from './active-market.ts';
import type { UseCaseDeps } from './ports.ts';
import { storedAs } from './read-bars.ts';

/** Bars of one slice, all instruments together: 2.4 MB. */
const SLICE_BARS = 50_000;
/** As much as one window of a market may be. */
const WINDOW_BARS_MAX = 1_000;
const SLICE_INSTRUMENTS_MAX = 100;

export interface SliceReader {
  /** Instruments that are read together. */
  readonly size: number;
  read(instruments: readonly Instrument[]): Promise<Slice>;
}

/** Reads closed bars of a market for a screen, some instruments at a time, adjusted for splits, with their ratios. */
export async function sliceReader(
  deps: UseCaseDeps,
  { id, market, state }: ActiveMarket,
  want: { readonly timeframe: Timeframe; readonly bars: number; readonly facts: MarketFacts },
): Promise<SliceReader> {
  const { timeframe, facts } = want;
  const base = storedAs(state, timeframe);
  const perBar = Math.ceil(TIMEFRAME_MS[timeframe] / TIMEFRAME_MS[base]);
  const limit = Math.min(want.bars, WINDOW_BARS_MAX);
  const fineLimit = perBar === 1 ? limit : (limit + 1) * perBar;
  const splitsOf = Map.groupBy(await market.splits(), ({ instrumentId }) => instrumentId);
  const bars = deps.markets.bars(id, base);

  const fineOf = async (exchange: Exchange, ids: readonly InstrumentId[]): Promise<Map<InstrumentId, BarColumns>> => {
    const until = visibleUntil(exchange, base, state.marketAt);
    const packed =
      fineLimit <= WINDOW_BARS_MAX
        ? await bars.readMany({ instrumentIds: ids, until, limit: fineLimit })
        : await Promise.all(
            ids.map(async (instrumentId) => ({
              instrumentId,
              columns: await bars.read({ instrumentId, until, limit: Math.min(fineLimit, SLICE_BARS) }),
            })),
          );
    return new Map(packed.map(({ instrumentId, columns }) => [instrumentId, unpackColumns(columns)]));
  };
  const closedOf = ({ id: instrumentId, exchange }: Instrument, fine: BarColumns): BarColumns => {
    const adjusted = adjustForSplits(fine, splitsOf.get(instrumentId) ?? []);
    if (timeframe === base) return adjusted;
    const until = visibleUntil(exchange, timeframe, state.marketAt);
    return resampleBars(adjusted, { to: timeframe, exchange, until, limit, isCut: fine.t.length >= fineLimit });
  };
  return {
    size: Math.max(1, Math.min(SLICE_INSTRUMENTS_MAX, Math.floor(SLICE_BARS / fineLimit))),
    async read(instruments) {
      const fine = new Map<InstrumentId, BarColumns>();
      for (const [exchange, listed] of Map.groupBy(instruments, (one) => one.exchange))
        for (const [one, columns] of await fineOf(
          exchange,
          listed.map((known) => known.id),
        ))
          fine.set(one, columns);
      const columns = instruments.map((one) => closedOf(one, fine.get(one.id) ?? NOTHING));
      const newest = instruments.map(({ exchange: of }, index) => {
        const bars = columns[index] ?? NOTHING;
        return newestOf(bars, bars.t.length - 1, of);
      });
      return { columns, ratios: ratiosOf(instruments, newest, { facts, splitsOf, at: state.marketAt }) };
    },
  };
}

const NOTHING: BarColumns = unpackColumns(new ArrayBuffer(0));

/** What ratios read of an instrument's bars. */
export interface Newest {
  readonly price: number;
  readonly traded: Traded;
}

const NOTHING_NEW: Newest = { price: NaN, traded: { value: 0, days: 0 } };

export function newestOf(columns: BarColumns, last: number, exchange: Exchange): Newest {
  return { price: columns.c[last] ?? NaN, traded: tradedIn(columns, last, rulesFor(exchange)) };
}

/** Ratios at the last closes, one instrument after the other. */
export function ratiosOf(
  instruments: readonly Pick<Instrument, 'id' | 'exchange' | 'currency'>[],
  newest: readonly Newest[],
  known: {
    readonly facts: Pick<MarketFacts, 'fundamentals'>;
    readonly splitsOf: ReadonlyMap<InstrumentId, readonly DatedSplit[]>;
    readonly at: MarketMs;
  },
): Float64Array {
  const ratios = new Float64Array(instruments.length * FUNDAMENTAL_COUNT);
  for (const [index, { id, exchange, currency }] of instruments.entries()) {
    const own = ratios.subarray(index * FUNDAMENTAL_COUNT, (index + 1) * FUNDAMENTAL_COUNT);
    const splits = (known.splitsOf.get(id) ?? []).filter(({ at }) => at <= known.at);
    const { price, traded } = newest[index] ?? NOTHING_NEW;
    const reported = known.facts.fundamentals.get(id) ?? null;
    ratiosAt(reported, { price, splits }, own);
    const rules = rulesFor(exchange);
    if (reported === null || rules === null) continue;
    const about = { currency, marketValue: own[0] ?? NaN, earnings: reported.earnings, traded };
    own[FUNDAMENTAL_COUNT - 1] = shareMet(eligibilityOf(rules, about));
  }
  return ratios;
}
