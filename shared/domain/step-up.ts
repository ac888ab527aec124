import type { World } from './market.ts';

/**
 * Largest purchase without a step-up where nobody set another, as a fraction of equity. Half of the largest position
 * there may be: the everyday sizes pass, the few that would hurt ask. With play money none asks until somebody sets it.
 */
const UNCONFIRMED_FRACTION_MAX = 0.05;

export function unconfirmedFractionOf(world: World, set: number | null): number | null {
  return set ?? (world === 'live' ? UNCONFIRMED_FRACTION_MAX : null);
}

/** Worlds whose accounts stand at a real broker, play money or not: there a person confirms what a thief could want. */
export function isAtStake(world: World): boolean {
  return world === 'paper' || world === 'live';
}
