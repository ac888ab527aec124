import type { MarketMs } from '../lib/time.ts';
import type { BarColumns } from './bar.ts';
import type { InstrumentId } from './ids.ts';
import type { Instrument } from './instrument.ts';
import type { ScreenEvent } from './screen-tree.ts';

/** Every screener there is; the registry in `shared/screeners/index.ts` must have exactly these. */
export const SCREENER_NAMES = ['trend-momentum-volume', 'oversold-in-uptrend', 'momentum-rank', 'most-traded'] as const;
export type ScreenerName = (typeof SCREENER_NAMES)[number];

/** Which screener with which numbers: together with the bar it names a result, shared by all bots that use it. */
export interface ScreenDefinition {
  readonly screener: ScreenerName;
  readonly config: Readonly<Record<string, number>>;
}

/**
 * The closed bars of one market and timeframe as of one bar. The arrays run in parallel; columns may be of
 * different length, and may be longer than what has closed when `counts` says how many bars count.
 */
export interface MarketWindow {
  readonly instruments: readonly Instrument[];
  readonly columns: readonly BarColumns[];
  /** How many bars of each instrument have closed; null when every bar of the columns has. */
  readonly counts: Int32Array | null;
  /** Grows by one per bar; with the instruments it names the window. */
  readonly step: number;
  /** The close of the last closed bar. */
  readonly marketAt: MarketMs;
}

/** Something dated that may move an instrument. */
export interface UpcomingEvent {
  readonly instrumentId: InstrumentId;
  readonly kind: ScreenEvent;
  /** The index of an addition or removal; absent: nobody said which. */
  readonly about?: string;
  readonly at: MarketMs;
  /** From when on anybody may know of it; absent: it was always known. Nobody may act on it before. */
  readonly knownAt?: MarketMs;
}

/** Whether it is known at `marketAt`: events of a backtest come with those that were announced later. */
export function isKnown({ knownAt }: UpcomingEvent, marketAt: MarketMs): boolean {
  return knownAt === undefined || knownAt <= marketAt;
}

/** How many bars of the instrument at `position` have closed. */
export function closedBars(market: MarketWindow, position: number): number {
  return market.counts?.[position] ?? market.columns[position]?.t.length ?? 0;
}
