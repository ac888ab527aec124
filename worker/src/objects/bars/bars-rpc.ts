import type { InstrumentId } from '#shared/domain/ids.ts';
import type { MarketMs } from '#shared/lib/time.ts';

/** Bars of one instrument, packed as `packColumns` of `#shared/domain/bar.ts`. */
export interface PackedBars {
  readonly instrumentId: InstrumentId;
  readonly columns: ArrayBuffer;
}

/** Bars of one market and timeframe. Object name: `<marketId>:<timeframe>`. */
export interface BarsRpc {
  /** Adds bars, oldest first per instrument; bars that are already there (same instrument and `t`) stay as they are. */
  append(bars: readonly PackedBars[]): Promise<{ added: number }>;
  /** Bars with `from <= t` and `t < until`, the last `limit` of them, oldest first. */
  read(query: { instrumentId: InstrumentId; from?: MarketMs; until: MarketMs; limit: number }): Promise<ArrayBuffer>;
  /** The same for many instruments in one call (a window of the market). Bounded to 1,000 instruments x 1,000 bars. */
  readMany(query: { instrumentIds: readonly InstrumentId[]; from?: MarketMs; until: MarketMs; limit: number }): Promise<PackedBars[]>;
  /** All distinct bar times of the market, oldest first: the steps of a replay. */
  times(): Promise<ArrayBuffer>;
  /** Bytes on disk and counts. */
  stats(): Promise<{ instruments: number; bars: number; bytes: number }>;
  clear(): Promise<void>;
}
