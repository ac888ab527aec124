import { DAY_MS, HOUR_MS, MINUTE_MS, type MarketMs } from '../lib/time.ts';

export const TIMEFRAMES = ['1m', '5m', '15m', '1h', '1d', '1w'] as const;
export type Timeframe = (typeof TIMEFRAMES)[number];

/** Length of a bar on the clock, in milliseconds; a trading day counts as a day, a week as seven. */
export const TIMEFRAME_MS: Record<Timeframe, number> = {
  '1m': MINUTE_MS,
  '5m': 5 * MINUTE_MS,
  '15m': 15 * MINUTE_MS,
  '1h': HOUR_MS,
  '1d': DAY_MS,
  '1w': 7 * DAY_MS,
};

/** One closed bar. `t` is its opening instant (for `1d` and `1w`: midnight UTC of the trading day's date). */
export interface Bar {
  readonly t: MarketMs;
  readonly o: number;
  readonly h: number;
  readonly l: number;
  readonly c: number;
  readonly v: number;
}

/** Bars as columns, oldest first; all arrays have the same length. What indicators, screens and RPC work on. */
export interface BarColumns {
  readonly t: Float64Array;
  readonly o: Float64Array;
  readonly h: Float64Array;
  readonly l: Float64Array;
  readonly c: Float64Array;
  readonly v: Float64Array;
}

/** The six columns in one buffer, `t o h l c v`, each `length` long: how bars are stored and travel. */
export function packColumns(columns: BarColumns): ArrayBuffer {
  const length = columns.t.length;
  const packed = new Float64Array(length * 6);
  packed.set(columns.t, 0);
  packed.set(columns.o, length);
  packed.set(columns.h, length * 2);
  packed.set(columns.l, length * 3);
  packed.set(columns.c, length * 4);
  packed.set(columns.v, length * 5);
  return packed.buffer;
}

/** The inverse of `packColumns`: views, no copy. Throws when the buffer is not six equal columns. */
export function unpackColumns(buffer: ArrayBuffer): BarColumns {
  if (buffer.byteLength % 48 !== 0) throw new Error(`not six columns of float64: ${buffer.byteLength} bytes`);
  const length = buffer.byteLength / 48;
  const column = (index: number): Float64Array => new Float64Array(buffer, index * length * 8, length);
  return { t: column(0), o: column(1), h: column(2), l: column(3), c: column(4), v: column(5) };
}

/** Bars of one instrument that lie one after the other, as one. */
export function joinColumns(pages: readonly BarColumns[]): BarColumns {
  const length = pages.reduce((sum, { t }) => sum + t.length, 0);
  const join = (pick: (page: BarColumns) => Float64Array): Float64Array => {
    const column = new Float64Array(length);
    let at = 0;
    for (const page of pages) {
      column.set(pick(page), at);
      at += page.t.length;
    }
    return column;
  };
  return {
    t: join(({ t }) => t),
    o: join(({ o }) => o),
    h: join(({ h }) => h),
    l: join(({ l }) => l),
    c: join(({ c }) => c),
    v: join(({ v }) => v),
  };
}
