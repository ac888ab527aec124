import { packColumns, type BarColumns, type Timeframe } from '#shared/domain/bar.ts';
import { barTimes } from '#shared/domain/bar-times.ts';
import { calendarOf } from '#shared/domain/calendar/market-calendar.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import { remembered } from '#shared/lib/remembered.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS, type MarketMs } from '#shared/lib/time.ts';
import type { LivePorts } from './live-market.ts';

/** Bars that are asked for as such; what is coarser is put together from them. */
export type Fetched = '1m' | '5m' | '15m' | '1d';

/** How many are kept, and the days in which there are that many. */
const KEPT: Readonly<Record<Fetched, { readonly bars: number; readonly reachMs: number }>> = {
  '1m': { bars: 300, reachMs: 5 * DAY_MS },
  '5m': { bars: 600, reachMs: 15 * DAY_MS },
  '15m': { bars: 1_000, reachMs: 60 * DAY_MS },
  '1d': { bars: 300, reachMs: 450 * DAY_MS },
};
/** A bar is read this long after its close: trades are reported late, and what is stored once stays. */
export const SETTLES_MS: Readonly<Record<Fetched, number>> = {
  '1m': 5 * SECOND_MS,
  '5m': 10 * SECOND_MS,
  '15m': 10 * SECOND_MS,
  '1d': 2 * MINUTE_MS,
};
/** What the vendor does not have yet is asked for again after this. */
const AGAIN_AFTER_MS = 30 * SECOND_MS;
/** Symbols of one question: their bars fit into the pages that are read. */
const SYMBOLS_MAX = 30;

/** Bars of regular sessions, fetched when somebody looks: what has closed of the last days. */
export class LiveBars {
  private readonly ports: Pick<LivePorts, 'feed' | 'now' | 'bars'>;
  /** By instrument and timeframe: bars that closed up to here are there, and when they were asked for last. */
  private readonly loaded = new Map<string, { upTo: number; askedAt: number }>();

  constructor(ports: LiveBars['ports']) {
    this.ports = ports;
  }

  /** For charts: days, or minutes for everything finer. */
  load(instruments: readonly Instrument[], timeframe: Timeframe): Promise<void> {
    return this.fetch(instruments, timeframe === '1d' || timeframe === '1w' ? '1d' : '1m');
  }

  /** Sees to it that these are there as far as the vendor has them; a vendor out of reach leaves what was there. */
  async fetch(instruments: readonly Instrument[], fetched: Fetched): Promise<void> {
    const now: number = this.ports.now();
    const settled = (now - SETTLES_MS[fetched]) as MarketMs;
    const newest = newestClose(fetched, settled);
    const key = ({ id }: Instrument): string => `${id}:${fetched}`;
    const wanted = instruments.filter((instrument) => {
      const known = this.loaded.get(key(instrument));
      return known === undefined || (known.upTo < newest && now - known.askedAt >= AGAIN_AFTER_MS);
    });
    const closedOf = closedBy(settled, fetched);
    for (let first = 0; first < wanted.length; first += SYMBOLS_MAX) {
      const some = wanted.slice(first, first + SYMBOLS_MAX);
      const bars = await this.ports.feed.bars({
        symbols: some.map(({ symbol }) => symbol),
        timeframe: fetched,
        from: (now - KEPT[fetched].reachMs) as MarketMs,
        to: now as MarketMs,
      });
      if (bars === null) return;
      const closed = some.flatMap((instrument) => {
        const columns = bars.get(instrument.symbol);
        return columns === undefined ? [] : [{ instrument, columns: closedOf(columns) }];
      });
      // What is past is adjusted anew after every split: old bars and new ones are never mixed.
      await this.ports
        .bars(fetched)
        .replace(
          closed.map(({ instrument: { id }, columns }) => ({ instrumentId: id, columns: packColumns(columns) })),
        );
      for (const instrument of some) this.loaded.set(key(instrument), { upTo: 0, askedAt: now });
      for (const { instrument, columns } of closed) {
        const last = columns.t.at(-1);
        const upTo = last === undefined ? 0 : barTimes('us', fetched, last).closeAt;
        this.loaded.set(key(instrument), { upTo, askedAt: now });
      }
    }
  }
}

/** Nothing that closed later can be there: the last session's close for days, the last whole bar for the rest. */
function newestClose(fetched: Fetched, settled: MarketMs): number {
  const calendar = calendarOf('us');
  const close = calendar.previousClose(settled);
  const session = fetched === '1d' ? null : calendar.sessionAt(settled);
  if (session === null || fetched === '1d') return close;
  const length = barTimes('us', fetched, 0).closeAt;
  return Math.max(close, Math.floor(settled / length) * length);
}

/** What had closed by then and belongs to a regular session, the last of it; for many instruments of the same days. */
function closedBy(by: MarketMs, timeframe: Fetched): (columns: BarColumns) => BarColumns {
  const calendar = calendarOf('us');
  const isKept = remembered(
    (t: number) =>
      barTimes('us', timeframe, t).closeAt <= by && (timeframe === '1d' || calendar.sessionAt(t as MarketMs) !== null),
  );
  return ({ t, o, h, l, c, v }) => {
    const last = [...t.keys()].filter((index) => isKept(t[index] as number)).slice(-KEPT[timeframe].bars); // in range
    const pick = (column: Float64Array): Float64Array => Float64Array.from(last, (index) => column[index] as number); // in range
    return { t: pick(t), o: pick(o), h: pick(h), l: pick(l), c: pick(c), v: pick(v) };
  };
}
