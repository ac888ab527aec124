import type { BarColumns } from '#shared/domain/bar.ts';
import type { InstrumentId } from '#shared/domain/ids.ts';
import type { InstrumentKind } from '#shared/domain/instrument.ts';
import type { Quote } from '#shared/domain/market.ts';
import type { ListedDay } from '#shared/domain/calendar/market-calendar.ts';
import type { MarketMs, TradingDay } from '#shared/lib/time.ts';

/** The last price of something and when it was last known to be one. */
export interface LivePrice {
  readonly price: number;
  readonly at: MarketMs;
}

/** Something listed, as a data vendor names it. Its id never changes, its symbol may. */
export interface Listing {
  readonly id: InstrumentId;
  readonly symbol: string;
  readonly name: string;
  readonly kind: InstrumentKind;
}

export type ListingAnswer =
  | { readonly kind: 'found'; readonly listing: Listing }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'unavailable' };

export interface FeedBars {
  readonly symbols: readonly string[];
  readonly timeframe: '1m' | '5m' | '15m' | '1d';
  readonly from: MarketMs;
  readonly to: MarketMs;
}

/** Real prices, asked for. No method throws for an expected fault: null is "out of reach", never "there is none". */
export interface LiveFeed {
  readonly source: Quote['source'];
  /** A symbol without a price is left out. */
  prices(symbols: readonly string[]): Promise<ReadonlyMap<string, LivePrice> | null>;
  /** Split-adjusted, oldest first, `t` as everywhere (`1d`: midnight UTC of the trading day); the last may still run. */
  bars(query: FeedBars): Promise<ReadonlyMap<string, BarColumns> | null>;
  /** Trading days from one to another, both included. */
  calendar(from: TradingDay, to: TradingDay): Promise<readonly ListedDay[] | null>;
  /** By exact symbol, or by the id of a listing of this feed. */
  listing(name: string): Promise<ListingAnswer>;
}
