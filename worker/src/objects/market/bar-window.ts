import type { BarColumns } from '#shared/domain/bar.ts';
import type { Instrument } from '#shared/domain/instrument.ts';
import type { MarketWindow } from '#shared/domain/screen.ts';
import type { MarketMs } from '#shared/lib/time.ts';
import type { StepBars } from './bar-source.ts';

/** Closed bars kept in memory per instrument: two years of days, for the largest night move of that time. */
export const WINDOW_BARS = 520;
const CAPACITY = WINDOW_BARS * 2;
const NAMES = ['t', 'o', 'h', 'l', 'c', 'v'] as const;

/**
 * The last closed bars of every instrument, split-adjusted as of now. Arrays are twice as long as the window, so that
 * they slide only every `WINDOW_BARS` bars.
 */
export class BarWindow {
  readonly instruments: readonly Instrument[];
  private readonly columns: BarColumns[];
  private readonly counts: Int32Array;
  /** Positions that can be traded: an index is only looked at. */
  private readonly tradable: readonly number[];
  private readonly tradableInstruments: readonly Instrument[];
  private readonly tradableColumns: readonly BarColumns[];

  constructor(instruments: readonly Instrument[]) {
    this.instruments = instruments;
    this.counts = new Int32Array(instruments.length);
    const column = (): Float64Array => new Float64Array(CAPACITY);
    this.columns = instruments.map(() => ({
      t: column(),
      o: column(),
      h: column(),
      l: column(),
      c: column(),
      v: column(),
    }));
    this.tradable = [...instruments.keys()].filter((position) => instruments[position]?.kind !== 'index');
    this.tradableInstruments = this.tradable.map((position) => instruments[position] as Instrument); // in range
    this.tradableColumns = this.tradable.map((position) => this.columns[position] as BarColumns); // in range
  }

  /** Puts stored bars of one instrument in place of what is there. */
  load(position: number, bars: BarColumns): void {
    const target = this.columns[position] as BarColumns; // callers know the market
    const from = Math.max(0, bars.t.length - WINDOW_BARS);
    for (const name of NAMES) target[name].set(bars[name].subarray(from));
    this.counts[position] = bars.t.length - from;
  }

  push(bars: StepBars): void {
    for (const [position, columns] of this.columns.entries()) {
      const close = bars.c[position] as number; // one per instrument
      if (Number.isNaN(close)) continue;
      let at = this.counts[position] as number; // one per instrument
      if (at === CAPACITY) {
        for (const name of NAMES) columns[name].copyWithin(0, CAPACITY - WINDOW_BARS);
        at = WINDOW_BARS;
      }
      columns.t[at] = bars.t;
      columns.o[at] = bars.o[position] as number; // as above
      columns.h[at] = bars.h[position] as number;
      columns.l[at] = bars.l[position] as number;
      columns.c[at] = close;
      columns.v[at] = bars.v[position] as number;
      this.counts[position] = at + 1;
    }
  }

  /** Past prices as they would have been with today's shares. */
  split(position: number, ratio: number): void {
    const columns = this.columns[position];
    if (columns === undefined) return;
    const count = this.counts[position] as number; // one per instrument
    for (const name of ['o', 'h', 'l', 'c'] as const) {
      for (let index = 0; index < count; index++) columns[name][index]! /= ratio; // in range
    }
    for (let index = 0; index < count; index++) columns.v[index]! *= ratio; // in range
  }

  /** The last closed bar's close and opening time; null before the first. */
  last(position: number): { readonly close: number; readonly t: number } | null {
    const count = this.counts[position] ?? 0;
    const columns = this.columns[position];
    if (count === 0 || columns === undefined) return null;
    return { close: columns.c[count - 1] as number, t: columns.t[count - 1] as number }; // in range
  }

  /** The close of the newest bar whose opening time fits; null without one. */
  lastBefore(position: number, fits: (t: number) => boolean): number | null {
    const columns = this.columns[position];
    for (let at = (this.counts[position] ?? 0) - 1; at >= 0; at -= 1) {
      if (columns !== undefined && fits(columns.t[at] as number)) return columns.c[at] as number; // in range
    }
    return null;
  }

  /** What can be traded, as screens and looks read it. Columns are not copied: it is good until the next bar. */
  view(step: number, marketAt: MarketMs): MarketWindow {
    const counts = Int32Array.from(this.tradable, (position) => this.counts[position] ?? 0);
    return { instruments: this.tradableInstruments, columns: this.tradableColumns, counts, step, marketAt };
  }
}
