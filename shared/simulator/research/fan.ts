import { quantilesOf } from './distribution.ts';
import { createRandom } from '../../lib/random.ts';
import type { Resampled } from './monte-carlo.ts';

/** Paths that a fan is drawn from: more would not move a line by a pixel. */
const PATHS = 1_000;
const STEPS = 50;

export interface Fan {
  /** How many factors a path has been through at each step; 0 first. */
  readonly at: readonly number[];
  /** Worth as a fraction of the start, at `QUANTILES`, by step. */
  readonly quantiles: readonly (readonly number[])[];
  readonly paths: number;
}

/** How paths spread on their way: quantiles of their worth at evenly spaced steps. */
export function fanOf({ factors, block, length }: Resampled, seed: number): Fan {
  const steps = Math.min(STEPS, length);
  const at = Array.from({ length: steps + 1 }, (_, step) => Math.round((step * length) / steps));
  const worths = at.map(() => new Float64Array(PATHS));
  const random = createRandom(seed, -1);
  for (let path = 0; path < PATHS; path += 1) {
    let worth = 1;
    let step = 0;
    let place = 0;
    for (let drawn = 0; drawn <= length; drawn += 1) {
      if (drawn === at[step]) {
        worths[step]![path] = worth; // one for each step
        step += 1;
      }
      place = drawn % block === 0 ? random.below(factors.length) : (place + 1) % factors.length;
      worth *= factors[place]!; // in range
    }
  }
  return { at, quantiles: worths.map(quantilesOf), paths: PATHS };
}
