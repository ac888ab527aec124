import type { RiskProfile } from '../domain/risk-profile.ts';
import { quantise, type Tickable } from '../domain/tick.ts';

/** A stop this many average true ranges away is outside what the instrument does on a usual bar. */
const STOP_ATR_MULTIPLE = 3;
/** Nearer than this, fees, tax, collar and slippage would be a large part of what is at risk. */
const STOP_FRACTION_MIN = 0.02;

/**
 * Stop and target of a buy at `price`, on the tick. The stop is three average true ranges away, at least 2 % and at
 * most the profile's stop; where the range is unknown, the profile's. The target keeps the profile's reward for risk
 * (10 for 5, 15 for 8, 25 for 15), so it is never further than the profile's target.
 */
export function protectionFor(
  price: number,
  atr: number | null,
  { profile, instrument }: { readonly profile: RiskProfile; readonly instrument: Tickable },
): { readonly stopPrice: number; readonly targetPrice: number } {
  const { stop, target } = protectionFractions(price, atr, profile);
  return {
    stopPrice: quantise(price * (1 - stop), instrument, 'stop'),
    targetPrice: quantise(price * (1 + target), instrument, 'target'),
  };
}

/** The same as fractions of the price, before ticks. */
export function protectionFractions(
  price: number,
  atr: number | null,
  profile: RiskProfile,
): { readonly stop: number; readonly target: number } {
  const swings = atr !== null && atr > 0 ? (STOP_ATR_MULTIPLE * atr) / price : profile.stop;
  const stop = Math.min(profile.stop, Math.max(STOP_FRACTION_MIN, swings));
  return { stop, target: (stop * profile.target) / profile.stop };
}
