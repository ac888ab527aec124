import { createRandom } from '#shared/lib/random.ts';

/** Numbers that look random and come again from the same seed, as proofs ask for them. */
export interface Random {
  /** From 0 up to 1. */
  next(): number;
  /** A whole number, both bounds included. */
  int(min: number, max: number): number;
  chance(share: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** A whole number from 1 to `max` that is not `not`. */
  other(not: number, max: number): number;
  /** Another source that depends on this one's seed and a number only: the order of asking does not matter. */
  fork(n: number): Random;
}

export function randomOf(...path: readonly number[]): Random {
  const source = createRandom(...path);
  const int = (min: number, max: number): number => min + source.below(max - min + 1);
  return {
    next: () => source.uniform(),
    int,
    chance: (share) => source.uniform() < share,
    pick: (from) => {
      const chosen = from[int(0, from.length - 1)];
      if (chosen === undefined) throw new Error('nothing to choose from');
      return chosen;
    },
    other: (not, max) => {
      const chosen = int(1, max - 1);
      return chosen >= not ? chosen + 1 : chosen;
    },
    fork: (n) => randomOf(...path, n),
  };
}
