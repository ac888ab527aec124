import type { World } from './market.ts';

/** Worlds whose accounts stand at a real broker, play money or not: there a person confirms what a thief could want. */
export function isAtStake(world: World): boolean {
  return world === 'paper' || world === 'live';
}
