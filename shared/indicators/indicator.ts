import type { BarColumns } from '../domain/bar.ts';

/** Parameters of an indicator by name: periods are whole numbers of bars. */
export type IndicatorParams = Readonly<Record<string, number>>;

/** One closed bar as a stream takes it; `t` only matters to what resets by session. */
export interface StreamBar {
  readonly t: number;
  readonly o: number;
  readonly h: number;
  readonly l: number;
  readonly c: number;
  readonly v: number;
}

/**
 * The incremental twin of a kernel: feed closed bars in order. The returned array has one number per output, is NaN
 * during warm-up and is written anew by the next call.
 */
export interface IndicatorStream {
  next(bar: StreamBar): Float64Array;
}

/** How an indicator presents itself to charts, the API and the contract suite. */
export interface Indicator {
  readonly name: string;
  /** Formula and the convention chosen, with its source. */
  readonly source: string;
  readonly defaults: IndicatorParams;
  readonly outputs: readonly string[];
  /** How many leading bars are NaN. */
  readonly warmUp: (params: IndicatorParams) => number;
  /** One array per output, as long as the columns. */
  readonly compute: (columns: BarColumns, params: IndicatorParams) => readonly Float64Array[];
  readonly stream: (params: IndicatorParams) => IndicatorStream;
}

/** A parameter that the definition's defaults contain. Throws on one it does not know, or that is no number. */
export function param(params: IndicatorParams, name: string): number {
  const value = params[name];
  if (value === undefined || !Number.isFinite(value)) throw new Error(`indicator parameter missing: ${name}`);
  return value;
}

/** Fills the first `count` places with NaN: the warm-up. */
export function blank(out: Float64Array, count: number): void {
  out.fill(NaN, 0, Math.min(count, out.length));
}

/** A stream of one output from a function of one bar. */
export function oneOutput(next: (bar: StreamBar) => number): IndicatorStream {
  const out = new Float64Array(1);
  return {
    next: (bar) => {
      out[0] = next(bar);
      return out;
    },
  };
}

/** The last `length` numbers, oldest first; the memory of a stream. */
export class Ring {
  readonly #values: Float64Array;
  #head = 0;
  count = 0;

  constructor(length: number) {
    this.#values = new Float64Array(length);
  }

  /** Adds a number and returns the one it pushes out; 0 while the ring fills. */
  push(value: number): number {
    const oldest = this.#values[this.#head] ?? 0;
    this.#values[this.#head] = value;
    this.#head = this.#head + 1 === this.#values.length ? 0 : this.#head + 1;
    if (this.count < this.#values.length) this.count += 1;
    return oldest;
  }

  get isFull(): boolean {
    return this.count === this.#values.length;
  }

  max(): number {
    let best = -Infinity;
    for (let i = 0; i < this.count; i += 1) best = Math.max(best, this.#values[i] ?? NaN);
    return best;
  }

  min(): number {
    let best = Infinity;
    for (let i = 0; i < this.count; i += 1) best = Math.min(best, this.#values[i] ?? NaN);
    return best;
  }
}
