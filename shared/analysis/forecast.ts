/** Models that forecast; each is tried on every instrument and has a record there. */
export const FORECAST_MODELS = ['prophet', 'trees'] as const;
export type ForecastModel = (typeof FORECAST_MODELS)[number];

/** Bars a forecast looks ahead. */
export const HORIZON_BARS = 5;
/** Bars a model of the trend is fitted to: a year of days. */
export const FIT_BARS = 250;
/** What the band is meant to hold; what it held stands in the record. */
export const BAND_FRACTION = 0.8;
/** Forecasts of the past that a record begins with, one per `HORIZON_BARS`, so that no two share a day. */
export const PAST_CASES = 60;

/** Where the price may be after each of the next bars. Never a price without its range. */
export interface PriceForecast {
  readonly low: readonly number[];
  readonly median: readonly number[];
  readonly high: readonly number[];
  /** The chance, by the model's own reckoning, that the last of them is above the newest close. */
  readonly chanceUp: number;
}
