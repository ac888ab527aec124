import type { InstrumentId, MarketId } from '../domain/ids.ts';
import type { InstrumentSnapshot } from '../domain/instrument-snapshot.ts';
import type { SignalAction } from '../domain/market-signal.ts';
import type { Reason } from '../domain/signal.ts';
import type { MarketMs, TradingDay, WallMs } from '../lib/time.ts';

export interface StoredSnapshot {
  readonly instrumentId: InstrumentId;
  readonly day: TradingDay;
  readonly marketAt: MarketMs;
  /** Checks of its rating that passed, of so many. */
  readonly passed: number;
  readonly checks: number;
  readonly body: InstrumentSnapshot;
}

export interface RatingsWanted {
  /** Days from this one to that one, both included; equal: of one day. */
  readonly from: string;
  readonly to: string;
  readonly passedMin: number;
  /** Null: all of the market. */
  readonly instrumentIds: readonly InstrumentId[] | null;
  readonly offset: number;
  readonly limit: number;
}

/** What was written of instruments at the end of market days. */
export interface Snapshots {
  /** Newest first; days are inclusive bounds. */
  of(
    place: { readonly marketId: MarketId; readonly instrumentId: InstrumentId },
    query: { readonly from: string; readonly to: string; readonly limit: number },
  ): Promise<StoredSnapshot[]>;
  /** The newest day there is at or before one; null before the first. */
  newestDay(marketId: MarketId, to: string): Promise<string | null>;
  /** Newest day first, in it most checks passed first. */
  ratings(marketId: MarketId, wanted: RatingsWanted): Promise<StoredSnapshot[]>;
}

export interface StoredSignal {
  readonly id: string;
  readonly instrumentId: InstrumentId;
  readonly kind: string;
  readonly action: SignalAction;
  readonly day: TradingDay;
  readonly marketAt: MarketMs;
  readonly price: number;
  readonly reasons: readonly Reason[];
  /** What this person did with it. */
  readonly readAt: WallMs | null;
  readonly dismissedAt: WallMs | null;
}

export interface SignalsWanted {
  readonly kinds: readonly string[];
  readonly instrumentId: InstrumentId | null;
  /** `open`: not dismissed; `unread`: not read either. */
  readonly status: 'open' | 'unread' | 'all';
  readonly offset: number;
  readonly limit: number;
}

/** Signals of markets, and what each person did with them. */
export interface Signals {
  /** Newest first. */
  list(userId: string, marketId: MarketId, wanted: SignalsWanted): Promise<StoredSignal[]>;
  unread(userId: string, marketId: MarketId, kinds: readonly string[]): Promise<number>;
  /** Whatever market it is of; null: there is none. */
  find(userId: string, id: string): Promise<(StoredSignal & { readonly marketId: MarketId }) | null>;
  /** What was marked before stays as it was. */
  mark(userId: string, id: string, what: 'read' | 'dismissed', now: WallMs): Promise<void>;
}
