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
 * whatever lies between: nights and holidays move nothing. Null where no trend can be fitted.
 */
export async function forecastAt(closes: Float64Array, last: number): Promise<PriceForecast | null> {
  const values = closes.subarray(Math.max(0, last + 1 - FIT_BARS), last + 1);
  const instants = (from: number, count: number): Float64Array =>
    Float64Array.from({ length: count }, (_, i) => (from + i) * DAY_S);
  const answer = await askProphet({
    times: instants(0, values.length),
    values,
    ahead: instants(values.length, HORIZON_BARS),
    bandFraction: BAND_FRACTION,
    draws: DRAWS,
  });
  if (answer === null) return null;
  const { low, median, high } = answer;
  const end = HORIZON_BARS - 1;
  // In range: one value per bar ahead. The band is normal in the logarithm, around the median.
  const sigma = Math.log(high[end]! / low[end]!) / (2 * BAND_Z);
  const chanceUp = sigma > 0 ? normalBelow(Math.log(median[end]! / closes[last]!) / sigma) : 0.5;
  return { low: [...low], median: [...median], high: [...high], chanceUp };
}
