import type { Measured } from '../analysis/analysis.ts';
import type { RecordedForecast } from '../analysis/forecast-columns.ts';
import type { ForecastModel, PriceForecast } from '../analysis/forecast.ts';
import type { BarColumns, Timeframe } from '../domain/bar.ts';
import type { InstrumentId } from '../domain/ids.ts';
import type { Result } from '../lib/result.ts';

/** Why an analyst has no answer: what was asked cannot be done (a code and its values), or nobody answered in time. */
export type AnalystFailure =
  | { readonly kind: 'refused'; readonly code: string; readonly values: Readonly<Record<string, string | number>> }
  | { readonly kind: 'unavailable'; readonly message: string };

export interface BarsOf {
  readonly columns: BarColumns;
  readonly timeframe: Timeframe;
}

/** Whoever measures bars and forecasts from them; the same bars, the same answer. Bars: at most `BARS_MAX`. */
export interface Analyst {
  measure(bars: BarsOf): Promise<Result<Measured, AnalystFailure>>;
  /** Forecasts as of so many bars before the newest, each as if nothing after it were known. */
  pastForecasts(
    bars: BarsOf,
    ago: readonly number[],
  ): Promise<Result<readonly { readonly ago: number; readonly forecast: PriceForecast }[], AnalystFailure>>;
  /** Chances of the next bar at the last so many closes whose next bar is known, none of which was learned from. */
  pastDirections(
    bars: BarsOf,
    cases: number,
  ): Promise<Result<readonly { readonly ago: number; readonly chanceUp: number }[], AnalystFailure>>;
}

/** One sealed forecast. `dueAt` and `dueClose` are null until the bar it spoke of has closed. */
export interface ForecastCase {
  readonly model: ForecastModel;
  /** Opening time of the bar at whose close it was made. */
  readonly barAt: number;
  /** `unfitted`: the model had nothing to say there, which is remembered so that it is not asked again. */
  readonly made: 'live' | 'past' | 'unfitted';
  readonly close: number;
  readonly chanceUp: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly dueAt: number | null;
  readonly dueClose: number | null;
}

export interface CasesOf {
  readonly instrumentId: InstrumentId;
  readonly timeframe: Timeframe;
}

/** Dated analyses and sealed forecasts. */
export interface Analyses {
  /** What was measured at the close of that bar. */
  find(of: CasesOf, barAt: number): Promise<Measured | null>;
  /** An analysis with the forecasts that it makes: both are kept, or neither. */
  save(of: CasesOf, measured: Measured, sealed: readonly ForecastCase[]): Promise<void>;
  /** Oldest first. */
  cases(of: CasesOf): Promise<ForecastCase[]>;
  /** Forecasts of the trend model as they were recorded, oldest first, by instrument; what it could not fit is none. */
  recorded(
    instrumentIds: readonly InstrumentId[],
    timeframe: Timeframe,
  ): Promise<ReadonlyMap<InstrumentId, readonly RecordedForecast[]>>;
  /** Seals forecasts; one that is there stays as it is. */
  seal(of: CasesOf, cases: readonly ForecastCase[]): Promise<void>;
  /** Writes what happened beside what was said; once. */
  score(of: CasesOf, scored: readonly Pick<ForecastCase, 'model' | 'barAt' | 'dueAt' | 'dueClose'>[]): Promise<void>;
}
