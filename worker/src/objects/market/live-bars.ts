import { packColumns, type BarColumns, type Timeframe } from '#shared/domain/bar.ts';
import { barTimes } from '#shared/domain/bar-times.ts';
import { calendarOf } from '#shared/domain/calendar/market-calendar.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import { DAY_MS, MINUTE_MS, type MarketMs } from '#shared/lib/time.ts';
import type { LivePorts } from './live-market.ts';

/** Bars kept for a chart. */
const BARS_MAX = 300;
/** Days in which there are that many. */
const REACH_MS = { '1d': 450 * DAY_MS, '1m': 5 * DAY_MS } as const;
/** Symbols of one question: their bars fit into the pages that are read. */
const SYMBOLS_MAX = 30;

type Fetched = keyof typeof REACH_MS;

/** Bars for charts, fetched when somebody looks: the last 300 that have closed, regular sessions only. */
export class LiveBars {
  private readonly ports: Pick<LivePorts, 'feed' | 'now' | 'bars'>;
  /** By symbol and timeframe: bars that closed before this are there. */
  private readonly loaded = new Map<string, number>();

  constructor(ports: LiveBars['ports']) {
    this.ports = ports;
  }

  async load(instruments: readonly Instrument[], timeframe: Timeframe): Promise<void> {
    const fetched: Fetched = timeframe === '1d' || timeframe === '1w' ? '1d' : '1m';
    const now: number = this.ports.now();
    // Nothing new can have closed before: the last session's close for days, the running minute for minutes.
    const newest =
      fetched === '1d' ? calendarOf('us').previousClose(now as MarketMs) : Math.floor(now / MINUTE_MS) * MINUTE_MS;
    const key = ({ id }: Instrument): string => `${id}:${fetched}`;
    const wanted = instruments.filter((instrument) => (this.loaded.get(key(instrument)) ?? 0) < newest);
    for (let first = 0; first < wanted.length; first += SYMBOLS_MAX) {
      const some = wanted.slice(first, first + SYMBOLS_MAX);
      const bars = await this.ports.feed.bars({
        symbols: some.map(({ symbol }) => symbol),
        timeframe: fetched,
        from: (now - REACH_MS[fetched]) as MarketMs,
        to: now as MarketMs,
      });
      if (bars === null) return;
      const packed = some.flatMap((instrument) => {
        const columns = bars.get(instrument.symbol);
        return columns === undefined
          ? []
          : [{ instrumentId: instrument.id, columns: packColumns(closedOf(columns, fetched, now)) }];
      });
      await this.ports.bars(fetched).append(packed);
      for (const instrument of some) this.loaded.set(key(instrument), newest);
    }
  }
}

/** The last 300 bars that have closed and belong to a regular session. */
function closedOf(columns: BarColumns, timeframe: Fetched, now: number): BarColumns {
  const calendar = calendarOf('us');
  const kept: number[] = [];
  for (const [index, t] of columns.t.entries()) {
    if (barTimes('us', timeframe, t).closeAt > now) continue;
    if (timeframe === '1d' || calendar.sessionAt(t as MarketMs) !== null) kept.push(index);
  }
  const last = kept.slice(-BARS_MAX);
  const pick = (column: Float64Array): Float64Array => Float64Array.from(last, (index) => column[index] as number); // in range
  const { t, o, h, l, c, v } = columns;
  return { t: pick(t), o: pick(o), h: pick(h), l: pick(l), c: pick(c), v: pick(v) };
}
