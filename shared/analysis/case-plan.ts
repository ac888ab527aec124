import { BARS_MIN } from './usable-bars.ts';
import { HORIZON_BARS, PAST_CASES } from './forecast.ts';

/**
 * Past closes that are still to be forecast for a record: so many bars before the newest, newest first. They lie at
 * least a horizon apart from each other and from those that are known, so that no two cases share a day.
 * @param bars bars there are
 * @param known how many bars before the newest each known case was made
 */
export function missingOrigins(bars: number, known: readonly number[]): number[] {
  const origins: number[] = [];
  let ago = HORIZON_BARS;
  while (ago <= bars - BARS_MIN && known.length + origins.length < PAST_CASES) {
    const near = known.find((one) => Math.abs(one - ago) < HORIZON_BARS);
    if (near === undefined) origins.push(ago);
    ago = (near ?? ago) + HORIZON_BARS;
  }
  return origins;
}
