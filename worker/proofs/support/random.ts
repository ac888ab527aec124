/** Numbers that look random and come again from the same seed. */
export interface Random {
  /** From 0 up to 1. */
  next(): number;
  /** A whole number, both bounds included. */
  int(min: number, max: number): number;
  chance(share: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** A whole number from 1 to `max` that is not `not`. */
  other(not: number, max: number): number;
  /** Another source that depends on this one and a number only: the order of asking does not matter. */
  fork(n: number): Random;
}

/** Mulberry32: 32 bits of state, good enough to choose schedules. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    int,
    chance: (share) => next() < share,
    pick: (from) => {
      const chosen = from[int(0, from.length - 1)];
      if (chosen === undefined) throw new Error('nothing to choose from');
      return chosen;
    },
    other: (not, max) => {
      const chosen = int(1, max - 1);
      return chosen >= not ? chosen + 1 : chosen;
    },
    fork: (n) => randomOf(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(n + 1, 0xc2b2ae35)),
  };
}
