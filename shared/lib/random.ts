import { invariant } from './invariant.ts';

/**
 * A seeded stream of numbers. Not for secrets. Only integer operations, `+ - * /`, `sqrt` and `log` stand behind it
 * (no `sin`, `cos`, `pow`, whose last bit differs between builds of V8), so Node and workerd draw the same.
 */
export interface Random {
  /** In the open interval (0, 1), in steps of 2^-32. */
  uniform(): number;
  /** In (low, high). */
  between(low: number, high: number): number;
  /** A whole number in [0, count). */
  below(count: number): number;
  /** Standard normal. */
  normal(): number;
  /** True with this probability. */
  chance(probability: number): boolean;
}

/**
 * The stream at a place: `createRandom(seed, step, instrument)`. Streams of different places are independent, so
 * that one reader's extra draw never moves another's. Path: safe integers.
 * Generator: sfc32 (C. Doty-Humphrey, PractRand), keyed by MurmurHash3's mixing.
 */
export function createRandom(...path: readonly number[]): Random {
  let hash = 0x9e3779b9;
  for (const part of path) {
    invariant(Number.isSafeInteger(part), 'a random path is made of whole numbers');
    hash = mix(hash, part | 0);
    hash = mix(hash, Math.floor(part / TWO_32) | 0);
  }
  return new Sfc32(hash);
}

const TWO_32 = 4_294_967_296;

class Sfc32 implements Random {
  // An array, since V8 keeps whole numbers of 32 bits in fields only by allocating each.
  readonly #words: Int32Array;

  constructor(key: number) {
    this.#words = Int32Array.of(finish(key ^ 0x243f6a88), finish(key ^ 0x85a308d3), finish(key ^ 0x13198a2e), 1);
    for (let round = 0; round < 12; round++) this.uniform();
  }

  uniform(): number {
    const words = this.#words;
    const b = words[1]!; // there are four
    const c = words[2]!;
    const counter = words[3]!;
    const sum = (words[0]! + b + counter) | 0;
    words[3] = counter + 1;
    words[0] = b ^ (b >>> 9);
    words[1] = c + (c << 3);
    words[2] = ((c << 21) | (c >>> 11)) + sum;
    return ((sum >>> 0) + 0.5) / TWO_32;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.uniform();
  }

  below(count: number): number {
    return Math.floor(this.uniform() * count);
  }

  normal(): number {
    return normalQuantile(this.uniform());
  }

  chance(probability: number): boolean {
    return this.uniform() < probability;
  }
}

/** One block of MurmurHash3 (x86, 32 bit). */
function mix(hash: number, block: number): number {
  let k = Math.imul(block, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  const h = hash ^ Math.imul(k, 0x1b873593);
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

/** MurmurHash3's finaliser: every bit in moves half of the bits out. */
function finish(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/**
 * The standard normal's quantile for p in (0, 1), relative error below 1.2e-9.
 * P. J. Acklam, "An algorithm for computing the inverse normal cumulative distribution function" (2003).
 */
export function normalQuantile(p: number): number {
  if (p < 0.02425) return tail(Math.sqrt(-2 * Math.log(p)));
  if (p > 1 - 0.02425) return -tail(Math.sqrt(-2 * Math.log(1 - p)));
  const q = p - 0.5;
  const r = q * q;
  const top =
    ((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r -
      30.66479806614716) *
      r +
    2.506628277459239;
  const bottom =
    ((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r -
      13.28068155288572) *
      r +
    1;
  return (top * q) / bottom;
}

function tail(q: number): number {
  const top =
    ((((-0.007784894002430293 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) * q +
      4.374664141464968) *
      q +
    2.938163982698783;
  const bottom =
    (((0.007784695709041462 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1;
  return top / bottom;
}
