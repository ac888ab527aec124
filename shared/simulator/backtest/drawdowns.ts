import { STRETCH } from '../../lib/stretch.ts';

/** Falls of a curve from its peaks; conventions in `statistics.ts`. */
export interface Drawdowns {
  readonly peakEquity: number;
  readonly meanEquity: number;
  readonly maxDrawdown: number;
  readonly averageDrawdown: number | null;
  readonly maxDrawdownMs: number;
  readonly averageDrawdownMs: number | null;
}

/** Measures every fall from its peak until that is passed again, or to the end. */
export function drawdownsOf(times: Float64Array, equity: Float64Array): Drawdowns {
  const { length } = equity;
  const falls = new Falls(times, equity);
  for (let from = 0; from < length; from += STRETCH) falls.follow(from, Math.min(from + STRETCH, length));
  return falls.measured();
}

/** Fraction below the peak so far, at each place of a curve. */
export function drawdownCurve(equity: Float64Array): Float64Array {
  const below = new Float64Array(equity.length);
  let peak = -Infinity;
  for (let i = 0; i < equity.length; i += 1) {
    const value = equity[i]!; // in range
    if (value >= peak) peak = value;
    below[i] = 1 - value / peak;
  }
  return below;
}

class Falls {
  readonly #times: Float64Array;
  readonly #equity: Float64Array;
  #peak = -Infinity;
  /** Where the newest of its highest values stands. */
  #peakPlace = 0;
  /** The lowest value since. */
  #low = Infinity;
  #sum = 0;
  #count = 0;
  #depths = 0;
  #deepest = 0;
  #lengths = 0;
  #longest = 0;

  constructor(times: Float64Array, equity: Float64Array) {
    this.#times = times;
    this.#equity = equity;
  }

  follow(from: number, to: number): void {
    const equity = this.#equity;
    let peak = this.#peak;
    let low = this.#low;
    let sum = this.#sum;
    for (let i = from; i < to; i += 1) {
      const value = equity[i]!; // in range
      sum += value;
      if (value >= peak) {
        if (low < peak) {
          this.#low = low;
          this.#end(i);
        }
        peak = value;
        low = value;
        this.#peak = value;
        this.#peakPlace = i;
      } else if (value < low) low = value;
    }
    this.#low = low;
    this.#sum = sum;
  }

  measured(): Drawdowns {
    const { length } = this.#equity;
    if (this.#low < this.#peak) this.#end(length - 1);
    const isAny = this.#count > 0;
    return {
      peakEquity: this.#peak,
      meanEquity: this.#sum / length,
      maxDrawdown: this.#deepest,
      averageDrawdown: isAny ? this.#depths / this.#count : null,
      maxDrawdownMs: this.#longest,
      averageDrawdownMs: isAny ? this.#lengths / this.#count : null,
    };
  }

  /** A fall that is over at this place. */
  #end(place: number): void {
    const depth = 1 - this.#low / this.#peak;
    // The double next to the peak is no fall.
    if (!(depth > 0)) return;
    const length = this.#times[place]! - this.#times[this.#peakPlace]!; // both in range
    this.#count += 1;
    this.#depths += depth;
    this.#lengths += length;
    if (depth > this.#deepest) this.#deepest = depth;
    if (length > this.#longest) this.#longest = length;
  }
}
