import type { BarColumns } from '../../domain/bar.ts';
import { windowMeans } from '../window.ts';

/*
 * What TA-Lib's candlestick functions ask of bars (ta_global.c, default settings): "long", "short" and "doji" compare
 * with the means of the 10 bars before, "near" and "far" with those of the 5 before; the bar itself is not among them.
 */

/** Bars as candles; every question is about the bar at an index that has 10 bars before it. */
export class Candles {
  readonly o: Float64Array;
  readonly h: Float64Array;
  readonly l: Float64Array;
  readonly c: Float64Array;
  readonly #bodies: Float64Array;
  readonly #ranges: Float64Array;
  readonly #fiveRanges: Float64Array;

  constructor({ o, h, l, c }: BarColumns) {
    const column = (): Float64Array => new Float64Array(c.length);
    [this.o, this.h, this.l, this.c] = [o, h, l, c];
    const bodies = c.map((close, i) => Math.abs(close - o[i]!)); // in range, here and below: equally long
    const ranges = h.map((high, i) => high - l[i]!);
    this.#bodies = windowMeans(bodies, 10, column());
    this.#ranges = windowMeans(ranges, 10, column());
    this.#fiveRanges = windowMeans(ranges, 5, column());
  }

  /** 1 for a bar that closed at its open or above, -1 for one below. */
  color(i: number): 1 | -1 {
    return this.c[i]! >= this.o[i]! ? 1 : -1;
  }
  body(i: number): number {
    return Math.abs(this.c[i]! - this.o[i]!);
  }
  top(i: number): number {
    return Math.max(this.c[i]!, this.o[i]!);
  }
  bottom(i: number): number {
    return Math.min(this.c[i]!, this.o[i]!);
  }
  upper(i: number): number {
    return this.h[i]! - this.top(i);
  }
  lower(i: number): number {
    return this.bottom(i) - this.l[i]!;
  }

  isLong(i: number): boolean {
    return this.body(i) > this.#bodies[i - 1]!;
  }
  /** Shorter than usual; some patterns take one of exactly the usual size too: `isSmall`. */
  isShort(i: number): boolean {
    return this.body(i) < this.#bodies[i - 1]!;
  }
  isSmall(i: number): boolean {
    return this.body(i) <= this.#bodies[i - 1]!;
  }
  isDoji(i: number): boolean {
    return this.body(i) <= 0.1 * this.#ranges[i - 1]!;
  }
  /** What a shadow has to stay under to count as none. */
  noShadow(i: number): number {
    return 0.1 * this.#ranges[i - 1]!;
  }
  hasNoUpper(i: number): boolean {
    return this.upper(i) < this.noShadow(i);
  }
  hasNoLower(i: number): boolean {
    return this.lower(i) < this.noShadow(i);
  }
  near(i: number): number {
    return 0.2 * this.#fiveRanges[i - 1]!;
  }
  far(i: number): number {
    return 0.6 * this.#fiveRanges[i - 1]!;
  }

  /** The body lies above, or below, that of bar `j`. */
  bodyAbove(i: number, j: number): boolean {
    return this.bottom(i) > this.top(j);
  }
  bodyBelow(i: number, j: number): boolean {
    return this.top(i) < this.bottom(j);
  }
  /** The body lies strictly inside that of bar `j`. */
  bodyInside(i: number, j: number): boolean {
    return this.top(i) < this.top(j) && this.bottom(i) > this.bottom(j);
  }
  /** All of the bar, shadows too, lies above, or below, bar `j`. */
  above(i: number, j: number): boolean {
    return this.l[i]! > this.h[j]!;
  }
  below(i: number, j: number): boolean {
    return this.h[i]! < this.l[j]!;
  }
}
