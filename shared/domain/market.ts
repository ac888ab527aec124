import type { MarketMs, WallMs } from '../lib/time.ts';
import type { Timeframe } from './bar.ts';
import type { Zone } from './calendar/zone.ts';
import type { InstrumentId, MarketId } from './ids.ts';

/** What prices are real: DEMO invents them, REPLAY shows past ones, PAPER real ones with play money, LIVE trades. */
export const WORLDS = ['demo', 'replay', 'paper', 'live'] as const;
export type World = (typeof WORLDS)[number];

/**
 * Where a lock-step market stands. `held`: between two bars, waiting for a question to be answered.
 * `between`: between two bars. `standing`: not moving (paused, nobody trades yet). `ended`: no more data.
 * The rest are the moments inside one step, in this order.
 */
export type MarketPhase = 'standing' | 'between' | 'held' | 'open' | 'range' | 'close' | 'ended';

export interface MarketState {
  readonly id: MarketId;
  readonly world: World;
  readonly baseTimeframe: Timeframe;
  /** That of its exchange: a whole trading day has the date it has there. */
  readonly zone: Zone;
  /** How many bars have closed. */
  readonly step: number;
  /** How many bars there are; null when the market never ends. */
  readonly steps: number | null;
  /** The close of the last closed bar: nothing later is visible to anybody. */
  readonly marketAt: MarketMs;
  readonly phase: MarketPhase;
  /** Most steps a second; 0 is paused. */
  readonly speed: number;
  readonly noWait: boolean;
  /** While `held`: when the hold ends by itself. */
  readonly holdUntil: WallMs | null;
  readonly instrumentCount: number;
  /**
   * Of real prices: whether its exchange is in session by the broker's own calendar; null while only a projection knows
   * and the broker was not heard. Absent elsewhere.
   */
  readonly isOpen?: boolean | null;
}

/** A price somebody can trade near. `at` is market time; `source` names where it came from. */
export interface Quote {
  readonly instrumentId: InstrumentId;
  readonly price: number;
  readonly at: MarketMs;
  readonly source: 'generated' | 'replay' | 'iex' | 'kis';
  /** Last close of the trading day before, where somebody keeps it: daily price limits are counted from it. */
  readonly previousClose?: number;
}

/** A market at one moment, as far as somebody asked. */
export interface MarketGlance {
  readonly state: MarketState;
  /** An unknown instrument is left out. */
  readonly quotes: readonly Quote[];
}

/**
 * A price to be told of. `at-or-below` serves stops of long positions and resting buys, `at-or-above` targets
 * and resting sells; `open` is called at the next open whatever the price.
 */
export interface PriceLevel {
  readonly id: string;
  readonly instrumentId: InstrumentId;
  readonly kind: 'open' | 'at-or-below' | 'at-or-above';
  /** Null only for `open`. */
  readonly price: number | null;
  /** When one range holds several levels, lower rank is worse for the holder and comes first: stops 0, resting orders 1, targets 2, stops to be raised 3. */
  readonly rank: 0 | 1 | 2 | 3;
}

/** A level that was reached, with the price that can be had there: the level's own, or the open when it gapped. */
export interface LevelHit {
  readonly levelId: string;
  readonly instrumentId: InstrumentId;
  readonly price: number;
  readonly moment: 'open' | 'range';
}
