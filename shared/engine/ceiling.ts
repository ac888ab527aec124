import { quantise, type Tickable } from '../domain/tick.ts';

/** A buy may pay this far above the last price: half an average true range, but at least and at most these fractions. */
export const COLLAR_MIN_FRACTION = 0.001;
export const COLLAR_MAX_FRACTION = 0.005;
/** Where the average true range is not known yet. */
export const COLLAR_USUAL_FRACTION = 0.003;
const COLLAR_ATR_MULTIPLE = 0.5;

/** The collar as a fraction of the price: 0.3 % in the middle, wider where the instrument moves more. */
export function collarFraction(price: number, atr: number | null): number {
  if (atr === null || !(atr > 0)) return COLLAR_USUAL_FRACTION;
  return Math.min(COLLAR_MAX_FRACTION, Math.max(COLLAR_MIN_FRACTION, (COLLAR_ATR_MULTIPLE * atr) / price));
}

/** "At most": the last price plus its collar, on the tick, never below the last price's own tick. */
export function ceilingPrice(price: number, atr: number | null, instrument: Tickable): number {
  const ceiling = quantise(price * (1 + collarFraction(price, atr)), instrument, 'buy-limit');
  // A tick wider than the collar (KRW 100 at 20,100 won) must not put the ceiling below what it trades at.
  return ceiling >= price ? ceiling : quantise(price, instrument, 'sell-limit');
}
