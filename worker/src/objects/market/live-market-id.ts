import type { MarketId } from '#shared/domain/ids.ts';

/** A person's credential shows prices to that person's accounts only: a live market belongs to one connection. */
export function liveMarketId(connectionId: string): MarketId {
  return `live-${connectionId}` as MarketId;
}

export function isLiveMarket(marketId: string): boolean {
  return marketId.startsWith('live-');
}
