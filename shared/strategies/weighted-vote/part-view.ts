import type { BarColumns, Timeframe } from '../../domain/bar.ts';
import { barTimes } from '../../domain/bar-times.ts';
import type { Instrument } from '../../domain/instrument.ts';
import type { RiskProfile } from '../../domain/risk-profile.ts';
import type { UpcomingEvent } from '../../domain/screen.ts';
import type { StrategyConfig } from '../../domain/signal.ts';
import type { MarketMs } from '../../lib/time.ts';
import type { CandidateView, Holding, Strategy, StrategyView } from '../strategy.ts';

/** One part's view of what the whole combination sees: its own numbers, its own columns among the declared ones. */
export class PartView implements StrategyView<StrategyConfig> {
  readonly strategy: Strategy;
  readonly weight: number;
  readonly config: StrategyConfig;
  readonly instrument: Instrument;
  readonly columns: BarColumns;
  readonly series: readonly Float64Array[];
  readonly timeframe: Timeframe;
  readonly mayShort: boolean;
  readonly profile: RiskProfile;
  /** A bar before the newest, looked at as if nothing were held and without its screen; null: the newest. */
  past: number | null = null;
  readonly #whole: StrategyView<unknown>;

  constructor(of: {
    readonly whole: StrategyView<unknown>;
    readonly strategy: Strategy;
    readonly weight: number;
    readonly config: StrategyConfig;
    /** Place of its first column. */
    readonly first: number;
  }) {
    const { whole, strategy, config, first } = of;
    this.#whole = whole;
    this.strategy = strategy;
    this.weight = of.weight;
    this.config = config;
    this.instrument = whole.instrument;
    this.columns = whole.columns;
    this.series = whole.series.slice(first, first + strategy.indicators(config).length);
    this.timeframe = whole.timeframe;
    this.mayShort = whole.mayShort;
    this.profile = whole.profile;
  }

  get index(): number {
    return this.past ?? this.#whole.index;
  }

  get marketAt(): MarketMs {
    if (this.past === null) return this.#whole.marketAt;
    return barTimes(this.instrument.exchange, this.timeframe, this.columns.t[this.past] ?? 0).closeAt;
  }

  get holding(): Holding | null {
    return this.past === null ? this.#whole.holding : null;
  }

  get candidate(): CandidateView | null {
    return this.past === null ? this.#whole.candidate : null;
  }

  get events(): readonly UpcomingEvent[] {
    return this.#whole.events;
  }

  value(k: number, barsBack = 0): number {
    return this.series[k]?.[this.index - barsBack] ?? NaN;
  }
}
