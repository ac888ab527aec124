import { DAY_MS } from '#shared/lib/time.ts';
import { malformed } from './errors.ts';
import { instant, type Json } from './wire.ts';
import type { AlpacaWorld } from './world.ts';

const FRAMES: Readonly<Record<string, number>> = { Min: 1, T: 1, Hour: 60, H: 60 };

/** `/v2/stocks…` of the data host; null for a path that is none of them. */
export function stockData(world: AlpacaWorld, path: string, query: URLSearchParams): Json | null {
  const [, one, what] =
    /^\/v2\/stocks\/(?:([^/]+)\/)?((?:bars|quotes|trades)(?:\/latest)?|snapshots?)$/.exec(path) ?? [];
  if (what === undefined) return null;
  const symbols =
    one === undefined
      ? (query.get('symbols') ?? '').split(',').filter((symbol) => symbol !== '')
      : [decodeURIComponent(one)];
  if (symbols.length === 0) throw malformed('symbols is required');
  const { feed } = world;
  const each = (read: (symbol: string) => Json | Json[] | null): Record<string, Json | Json[]> =>
    Object.fromEntries(
      symbols.flatMap((symbol) => ((value) => (value === null ? [] : [[symbol, value]]))(read(symbol))),
    );
  const answer = (name: string, values: Record<string, Json | Json[]>): Json =>
    one === undefined ? { [`${name}s`]: values } : { [name]: values[one] ?? null, symbol: one };
  switch (what) {
    case 'trades/latest':
      return answer(
        'trade',
        each((symbol) => feed.trade(symbol)),
      );
    case 'quotes/latest':
      return answer(
        'quote',
        each((symbol) => feed.quote(symbol)),
      );
    case 'bars/latest':
      return answer(
        'bar',
        each((symbol) => lastBar(world, symbol, 1)),
      );
    case 'snapshots':
      return each((symbol) => snapshot(world, symbol));
    case 'snapshot':
      return { symbol: one, ...(one === undefined ? {} : snapshot(world, one)) };
    case 'bars':
      return bars(world, { symbols, query, single: one });
    default:
      return { [what]: {}, next_page_token: null };
  }
}

function snapshot(world: AlpacaWorld, symbol: string): Json | null {
  if (!world.feed.has(symbol)) return null;
  return {
    latestTrade: world.feed.trade(symbol),
    latestQuote: world.feed.quote(symbol),
    minuteBar: lastBar(world, symbol, 1),
    dailyBar: lastBar(world, symbol, 'day'),
    prevDailyBar: lastBar(world, symbol, 'day', 2),
  };
}

function lastBar(world: AlpacaWorld, symbol: string, minutes: number | 'day', back = 1): Json | null {
  const to = world.now();
  return world.feed.bar(symbol, { minutes, from: to - 8 * DAY_MS, to }, back);
}

/** Sorted by symbol, then time; `limit` counts over all symbols, and a page token says where the next page begins. */
function bars(
  world: AlpacaWorld,
  asked: { symbols: string[]; query: URLSearchParams; single: string | undefined },
): Json {
  const { query, single } = asked;
  const timeframe = query.get('timeframe') ?? '';
  const [, count, unit = ''] = /^(\d+)(Min|T|Hour|H|Day|D|Week|W|Month|M)$/.exec(timeframe) ?? [];
  if (count === undefined) throw malformed(`invalid timeframe: ${timeframe}`);
  const minutes = unit in FRAMES ? Number(count) * (FRAMES[unit] ?? 1) : 'day';
  const limit = Number(query.get('limit') ?? 1_000);
  if (!(limit >= 1 && limit <= 10_000)) throw malformed('limit must be between 1 and 10000');
  const from = time(query.get('start'), Math.floor(world.now() / DAY_MS) * DAY_MS);
  const to = time(query.get('end'), world.now());
  const all = [...asked.symbols]
    .sort()
    .flatMap((symbol) => world.feed.bars(symbol, { minutes, from, to }).map((bar) => ({ symbol, bar })));
  const start = Number(atob(query.get('page_token') ?? '') || 0);
  const page = all.slice(start, start + limit);
  const next_page_token = start + limit < all.length ? btoa(String(start + limit)) : null;
  if (single !== undefined) return { bars: page.map(({ bar }) => bar), symbol: single, next_page_token };
  const grouped: Record<string, Json[]> = {};
  for (const { symbol, bar } of page) (grouped[symbol] ??= []).push(bar);
  return { bars: grouped, next_page_token };
}

function time(text: string | null, otherwise: number): number {
  if (text === null || text === '') return otherwise;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw malformed(`invalid time ${text}`);
  // A day as the end means all of it.
  return at;
}

export type DataChannel = 'trades' | 'quotes' | 'bars';

/** Messages of the data stream about what just traded, of the channels that are listened to. */
export function tradeMessages(
  world: AlpacaWorld,
  symbol: string,
  isWanted: (channel: DataChannel) => boolean,
): readonly Json[] {
  const [trade, quote] = [world.feed.trade(symbol), world.feed.quote(symbol)];
  if (trade === null || quote === null) return [];
  return [
    ...(isWanted('trades') ? [{ T: 't', S: symbol, ...trade }] : []),
    ...(isWanted('quotes') ? [{ T: 'q', S: symbol, ...quote }] : []),
    ...(isWanted('bars') ? [{ T: 'b', S: symbol, ...lastBar(world, symbol, 1), at: instant(world.now()) }] : []),
  ];
}
