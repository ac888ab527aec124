import type { MarketMs } from '#shared/lib/time.ts';
import type { LivePrice } from '../live-feed.ts';
import type { AlpacaPriceNow } from './schema.ts';

/** A quote this tight says what a share is worth; IEX alone often shows none or a very wide one. */
const SPREAD_MAX = 0.005;

/**
 * The last trade, moved into the newest quote where that is younger and tight: then the price is known as of the quote.
 * A wide quote says nothing, least of all that a stop was reached.
 */
export function livePrice({ latestTrade, latestQuote }: AlpacaPriceNow): LivePrice | null {
  const trade = latestTrade && { price: latestTrade.p, at: Date.parse(latestTrade.t) };
  const quote = latestQuote && { bid: latestQuote.bp, ask: latestQuote.ap, at: Date.parse(latestQuote.t) };
  const isTight =
    quote != null && quote.bid > 0 && quote.ask >= quote.bid && quote.ask - quote.bid <= SPREAD_MAX * quote.bid;
  if (isTight && (trade == null || quote.at > trade.at)) {
    const middle = (quote.bid + quote.ask) / 2;
    const price = Math.min(Math.max(trade?.price ?? middle, quote.bid), quote.ask);
    return { price, at: quote.at as MarketMs };
  }
  return trade == null ? null : { price: trade.price, at: trade.at as MarketMs };
}
