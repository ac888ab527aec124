/** The shares of a distribution that are told. */
export const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

/** Values at `QUANTILES`, between neighbours where one falls between them (Hyndman & Fan type 7). Sorts a copy. */
export function quantilesOf(values: Float64Array): number[] {
  const sorted = values.slice().sort();
  return QUANTILES.map((share) => {
    const place = share * (sorted.length - 1);
    const below = Math.floor(place);
    const low = sorted[below] ?? NaN;
    return low + (place - below) * ((sorted[below + 1] ?? low) - low);
  });
}

export interface Histogram {
  /** Lower end of the first column, and how wide each is; the last one holds its upper end too. */
  readonly from: number;
  readonly width: number;
  readonly counts: readonly number[];
}

/** Counts in equal columns between the smallest and the largest but for the outermost 0.5 % of each side, which the end columns hold. */
export function histogramOf(values: Float64Array, columns: number): Histogram {
  const sorted = values.slice().sort();
  const low = sorted[Math.floor(sorted.length * 0.005)] ?? 0;
  const high = sorted[Math.ceil(sorted.length * 0.995) - 1] ?? 0;
  const width = (high - low) / columns;
  const counts = new Array<number>(columns).fill(0);
  for (const value of sorted) {
    const column = width > 0 ? Math.floor((value - low) / width) : 0;
    counts[Math.max(0, Math.min(columns - 1, column))]! += 1; // in range
  }
  return { from: low, width, counts };
}
