import type { z } from 'zod';
import type { BarColumns, Timeframe } from '../domain/bar.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { RiskProfile } from '../domain/risk-profile.ts';
import type { ScreenDefinition, UpcomingEvent } from '../domain/screen.ts';
import type { Horizon, LookingBot, Reason, SetupRecord, StrategyConfig } from '../domain/signal.ts';
import type { ColumnNeed } from '../indicators/column-store.ts';
import type { MarketMs } from '../lib/time.ts';

export type { StrategyConfig };

/** What is held of an instrument. Short only in a backtest that asks for it. */
export type Holding = LookingBot['holdings'][number] & { readonly side: 'long' | 'short' };

/** What the screen said of the instrument: its place, and why it passed. */
export interface CandidateView {
  readonly score: number;
  readonly place: number;
  readonly of: number;
  /** How many were looked at. */
  readonly looked: number;
  readonly reasons: readonly Reason[];
}

/**
 * All a strategy may know: one instrument up to its newest closed bar. A runner moves one view from bar to bar, so a
 * strategy keeps nothing of it. `view.ts` has the class behind it.
 */
export interface StrategyView<Config> {
  readonly instrument: Instrument;
  /** Bars, adjusted for splits. Nothing after `index` may be read. */
  readonly columns: BarColumns;
  /** What `indicators` declared, in its order. Nothing after `index` may be read. */
  readonly series: readonly Float64Array[];
  /** The newest closed bar. */
  readonly index: number;
  readonly marketAt: MarketMs;
  readonly timeframe: Timeframe;
  /** What is held of it; then only its end can come of it. */
  readonly holding: Holding | null;
  /** Without a holding, a sell opens a short position. */
  readonly mayShort: boolean;
  readonly profile: RiskProfile;
  readonly config: Config;
  /** Null for a holding that the screen does not have any more, and where there is no screen. */
  readonly candidate: CandidateView | null;
  /** Dated events of this instrument; a backtest has those that are announced later among them (`isKnown`). */
  readonly events: readonly UpcomingEvent[];
  /** The k-th declared column, so many bars before the newest (0); NaN before the first bar and in warm-up. */
  value(k: number, barsBack?: number): number;
}

/**
 * What a strategy wants on one bar: to buy what it does not hold, to sell what it holds; where shorts are allowed also
 * the reverse. Cheap: it is sized and sent from this alone, and what a person reads is asked for separately.
 */
export interface Opinion {
  readonly side: 'buy' | 'sell';
  /** Its own reasons, the first the one a trade list shows. */
  readonly reasons: readonly Reason[];
  /** For an entry: prices of its own; absent, the profile and the instrument's swings decide. */
  readonly stopPrice?: number;
  readonly targetPrice?: number;
  /** For an entry: a stop that follows the best price at this distance, in price. */
  readonly trail?: number;
}

/** What a person is told beside an opinion. */
export interface Explanation {
  /** What became of the same setup before; of a sell, nothing. */
  readonly record: SetupRecord;
  readonly reasonsFor: readonly Reason[];
  readonly reasonsAgainst: readonly Reason[];
}

export const NO_RECORD: SetupRecord = { wins: 0, total: 0 };

/** Which of its own conditions a candidate lacks: has, needs. `nearness` 1 is there. */
export interface SetupMiss {
  readonly code: string;
  readonly has: number;
  readonly needs: number;
  readonly nearness: number;
}

/**
 * An opinion about one instrument, pure: the same view gives the same answer, and bars after `index` never matter.
 * The same `decide` runs live and in a backtest. Schema descriptions are codes of the words catalogue
 * (`config.<strategy>.<field>`).
 */
export interface Strategy<Config = StrategyConfig> {
  readonly name: string;
  readonly configSchema: z.ZodType<Config>;
  /** What it wants to choose from. */
  readonly screen: (config: Config) => ScreenDefinition;
  /** Closed bars it needs to have any opinion. */
  readonly barsNeeded: (config: Config) => number;
  /** The columns it reads, computed once for all that need them; `view.value(k)` is the k-th. */
  readonly indicators: (config: Config) => readonly ColumnNeed[];
  /** How long it means to hold, as a class and in bars. */
  readonly horizon: Readonly<Record<Timeframe, Horizon>>;
  readonly holdingBars: number;
  /** Called on every bar: allocates only when it has an opinion, and keeps no state. */
  readonly decide: (view: StrategyView<Config>) => Opinion | null;
  /** Called when somebody is going to read it; may take its time. */
  readonly explain: (view: StrategyView<Config>, opinion: Opinion) => Explanation;
  /** For a candidate on which `decide` said nothing: what was lacking. */
  readonly miss: (view: StrategyView<Config>) => SetupMiss | null;
}
