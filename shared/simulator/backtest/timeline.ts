import type { BarColumns } from '../../domain/bar.ts';

/**
 * Opening instants of all bars in the range, of any instrument, each once, ascending. One instrument's own column is
 * answered as a view, without a copy.
 */
export function timelineOf(columns: readonly BarColumns[], from: number | null, to: number | null): Float64Array {
  const parts = columns.map(({ t }) => t.subarray(firstAtOrAfter(t, from ?? -Infinity), firstAfter(t, to ?? Infinity)));
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let length = 0;
  for (const part of parts) {
    all.set(part, length);
    length += part.length;
  }
  all.sort();
  let kept = 0;
  for (let i = 0; i < length; i += 1) {
    if (i === 0 || all[i] !== all[kept - 1]) {
      all[kept] = all[i]!; // in range
      kept += 1;
    }
  }
  return all.subarray(0, kept);
}

/** Index of the first instant that is not before `at`. */
export function firstAtOrAfter(t: Float64Array, at: number): number {
  let low = 0;
  let high = t.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (t[middle]! < at)
      low = middle + 1; // in range
    else high = middle;
  }
  return low;
}

function firstAfter(t: Float64Array, at: number): number {
  let low = 0;
  let high = t.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (t[middle]! <= at)
      low = middle + 1; // in range
    else high = middle;
  }
  return low;
}
