import type { BotPreview } from '../contract/bot.ts';
import { TIMEFRAME_MS, unpackColumns, type BarColumns } from '../domain/bar.ts';
import { visibleUntil } from '../domain/bar-times.ts';
import { resampleBars } from '../domain/resample.ts';
import type { InstrumentId, MarketId } from '../domain/ids.ts';
import { DAY_MS } from '../lib/time.ts';
import type { UseCaseDeps } from './ports.ts';

/** What is usual is the mean of so many days; with fewer than half of them nothing is. */
const DAYS = 20;
/** A usual day that goes so far of the way to the stop-loss, from low to high: it is soon hit by that alone. */
const FAR = 2 / 3;
/** Bars of one read: 5,000 of each stock, so that a list of ten stays small. */
const BARS_MAX = 5_000;

/** Stocks that usually move so far that a stop-loss `stop` away (0.05) says little about them; the liveliest first. */
export async function livelyStocks(
  deps: UseCaseDeps,
  marketId: MarketId,
  { instrumentIds, stop }: { readonly instrumentIds: readonly InstrumentId[]; readonly stop: number },
): Promise<NonNullable<BotPreview['lively']>> {
  const market = deps.markets.market(marketId);
  const { marketAt, baseTimeframe } = await market.state();
  // From whole days of what the market has; of minutes that would be too many to read for a preview.
  const perDay = Math.max(1, Math.ceil(DAY_MS / TIMEFRAME_MS[baseTimeframe]));
  const limit = (DAYS + 1) * perDay;
  if (baseTimeframe === '1w' || limit > BARS_MAX) return [];
  const wanted = new Set<string>(instrumentIds);
  const instruments = (await market.instruments(instrumentIds)).filter(({ id }) => wanted.has(id));
  const bars = deps.markets.bars(marketId, baseTimeframe);
  // One at a time: what reads many at once is bounded to a few bars of each.
  const moves = await Promise.all(
    instruments.map(async ({ id, symbol, exchange }) => {
      const until = visibleUntil(exchange, baseTimeframe, marketAt);
      const fine = unpackColumns(await bars.read({ instrumentId: id, until, limit }));
      const coarse = { to: '1d', exchange, until, limit: DAYS, isCut: fine.t.length === limit } as const;
      return { symbol, move: usualDay(resampleBars(fine, coarse)) };
    }),
  );
  return moves.filter(({ move }) => move >= stop * FAR).sort((a, b) => b.move - a.move);
}

/** From low to high, as a fraction of the close; 0 where too few days are known. */
function usualDay({ h, l, c }: BarColumns): number {
  if (c.length < DAYS / 2) return 0;
  return c.reduce((all, close, index) => all + ((h[index] ?? close) - (l[index] ?? close)) / close, 0) / c.length;
}
