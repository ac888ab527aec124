import type { Timeframe } from '../domain/bar.ts';
import type { Horizon } from '../domain/signal.ts';
import type { ForecastModel, PriceForecast } from './forecast.ts';
import type { ForecastRecord } from './forecast-record.ts';
import { horizonOf } from './horizon-class.ts';
import { levelsOf, type Levels } from './levels.ts';
import type { Measures } from './measure.ts';
import type { NextBarRange } from './next-bar-range.ts';
import { rate, type RatingCheck } from './rating.ts';

/** A figure of the chart that stands on the newest bar. */
export interface FoundPattern {
  readonly name: string;
  readonly side: 'up' | 'down';
  readonly bars: number;
}

/** What was measured and forecast from bars alone. Null: the model could not be fitted to them. */
export interface Measured {
  readonly bars: number;
  /** Opening time of the newest bar, epoch milliseconds. */
  readonly t: number;
  readonly close: number;
  readonly measures: Measures;
  readonly patterns: readonly FoundPattern[];
  readonly range: NextBarRange | null;
  readonly prophet: PriceForecast | null;
  /** Chance that the next bar closes higher. */
  readonly trees: { readonly chanceUp: number } | null;
}

export type Records = Readonly<Record<ForecastModel, ForecastRecord>>;

/** The whole opinion on one instrument at one close: what was measured, and only what has earned a part in it. */
export interface Analysis extends Measured {
  readonly records: Records;
  readonly horizon: Horizon;
  readonly levels: Levels | null;
  readonly checks: readonly RatingCheck[];
}

/** Joins what was measured with how the models did here before. */
export function analysisOf(measured: Measured, records: Records, { timeframe }: { timeframe: Timeframe }): Analysis {
  const prophet = records.prophet.use === 'better' ? measured.prophet : null;
  const trees = records.trees.use === 'better' ? measured.trees : null;
  const { close, measures } = measured;
  return {
    ...measured,
    records,
    horizon: horizonOf(measures, timeframe),
    levels: levelsOf(close, measures.atr14, prophet),
    checks: rate({
      close,
      measures,
      forecastMedian: prophet?.median.at(-1) ?? null,
      chanceUp: trees?.chanceUp ?? null,
    }),
  };
}
