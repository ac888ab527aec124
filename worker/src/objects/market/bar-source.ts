import type { InstrumentId } from '#shared/domain/ids.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { UpcomingEvent } from '#shared/domain/screen.ts';
import type { MarketMs } from '#shared/lib/time.ts';

/** One bar of every instrument, indexed like `instruments`; NaN where an instrument has none in this step. */
export interface StepBars {
  readonly t: number;
  readonly openAt: MarketMs;
  readonly closeAt: MarketMs;
  readonly o: Float64Array;
  readonly h: Float64Array;
  readonly l: Float64Array;
  readonly c: Float64Array;
  readonly v: Float64Array;
  /** In force from this open: `ratio` new shares for one. Prices of this bar are already the new ones. */
  readonly splits: readonly { readonly position: number; readonly ratio: number }[];
}

/** Where the bars of a lock-step market come from. Bars are numbered from 1. */
export interface BarSource {
  readonly kind: 'generated' | 'replay';
  readonly instruments: readonly Instrument[];
  /** How many bars there are; null when they never end. */
  readonly steps: number | null;
  /** The same bar every time until `closed` of that number. */
  bar(number: number): Promise<StepBars>;
  /** The bar is over and stored: synchronous, in the same transaction as the clock. */
  closed(number: number): void;
  /** What is known to come, by instrument, as of the last closed bar. */
  events(): ReadonlyMap<InstrumentId, readonly UpcomingEvent[]>;
  /** When the bar after `number` will have closed; null at the end. */
  nextCloseAt(number: number): MarketMs | null;
}
