import type { BarColumns, Timeframe } from '../domain/bar.ts';
import { barTimes } from '../domain/bar-times.ts';
import type { Instrument } from '../domain/instrument.ts';
import type { RiskProfile } from '../domain/risk-profile.ts';
import type { UpcomingEvent } from '../domain/screen.ts';
import type { ColumnStore } from '../indicators/column-store.ts';
import type { MarketMs } from '../lib/time.ts';
import type { CandidateView, Holding, Strategy, StrategyView } from './strategy.ts';

const NO_EVENTS: readonly UpcomingEvent[] = [];
const NOT_SCREENED = (): null => null;

/** What does not change while a view moves from bar to bar. */
export interface ViewOf<Config> {
  readonly strategy: Strategy<Config>;
  readonly config: Config;
  readonly instrument: Instrument;
  readonly store: ColumnStore;
  readonly timeframe: Timeframe;
  readonly profile: RiskProfile;
  readonly mayShort?: boolean;
  readonly events?: readonly UpcomingEvent[];
}

/** A strategy's view of one instrument; its owner moves it, the strategy only reads. */
export class BarView<Config> implements StrategyView<Config> {
  readonly instrument: Instrument;
  readonly columns: BarColumns;
  readonly series: readonly Float64Array[];
  readonly timeframe: Timeframe;
  readonly mayShort: boolean;
  readonly profile: RiskProfile;
  readonly config: Config;
  readonly events: readonly UpcomingEvent[];
  index = -1;
  /** Null: when the bar at `index` closes. */
  at: MarketMs | null = null;
  holding: Holding | null = null;
  /** Finds the candidate when somebody asks for it: a screen runs only on bars where it is read. */
  screened: () => CandidateView | null = NOT_SCREENED;

  constructor(of: ViewOf<Config>) {
    this.instrument = of.instrument;
    this.columns = of.store.columns;
    this.series = of.store.series(of.strategy.indicators(of.config));
    this.timeframe = of.timeframe;
    this.mayShort = of.mayShort ?? false;
    this.profile = of.profile;
    this.config = of.config;
    this.events = of.events ?? NO_EVENTS;
  }

  get marketAt(): MarketMs {
    return this.at ?? barTimes(this.instrument.exchange, this.timeframe, this.columns.t[this.index] ?? 0).closeAt;
  }

  get candidate(): CandidateView | null {
    return this.screened();
  }

  value(k: number, barsBack = 0): number {
    // In range the number itself, before the first bar NaN. A choice between the two would be boxed at every bar.
    return +this.series[k]![this.index - barsBack]!; // a strategy reads what it declares
  }
}
