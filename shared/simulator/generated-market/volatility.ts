import { clamp } from './regimes.ts';

const REACTION = 0.13;
const PERSISTENCE = 0.84;

/**
 * The relative variance of the next bar after a shock, GARCH(1,1) around 1: big moves are followed by big moves of
 * either sign (T. Bollerslev, Journal of Econometrics 31, 1986). Bounded, so that no storm feeds itself for ever.
 */
export function nextVariance(variance: number, shock: number): number {
  const next = 1 - REACTION - PERSISTENCE + REACTION * shock * shock + PERSISTENCE * variance;
  return clamp(next, 0.25, 6);
}
