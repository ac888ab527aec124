import type { z } from 'zod';
import type { BarColumns } from '../domain/bar.ts';
import type { InstrumentId } from '../domain/ids.ts';
import type { ScreenerName } from '../domain/screen.ts';
import type { Reason } from '../domain/signal.ts';

/**
 * Where one instrument ended in a screen; written by `measure`, reused for the next. `stage` is how many filters it
 * passed in order; with all of them it is a candidate. `has` and `needs` belong to the first filter it failed.
 */
export interface ScreenRow {
  stage: number;
  /** Larger is better; ranks candidates. */
  score: number;
  has: number;
  needs: number;
  /** How near `has` is to `needs`: 1 is there. Compares misses of the same filter. */
  nearness: number;
  /** The screener's own figures, for its reasons. */
  readonly figures: Float64Array;
}

/**
 * A filter over a universe, one instrument at a time: columns in, a row out. Pure and without garbage. A screener
 * reads at most `BARS_READ` bars back (`indicators/last-bar.ts`), so that a longer window never changes its answer.
 */
export interface Screener<Config extends Readonly<Record<string, number>> = Readonly<Record<string, number>>> {
  readonly name: ScreenerName;
  readonly configSchema: z.ZodType<Config>;
  /** Codes of the filters, in the order in which they are applied and counted. */
  readonly filters: readonly string[];
  readonly figureCount: number;
  /** An instrument with fewer closed bars is looked at and passes nothing. */
  readonly barsNeeded: (config: Config) => number;
  /** `last` is the index of the newest closed bar; nothing after it is read. */
  readonly measure: (columns: BarColumns, last: number, config: Config, row: ScreenRow) => void;
  /** Why a candidate passed. */
  readonly reasons: (figures: Float64Array, config: Config) => readonly Reason[];
}

/** Writes that `has` should have been at least `needs` (a positive number). */
export function failAtLeast(row: ScreenRow, stage: number, { has, needs }: { has: number; needs: number }): void {
  row.stage = stage;
  row.has = has;
  row.needs = needs;
  row.nearness = needs > 0 ? has / needs : 0;
}

/** Writes that `has` should have been at most `needs`. */
export function failAtMost(row: ScreenRow, stage: number, { has, needs }: { has: number; needs: number }): void {
  row.stage = stage;
  row.has = has;
  row.needs = needs;
  row.nearness = has > 0 ? needs / has : 0;
}

/** One that passed every filter. */
export interface Candidate {
  /** Its place in the market window's arrays. */
  readonly position: number;
  readonly instrumentId: InstrumentId;
  readonly score: number;
  /** 1-based place among `of` candidates. */
  readonly place: number;
  readonly of: number;
  readonly reasons: readonly Reason[];
}

export interface Miss {
  readonly instrumentId: InstrumentId;
  readonly code: string;
  readonly has: number;
  readonly needs: number;
}

/** What came of a screen for one universe. */
export interface ScreenResult {
  /** How many had a bar that closed now. */
  readonly looked: number;
  readonly funnel: readonly { readonly code: string; readonly count: number }[];
  readonly closest: Miss | null;
  /** Best first. */
  readonly candidates: readonly Candidate[];
}
