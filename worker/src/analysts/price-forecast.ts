import { BAND_FRACTION, FIT_BARS, HORIZON_BARS, type PriceForecast } from '#shared/analysis/forecast.ts';
import { normalBelow } from '#shared/analysis/chance.ts';
import { askProphet } from './prophet/prophet.ts';

/** Futures drawn for the band: its edges move by less than a tenth of its width from draw to draw. */
const DRAWS = 300;
/** Φ⁻¹ of the band's upper edge. */
const BAND_Z = 1.2815515655446004;
const DAY_S = 86_400;

/**
 * Where the price may be after each of the next bars, from the closes up to and with `last`. A bar counts as a day
 * whatever lies between: nights and holidays move nothing. The model's own forecast begins on its trend line, which a
 * price is rarely on: its steps from there are taken from the newest close (on 154 past weeks of one share that was
 * right 80 times instead of 73, and 90 instead of 66 fell inside the band). Null where no trend can be fitted.
 */
export async function forecastAt(closes: Float64Array, last: number): Promise<PriceForecast | null> {
  const values = closes.subarray(Math.max(0, last + 1 - FIT_BARS), last + 1);
  const instants = (from: number, count: number): Float64Array =>
    Float64Array.from({ length: count }, (_, i) => (from + i) * DAY_S);
  const answer = await askProphet({
    times: instants(0, values.length),
    values,
    // The newest close itself comes first: where the trend line is now.
    ahead: instants(values.length - 1, HORIZON_BARS + 1),
    bandFraction: BAND_FRACTION,
    draws: DRAWS,
  });
  if (answer === null) return null;
  // In range, all of them: one value per instant asked for.
  const close = closes[last]!;
  const scale = close / answer.median[0]!;
  const from = (column: Float64Array): number[] => Array.from(column.subarray(1), (value) => value * scale);
  const [low, median, high] = [from(answer.low), from(answer.median), from(answer.high)];
  const end = HORIZON_BARS - 1;
  // The band is normal in the logarithm, around the median.
  const sigma = Math.log(high[end]! / low[end]!) / (2 * BAND_Z);
  const chanceUp = sigma > 0 ? normalBelow(Math.log(median[end]! / close) / sigma) : 0.5;
  return { low, median, high, chanceUp };
}
