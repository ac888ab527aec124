import type { PriceForecast } from './forecast.ts';

/** Stop and target of a purchase at `close`, before ticks and before the caps of a bot's risk profile. */
export interface Levels {
  readonly stop: number;
  readonly target: number;
  /** Whether the forecast had a part in them. */
  readonly fromForecast: boolean;
}

const STOP_RANGES = 3;
const STOP_FRACTION_MIN = 0.02;
const STOP_FRACTION_MAX = 0.25;
/** Gain for one at risk where nothing better is known. */
const REWARD = 1.8;

/**
 * The stop lies three average true ranges away (at least 2 %, at most 25 %), the target 1.8 times as far. A forecast
 * that takes part moves the stop below the lowest edge of its band, so that what it calls usual does not sell, and
 * takes the upper edge at its end for the target where that is worth the risk. Null where the range is unknown.
 */
export function levelsOf(close: number, atr: number | null, forecast: PriceForecast | null): Levels | null {
  if (atr === null || !(atr > 0)) return null;
  const bound = (distance: number): number =>
    Math.min(close * STOP_FRACTION_MAX, Math.max(close * STOP_FRACTION_MIN, distance));
  const usual = bound(STOP_RANGES * atr);
  if (forecast === null) return { stop: close - usual, target: close + REWARD * usual, fromForecast: false };
  const distance = bound(Math.max(usual, close - Math.min(...forecast.low)));
  const edge = forecast.high.at(-1) ?? close;
  const target = edge - close >= distance ? edge : close + REWARD * distance;
  return { stop: close - distance, target, fromForecast: true };
}
