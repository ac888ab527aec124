import { readFileSync } from 'node:fs';
import type { BarColumns } from '../domain/bar.ts';

/** All 2,148 daily bars of GOOG, 2004-08-19 to 2013-03-01 (`bars/GOOG.csv`). */
export function googHistory(): BarColumns {
  const text = readFileSync(new URL('./bars/GOOG.csv', import.meta.url).pathname, 'utf8');
  const rows = text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  const column = (place: number): Float64Array => Float64Array.from(rows, (row) => Number(row[place]));
  return {
    t: Float64Array.from(rows, (row) => Date.parse(row[0] ?? '')),
    o: column(1),
    h: column(2),
    l: column(3),
    c: column(4),
    v: column(5),
  };
}
