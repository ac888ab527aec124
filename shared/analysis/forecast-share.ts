import type { ForecastChange } from '../domain/signal.ts';
import { HORIZON_BARS, type PriceForecast } from './forecast.ts';
import type { ForecastUse } from './forecast-record.ts';

/** The newest forecast of each model, where one was made lately enough to speak of what comes; prices as of now. */
export interface CurrentForecasts {
  readonly prophet:
    (Pick<PriceForecast, 'chanceUp'> & { readonly low: number | null; readonly high: number | null }) | null;
  readonly trees: { readonly chanceUp: number } | null;
}

const DOWN_SIZE = 0.5;
/** As for every stop: nearer than this, costs are a large part of what is at risk. */
const STOP_FRACTION_MIN = 0.02;

/**
 * What forecasts that have earned a part change of a purchase at `price`. They only ever take: half the size where one
 * calls a fall likelier, a nearer stop and a nearer target at the edges of the band; a forecast of a rise makes nothing
 * larger. So the worst a wrong one can do is a smaller gain, and nobody risks more because a model was right sixty times.
 * Null where none has earned a part, or none was made lately. Models that
 * disagree count as the one that calls a fall likelier.
 */
export function forecastShare(
  current: CurrentForecasts,
  use: Readonly<Record<keyof CurrentForecasts, ForecastUse>>,
  entry: { readonly price: number; readonly stopPrice: number | null; readonly targetPrice: number | null },
): ForecastChange | null {
  const prophet = use.prophet === 'better' ? current.prophet : null;
  const trees = use.trees === 'better' ? current.trees : null;
  const chances = [prophet, trees].flatMap((one) => (one === null ? [] : [one.chanceUp]));
  if (chances.length === 0) return null;
  const chanceUp = Math.min(...chances);
  const { price, stopPrice, targetPrice } = entry;
  const stop = Math.min(prophet?.low ?? NaN, price * (1 - STOP_FRACTION_MIN));
  const nearer = stop > (stopPrice ?? 0) ? stop : null;
  const risk = price - (nearer ?? stopPrice ?? price);
  const high = prophet?.high ?? NaN;
  return {
    chanceUp,
    bars: prophet === null ? 1 : HORIZON_BARS,
    sizeFraction: chanceUp < 0.5 ? DOWN_SIZE : 1,
    stopPrice: nearer,
    // A gain that is not worth the risk would be no target.
    targetPrice: high < (targetPrice ?? 0) && high - price >= risk ? high : null,
  };
}
