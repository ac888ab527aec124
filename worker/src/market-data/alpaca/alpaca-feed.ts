import { z } from 'zod';
import type { ListedDay } from '#shared/domain/calendar/market-calendar.ts';
import { remembered } from '#shared/lib/remembered.ts';
import { DAY_MS, toIso, type TradingDay } from '#shared/lib/time.ts';
import type { BarColumns } from '#shared/domain/bar.ts';
import type { InstrumentId } from '#shared/domain/ids.ts';
import { zoneOffset } from '#shared/domain/calendar/zone.ts';
import { calls, pathOf } from '../../brokers/alpaca/calls.ts';
import { bodyOf, readReply, type AlpacaReply } from '../../brokers/alpaca/client.ts';
import { judge } from '../../brokers/alpaca/errors.ts';
import { instrumentIdOf } from '../../brokers/alpaca/mapper.ts';
import { AlpacaAsset, AlpacaDay } from '../../brokers/alpaca/schema.ts';
import type { VendorResponse } from '../../brokers/vendor.ts';
import { ownTurn } from '../../own-turn.ts';
import type { FeedBars, ListingAnswer, LiveFeed, LivePrice } from '../live-feed.ts';
import { livePrice } from './live-price.ts';
import { AlpacaBarList, AlpacaBars, AlpacaSnapshots, type AlpacaBar } from './schema.ts';

/** GET with the connection's key; the path carries its query. */
export type ReadData = (path: string, host: 'data' | 'trading') => Promise<VendorResponse>;

/** What the free plan shows as of now: IEX only, a small part of all trades. */
const FEED = 'iex';
const TIMEFRAMES = { '1m': '1Min', '5m': '5Min', '15m': '15Min', '1d': '1Day' } as const;
const SYMBOLS_MAX = 100;
const PAGES_MAX = 10;
const BARS_MAX = 10_000;
const SYMBOL = /^[A-Za-z][A-Za-z0-9]{0,5}([.][A-Za-z]{1,2})?$/;
const OWN_ID = /^i_alp_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

/** Alpaca's market data over one connection. */
export function alpacaFeed(read: ReadData): LiveFeed {
  const ask = async (path: string, host: 'data' | 'trading' = 'data'): Promise<AlpacaReply> =>
    readReply(await read(path, host), null);

  async function prices(symbols: readonly string[]): Promise<ReadonlyMap<string, LivePrice> | null> {
    const found = new Map<string, LivePrice>();
    for (let first = 0; first < symbols.length; first += SYMBOLS_MAX) {
      const some = symbols.slice(first, first + SYMBOLS_MAX).join(',');
      const path = pathOf({ path: '/v2/stocks/snapshots', query: { symbols: some, feed: FEED } });
      const snapshots = bodyOf(await ask(path), AlpacaSnapshots);
      if (snapshots === null) return null;
      for (const [symbol, now] of Object.entries(snapshots)) {
        const price = now === null ? null : livePrice(now);
        if (price !== null) found.set(symbol, price);
      }
    }
    return found;
  }

  async function bars(query: FeedBars): Promise<ReadonlyMap<string, BarColumns> | null> {
    const found = new Map<string, AlpacaBar[]>();
    let page: string | null = null;
    for (let count = 0; count < PAGES_MAX; count++) {
      const reply = await ask(barsPath(query, page));
      const answer = bodyOf(reply, AlpacaBars);
      if (answer === null) return null;
      for (const [symbol, bars] of Object.entries(answer.bars ?? {})) {
        await ownTurn();
        const list = AlpacaBarList.safeParse(bars);
        if (!list.success) return null;
        found.set(symbol, [...(found.get(symbol) ?? []), ...list.data]);
      }
      page = answer.next_page_token;
      if (page === null) break;
    }
    const timeOf = remembered((t: string) => (query.timeframe === '1d' ? dayStart(Date.parse(t)) : Date.parse(t)));
    return new Map([...found].map(([symbol, list]) => [symbol, columnsOf(list, timeOf)]));
  }

  async function listing(name: string): Promise<ListingAnswer> {
    const id = OWN_ID.exec(name);
    if (id === null && !SYMBOL.test(name)) return { kind: 'unknown' };
    const asked = id === null ? name.toUpperCase() : id.slice(1).join('-');
    const reply = await ask(`/v2/assets/${encodeURIComponent(asked)}`, 'trading');
    const asset = bodyOf(reply, AlpacaAsset);
    if (asset === null) return { kind: judge('look', reply).verdict === 'gone' ? 'unknown' : 'unavailable' };
    if (asset.class !== 'us_equity') return { kind: 'unknown' };
    return { kind: 'found', listing: listingOf(asset) };
  }

  async function calendar(from: TradingDay, to: TradingDay): Promise<readonly ListedDay[] | null> {
    const days = bodyOf(await ask(pathOf(calls.calendar(from, to)), 'trading'), z.array(AlpacaDay));
    return (
      days?.map(({ date, open, close }) => ({
        day: date as TradingDay,
        openMinute: minuteOf(open),
        closeMinute: minuteOf(close),
      })) ?? null
    );
  }

  return { source: 'iex', prices, bars, calendar, listing };
}

function listingOf({ id, symbol, name }: AlpacaAsset): {
  id: InstrumentId;
  symbol: string;
  name: string;
  kind: 'stock' | 'etf';
} {
  return { id: instrumentIdOf(id), symbol, name: name || symbol, kind: /\bETF\b/.test(name) ? 'etf' : 'stock' };
}

function minuteOf(time: string): number {
  const [hours = '', minutes = ''] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}

function barsPath({ symbols, timeframe, from, to }: FeedBars, page: string | null): string {
  return pathOf({
    path: '/v2/stocks/bars',
    query: {
      symbols: symbols.join(','),
      timeframe: TIMEFRAMES[timeframe],
      start: toIso(from),
      end: toIso(to),
      limit: String(BARS_MAX),
      adjustment: 'split',
      feed: FEED,
      sort: 'asc',
      page_token: page,
    },
  });
}

function columnsOf(bars: readonly AlpacaBar[], timeOf: (t: string) => number): BarColumns {
  const column = (pick: (bar: AlpacaBar) => number): Float64Array => Float64Array.from(bars, pick);
  return {
    t: column(({ t }) => timeOf(t)),
    o: column(({ o }) => o),
    h: column(({ h }) => h),
    l: column(({ l }) => l),
    c: column(({ c }) => c),
    v: column(({ v }) => v),
  };
}

/** A daily bar carries midnight in New York; here a day is midnight UTC of its date. */
function dayStart(at: number): number {
  return Math.floor((at + zoneOffset('America/New_York', at)) / DAY_MS) * DAY_MS;
}
