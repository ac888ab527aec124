import { createRandom } from '../../lib/random.ts';
import type { BacktestCurve, Trade } from '../backtest/result.ts';

export interface Resampled {
  /** Growth factors of equity, in the order in which they happened: 1.02 is 2 % more. */
  readonly factors: Float64Array;
  /** How many of them follow each other in one draw; 1 draws each for itself. */
  readonly block: number;
  /** Draws of one path, in factors. */
  readonly length: number;
}

/** Outcomes of paths, a number each: final equity and the largest fall below the peak, as fractions of start and peak. */
export interface PathOutcomes {
  readonly final: Float64Array;
  readonly drawdown: Float64Array;
  /** 1 where equity fell to the ruin level at any time. */
  readonly ruined: Float64Array;
}

/** Paths share a stream of numbers by so many: which numbers a path gets does not depend on how the work is cut. */
export const PATHS_A_STREAM = 1_000;

/**
 * Walks paths `begin` (a multiple of `PATHS_A_STREAM`) to before `end`. Seeded: the same seed gives the same paths.
 * @param ruin the fraction of the start at which all counts as lost
 */
export function walkPaths(
  resampled: Resampled,
  paths: { readonly begin: number; readonly end: number; readonly seed: number; readonly ruin: number },
): PathOutcomes {
  const { begin, end, seed, ruin } = paths;
  const count = end - begin;
  const outcomes = {
    final: new Float64Array(count),
    drawdown: new Float64Array(count),
    ruined: new Float64Array(count),
  };
  for (let first = begin; first < end; first += PATHS_A_STREAM) {
    const last = Math.min(end, first + PATHS_A_STREAM);
    const words = streamOf(seed, first / PATHS_A_STREAM);
    if (resampled.block === 1 && first + 2 * PATHS_A_STREAM <= end) {
      const second = streamOf(seed, first / PATHS_A_STREAM + 1);
      drawTwins(resampled, [words, second], { first: first - begin, ruin }, outcomes);
      first += PATHS_A_STREAM;
      continue;
    }
    if (resampled.block === 1)
      drawSingles(resampled, words, { first: first - begin, last: last - begin, ruin }, outcomes);
    else drawBlocks(resampled, words, { first: first - begin, last: last - begin, ruin }, outcomes);
  }
  return outcomes;
}

interface Stretch {
  readonly first: number;
  readonly last: number;
  readonly ruin: number;
}

/** One pass, nothing allocated: the stream's four words live in locals (sfc32, as `lib/random.ts`). */
function drawSingles(
  { factors, length }: Resampled,
  words: Int32Array,
  { first, last, ruin }: Stretch,
  out: PathOutcomes,
) {
  const scale = factors.length / 4_294_967_296;
  let a = words[0]!; // there are four
  let b = words[1]!;
  let c = words[2]!;
  let counter = words[3]!;
  for (let path = first; path < last; path += 1) {
    let worth = 1;
    let peak = 1;
    let lowest = 1;
    // The deepest ratio to the peak so far; compared by multiplying, divided only when it is a new one.
    let deepest = 1;
    for (let draw = 0; draw < length; draw += 1) {
      const sum = (a + b + counter) | 0;
      counter = (counter + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + sum) | 0;
      worth *= factors[((sum >>> 0) * scale) | 0]!; // in range: the number is below 2^32
      if (worth > peak) peak = worth;
      else if (worth < peak * deepest) deepest = worth / peak;
      if (worth < lowest) lowest = worth;
    }
    out.final[path] = worth;
    out.drawdown[path] = 1 - deepest;
    out.ruined[path] = lowest <= ruin ? 1 : 0;
  }
}

/**
 * `drawSingles` over two whole streams side by side. A number depends on the one before it, so that one stream leaves
 * the machine waiting; two do not wait for each other.
 */
function drawTwins(
  { factors, length }: Resampled,
  [one, two]: readonly [Int32Array, Int32Array],
  { first, ruin }: Omit<Stretch, 'last'>,
  out: PathOutcomes,
) {
  const scale = factors.length / 4_294_967_296;
  let a1 = one[0]!; // there are four of each
  let b1 = one[1]!;
  let c1 = one[2]!;
  let counter1 = one[3]!;
  let a2 = two[0]!;
  let b2 = two[1]!;
  let c2 = two[2]!;
  let counter2 = two[3]!;
  for (let path = first; path < first + PATHS_A_STREAM; path += 1) {
    let worth1 = 1;
    let peak1 = 1;
    let lowest1 = 1;
    let deepest1 = 1;
    let worth2 = 1;
    let peak2 = 1;
    let lowest2 = 1;
    let deepest2 = 1;
    for (let draw = 0; draw < length; draw += 1) {
      const sum1 = (a1 + b1 + counter1) | 0;
      const sum2 = (a2 + b2 + counter2) | 0;
      counter1 = (counter1 + 1) | 0;
      counter2 = (counter2 + 1) | 0;
      a1 = b1 ^ (b1 >>> 9);
      a2 = b2 ^ (b2 >>> 9);
      b1 = (c1 + (c1 << 3)) | 0;
      b2 = (c2 + (c2 << 3)) | 0;
      c1 = (((c1 << 21) | (c1 >>> 11)) + sum1) | 0;
      c2 = (((c2 << 21) | (c2 >>> 11)) + sum2) | 0;
      worth1 *= factors[((sum1 >>> 0) * scale) | 0]!; // in range: the number is below 2^32
      worth2 *= factors[((sum2 >>> 0) * scale) | 0]!;
      if (worth1 > peak1) peak1 = worth1;
      else if (worth1 < peak1 * deepest1) deepest1 = worth1 / peak1;
      if (worth2 > peak2) peak2 = worth2;
      else if (worth2 < peak2 * deepest2) deepest2 = worth2 / peak2;
      if (worth1 < lowest1) lowest1 = worth1;
      if (worth2 < lowest2) lowest2 = worth2;
    }
    const twin = path + PATHS_A_STREAM;
    out.final[path] = worth1;
    out.drawdown[path] = 1 - deepest1;
    out.ruined[path] = lowest1 <= ruin ? 1 : 0;
    out.final[twin] = worth2;
    out.drawdown[twin] = 1 - deepest2;
    out.ruined[twin] = lowest2 <= ruin ? 1 : 0;
  }
}

function drawBlocks(
  { factors, length, block }: Resampled,
  words: Int32Array,
  { first, last, ruin }: Stretch,
  out: PathOutcomes,
) {
  const scale = factors.length / 4_294_967_296;
  let a = words[0]!; // there are four
  let b = words[1]!;
  let c = words[2]!;
  let counter = words[3]!;
  for (let path = first; path < last; path += 1) {
    let worth = 1;
    let peak = 1;
    let lowest = 1;
    let deepest = 1;
    let drawn = 0;
    while (drawn < length) {
      const sum = (a + b + counter) | 0;
      counter = (counter + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + sum) | 0;
      let place = ((sum >>> 0) * scale) | 0;
      const until = Math.min(length, drawn + block);
      for (; drawn < until; drawn += 1) {
        worth *= factors[place]!; // in range
        place = place + 1 === factors.length ? 0 : place + 1;
        if (worth > peak) peak = worth;
        else if (worth < peak * deepest) deepest = worth / peak;
        if (worth < lowest) lowest = worth;
      }
    }
    out.final[path] = worth;
    out.drawdown[path] = 1 - deepest;
    out.ruined[path] = lowest <= ruin ? 1 : 0;
  }
}

/** Four words that start a stream of its own. */
function streamOf(seed: number, stream: number): Int32Array {
  const random = createRandom(seed, stream);
  return Int32Array.from({ length: 4 }, () => random.below(4_294_967_296) | 0);
}

/**
 * What each closed trade did to all the money there was, in the order of their exits. Trades that were open together are
 * counted one after the other.
 */
export function tradeFactors(trades: readonly Trade[], equity: Float64Array, startCash: number): Float64Array {
  const closed = trades.filter(({ exit }) => exit !== null);
  return Float64Array.from(closed, ({ entry, pnl }) => {
    const before = entry.step === 0 ? startCash : (equity[entry.step - 1] ?? startCash);
    return Math.max(0, 1 + pnl / before);
  });
}

/** What each bar did to all the money there was. */
export function barFactors({ equity }: Pick<BacktestCurve, 'equity'>): Float64Array {
  const factors = new Float64Array(Math.max(0, equity.length - 1));
  for (let i = 0; i < factors.length; i += 1) {
    const before = equity[i]!; // in range
    factors[i] = before > 0 ? Math.max(0, equity[i + 1]! / before) : 1; // in range
  }
  return factors;
}

/** The usual length of a block of so many: its cube root (Hall, Horowitz & Jing, 1995). */
export function usualBlock(count: number): number {
  return Math.max(2, Math.round(Math.cbrt(count)));
}
