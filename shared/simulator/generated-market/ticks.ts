import { tickSize, type Tickable } from '../../domain/tick.ts';

/**
 * The nearest price that can be quoted, at least one tick. Monotone, since each bound of a tick table is a multiple
 * of the ticks on both of its sides: rounding never turns low above high.
 */
export function toTick(instrument: Tickable, price: number): number {
  const tick = tickSize(instrument, price);
  if (tick >= 1) return Math.max(tick, Math.round(price / tick) * tick);
  // Dividing by an integer gives the double nearest to the decimal; multiplying by 0.01 does not.
  const perUnit = Math.round(1 / tick);
  return Math.max(1, Math.round(price * perUnit)) / perUnit;
}
