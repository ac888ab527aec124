import type { Random } from '../../lib/random.ts';
import type { Direction, RegimeState } from './state.ts';

/** How regimes of one kind come and go. Lengths are bars, drifts are log return per bar. */
export interface RegimeHabits {
  readonly flatShare: number;
  readonly lengthMin: number;
  readonly lengthMean: number;
  readonly driftMin: number;
  readonly driftMax: number;
}

/** A trend is not there at once: its drift sets in over this many bars, behind the volume that announces it. */
const ONSET_BARS = 6;

/**
 * The regime that follows. `stretch` is how far the log price stands above where it is drawn to: far above, a way
 * down is likelier than up, which keeps prices in bounds without a visible pull.
 */
export function nextRegime(random: Random, habits: RegimeHabits, stretch: number): RegimeState {
  const draw = random.uniform();
  const upShare = (1 - habits.flatShare) * clamp(0.5 - stretch * 0.9, 0.12, 0.88);
  const direction: Direction = draw < habits.flatShare ? 0 : draw < habits.flatShare + upShare ? 1 : -1;
  const left = Math.round(habits.lengthMin - Math.log(random.uniform()) * (habits.lengthMean - habits.lengthMin));
  return { direction, left, age: 0, drift: direction * random.between(habits.driftMin, habits.driftMax) };
}

/** The drift that a regime adds to this bar. */
export function driftOf(regime: RegimeState): number {
  return regime.drift * Math.min(1, (regime.age + 1) / ONSET_BARS);
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
