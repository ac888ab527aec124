/** Columns of equal length, ascending by the first one (opening times), each time once. */
export type TimedColumns = readonly Float64Array[];

/** First index whose time is not below `from`. */
export function lowerBound(times: Float64Array, from: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] as number) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Rows with `from <= t < until`, as views. */
export function sliceTimed(columns: TimedColumns, from: number, until: number): TimedColumns {
  const times = columns[0] as Float64Array; // columns begin with times
  const start = lowerBound(times, from);
  const end = lowerBound(times, until);
  if (start === 0 && end === times.length) return columns;
  return columns.map((column) => column.subarray(start, end));
}

/**
 * One ascending table of several; where two have the same time, the earlier table's row counts. Tables narrower than
 * `width` get NaN in the columns they lack.
 */
export function mergeTimed(tables: readonly TimedColumns[], width: number): Float64Array[] {
  const parts = tables.filter((table) => (table[0]?.length ?? 0) > 0);
  const inOrder = parts
    .map((table, priority) => ({ table, priority, first: table[0]?.[0] ?? 0, last: table[0]?.at(-1) ?? 0 }))
    .sort((a, b) => a.first - b.first);
  const isDisjoint = inOrder.every((part, index) => index === 0 || part.first > (inOrder[index - 1]?.last ?? Infinity));
  const length = parts.reduce((sum, table) => sum + (table[0]?.length ?? 0), 0);
  const merged = Array.from({ length: width }, () => new Float64Array(length));
  if (isDisjoint) {
    let at = 0;
    for (const { table } of inOrder) {
      for (let index = 0; index < width; index++) {
        const column = table[index];
        if (column) merged[index]?.set(column, at);
        else merged[index]?.fill(Number.NaN, at, at + (table[0]?.length ?? 0));
      }
      at += table[0]?.length ?? 0;
    }
    return merged;
  }
  return mergeOverlapping(parts, merged);
}

function mergeOverlapping(parts: readonly TimedColumns[], merged: Float64Array[]): Float64Array[] {
  const at = parts.map(() => 0);
  let length = 0;
  for (;;) {
    let best = -1;
    let bestTime = Infinity;
    for (const [index, table] of parts.entries()) {
      const time = table[0]?.[at[index] ?? 0];
      if (time !== undefined && time < bestTime) [best, bestTime] = [index, time];
    }
    if (best < 0) return merged.map((column) => column.slice(0, length));
    for (const [index, column] of merged.entries())
      column[length] = parts[best]?.[index]?.[at[best] ?? 0] ?? Number.NaN;
    length += 1;
    for (const [index, table] of parts.entries()) {
      if (table[0]?.[at[index] ?? 0] === bestTime) at[index] = (at[index] ?? 0) + 1;
    }
  }
}
