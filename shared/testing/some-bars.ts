import type { BarColumns } from '../domain/bar.ts';
import { DAY_MS } from '../lib/time.ts';

/** A repeatable stream of numbers in [0, 1) (mulberry32): for bars of tests, nothing else. */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface BarsOptions {
  readonly seed?: number;
  readonly start?: number;
  /** Typical size of one bar's move, as a fraction. */
  readonly swing?: number;
  /** Mean of one bar's move, as a fraction. */
  readonly drift?: number;
  readonly barMs?: number;
  readonly firstAt?: number;
}

/** Bars of a random walk with gaps between bars, valid in every way (low <= open, close <= high; volume > 0). */
export function someBars(length: number, options: BarsOptions = {}): BarColumns {
  const { seed = 1, start = 100, swing = 0.015, drift = 0, barMs = DAY_MS, firstAt = 1_262_304_000_000 } = options;
  const next = numbersFrom(seed);
  const column = (): Float64Array => new Float64Array(length);
  const columns = { t: column(), o: column(), h: column(), l: column(), c: column(), v: column() };
  let close = start;
  for (let i = 0; i < length; i += 1) {
    const open = close * (1 + (next() - 0.5) * swing);
    close = open * (1 + drift + (next() + next() + next() - 1.5) * swing);
    columns.t[i] = firstAt + i * barMs;
    columns.o[i] = open;
    columns.c[i] = close;
    columns.h[i] = Math.max(open, close) * (1 + next() * swing * 0.5);
    columns.l[i] = Math.min(open, close) * (1 - next() * swing * 0.5);
    columns.v[i] = Math.round(1_000_000 * (0.4 + next() * 1.2) * (next() < 0.1 ? 2.5 : 1));
  }
  return columns;
}

/** Bars that open and close at the given prices, each opening at the close before, with a small range. */
export function barsOfCloses(closes: readonly number[], barMs = DAY_MS): BarColumns {
  const c = Float64Array.from(closes);
  const o = c.map((close, i) => c[i - 1] ?? close);
  return {
    t: c.map((_, i) => 1_262_304_000_000 + i * barMs),
    o,
    h: c.map((close, i) => Math.max(close, o[i] ?? close) * 1.001),
    l: c.map((close, i) => Math.min(close, o[i] ?? close) * 0.999),
    c,
    v: c.map(() => 1_000_000),
  };
}

/** The first `count` bars, as views. */
export function firstBars(columns: BarColumns, count: number): BarColumns {
  const cut = (column: Float64Array): Float64Array => column.subarray(0, count);
  return {
    t: cut(columns.t),
    o: cut(columns.o),
    h: cut(columns.h),
    l: cut(columns.l),
    c: cut(columns.c),
    v: cut(columns.v),
  };
}
