import type { InstrumentId } from '#shared/domain/ids.ts';
import type { MarketMs } from '#shared/lib/time.ts';

/** Bars of one instrument, packed as `packColumns` of `#shared/domain/bar.ts`. */
export interface PackedBars {
  readonly instrumentId: InstrumentId;
  readonly columns: ArrayBuffer;
}

/** Packed bars with, where the source has them, adjusted closes (float64, one per bar, NaN where missing). */
export interface ImportedBars extends PackedBars {
  readonly adjClose: ArrayBuffer | null;
}

export interface BarsQuery {
  readonly from?: MarketMs;
  readonly until: MarketMs;
  readonly limit: number;
}

/** Bars of one market and timeframe. Object name: `<marketId>:<timeframe>`. */
export interface BarsRpc {
  /** Adds bars, oldest first per instrument; bars that are already there (same instrument and `t`) stay as they are. */
  append(bars: readonly PackedBars[]): Promise<{ added: number }>;
  /** Forgets what there is of these instruments and keeps these bars instead: of a source that adjusts what is past. */
  replace(bars: readonly PackedBars[]): Promise<{ added: number }>;
  /** Bars with `from <= t` and `t < until`, the last `limit` of them, oldest first. */
  read(query: BarsQuery & { readonly instrumentId: InstrumentId }): Promise<ArrayBuffer>;
  /** The same for many instruments in one call (a window of the market). Bounded to 1,000 instruments x 1,000 bars. */
  readMany(query: BarsQuery & { readonly instrumentIds: readonly InstrumentId[] }): Promise<PackedBars[]>;
  /** Adjusted closes of the same bars that `read` answers, NaN where the source had none. For total return only. */
  readAdjustedClose(query: BarsQuery & { readonly instrumentId: InstrumentId }): Promise<ArrayBuffer>;
  /** All distinct bar times of the market, oldest first: the steps of a replay. */
  times(): Promise<ArrayBuffer>;
  /** First and last bar of each instrument, and how many there are. */
  coverage(): Promise<{ instrumentId: InstrumentId; firstT: MarketMs; lastT: MarketMs; bars: number }[]>;
  /** Bytes on disk and counts. */
  stats(): Promise<{ instruments: number; bars: number; bytes: number }>;
  /** Opens an import: what it stages is invisible until `publish`, and gone at the next start without it. */
  beginImport(source: { file: string }): Promise<number>;
  /** False: the import is not open (a restart forgot it). */
  stage(importId: number, bars: readonly ImportedBars[]): Promise<boolean>;
  /** Makes all of an import visible at once. `hash`: SHA-256 of its file. Null: it is not open. */
  publish(importId: number, hash: string): Promise<{ bars: number } | null>;
  discard(importId: number): Promise<void>;
  /** Whether a file of this SHA-256 was imported and published here. */
  hasImport(hash: string): Promise<boolean>;
  clear(): Promise<void>;
}
