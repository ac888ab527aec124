import { tickSize, type Tickable } from './tick.ts';

/** How far a Korean share may trade from the close before, either way (`reference/09-markets.md`; since 2015-06-15). */
const KRX_DAILY_PERCENT = 30n;

/**
 * Lowest and highest price of a KRX trading day, from the close before it, in won: 30 % of it, cut down to the tick of
 * the close, added and taken away, and kept on the tick of the price it comes to, inside. Whole won throughout.
 */
export function dailyPriceLimits(
  instrument: Tickable,
  previousClose: number,
): { readonly lowest: number; readonly highest: number } {
  const close = BigInt(Math.round(previousClose));
  const cut = (price: bigint, tick: bigint): bigint => (price / tick) * tick;
  const tickAt = (price: bigint): bigint => BigInt(tickSize(instrument, Number(price)));
  const range = cut((close * KRX_DAILY_PERCENT) / 100n, tickAt(close));
  const high = close + range;
  const low = close - range;
  const step = tickAt(low);
  return { lowest: Number(cut(low + step - 1n, step)), highest: Number(cut(high, tickAt(high))) };
}
