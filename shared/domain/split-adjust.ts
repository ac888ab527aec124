import type { BarColumns } from './bar.ts';

/** A split in force from the bar that opens at `at` on: `ratio` new shares for one. */
export interface DatedSplit {
  readonly at: number;
  readonly ratio: number;
}

/**
 * Raw bars of one instrument as they would have been with the shares of after the last of these splits: what
 * indicators, charts and screens read. Money uses what was traded. Answers the same object when there is nothing to do.
 */
export function adjustForSplits(bars: BarColumns, splits: readonly DatedSplit[]): BarColumns {
  const first = bars.t[0];
  const due = splits.filter(({ at }) => first !== undefined && first < at);
  if (due.length === 0) return bars;
  const factors = Float64Array.from(bars.t, (t) =>
    due.reduce((factor, { at, ratio }) => (t < at ? factor * ratio : factor), 1),
  );
  const price = (column: Float64Array): Float64Array => column.map((value, index) => value / (factors[index] ?? 1));
  return {
    t: bars.t,
    o: price(bars.o),
    h: price(bars.h),
    l: price(bars.l),
    c: price(bars.c),
    v: bars.v.map((value, index) => value * (factors[index] ?? 1)),
  };
}
