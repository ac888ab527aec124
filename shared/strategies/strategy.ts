import type { z } from 'zod';
import type { BarColumns, Timeframe } from '../domain/bar.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { RiskProfile } from '../domain/risk-profile.ts';
import type { ScreenDefinition, UpcomingEvent } from '../domain/screen.ts';
import type { LookingBot, Reason, Signal } from '../domain/signal.ts';
import type { MarketMs } from '../lib/time.ts';

export type StrategyConfig = Readonly<Record<string, number | string | boolean>>;
export type Holding = LookingBot['holdings'][number];

/** What the screen said of the instrument: its place, and why it passed. */
export interface CandidateView {
  readonly score: number;
  readonly place: number;
  readonly of: number;
  /** How many were looked at. */
  readonly looked: number;
  readonly reasons: readonly Reason[];
}

/** All a strategy may know: one instrument up to its newest closed bar. */
export interface StrategyView<Config> {
  readonly instrument: Instrument;
  readonly columns: BarColumns;
  /** The newest closed bar; nothing after it may be read. */
  readonly index: number;
  readonly marketAt: MarketMs;
  readonly timeframe: Timeframe;
  /** What the bot holds of it; then only a sell can come of it. */
  readonly holding: Holding | null;
  readonly profile: RiskProfile;
  readonly config: Config;
  /** Null for a holding, which needs no screen to be sold. */
  readonly candidate: CandidateView | null;
  /** Dated events of this instrument. */
  readonly events: readonly UpcomingEvent[];
}

/** Which of its own conditions a candidate lacks: has, needs. `nearness` 1 is there. */
export interface SetupMiss {
  readonly code: string;
  readonly has: number;
  readonly needs: number;
  readonly nearness: number;
}

/**
 * An opinion about one instrument, pure: the same view gives the same answer, and bars after `index` never matter.
 * Schema descriptions are codes of the words catalogue (`config.<strategy>.<field>`).
 */
export interface Strategy<Config = StrategyConfig> {
  readonly name: string;
  readonly configSchema: z.ZodType<Config>;
  /** What it wants to choose from. */
  readonly screen: (config: Config) => ScreenDefinition;
  /** Closed bars it needs to have any opinion. */
  readonly barsNeeded: (config: Config) => number;
  readonly decide: (view: StrategyView<Config>) => Signal | null;
  /** For a candidate on which `decide` said nothing: what was lacking. */
  readonly miss: (view: StrategyView<Config>) => SetupMiss | null;
}
