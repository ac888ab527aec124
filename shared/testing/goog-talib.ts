import { readFileSync } from 'node:fs';
import type { BarColumns } from '../domain/bar.ts';
import fixture from './goog-talib-120.json' with { type: 'json' };

/** The first 120 daily bars of GOOG as columns. */
export function googBars(): BarColumns {
  const { date, o, h, l, c, v } = fixture.bars;
  return {
    t: Float64Array.from(date, (day) => Date.parse(day)),
    o: Float64Array.from(o),
    h: Float64Array.from(h),
    l: Float64Array.from(l),
    c: Float64Array.from(c),
    v: Float64Array.from(v),
  };
}

/** What TA-Lib 0.4 (C) computes over them; NaN before the first valid bar. */
export function talib(name: keyof typeof fixture.talib): Float64Array {
  return Float64Array.from(fixture.talib[name], (value) => value ?? NaN);
}

/** All daily bars of `bars/GOOG.csv`, 2004-08-19 to 2013-03-01. */
export function googCsvBars(): BarColumns {
  const text = readFileSync(new URL('./bars/GOOG.csv', import.meta.url).pathname, 'utf8');
  const rows = text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  const column = (index: number): Float64Array => Float64Array.from(rows, (cells) => Number(cells[index]));
  return {
    t: Float64Array.from(rows, ([day = '']) => Date.parse(day)),
    o: column(1),
    h: column(2),
    l: column(3),
    c: column(4),
    v: column(5),
  };
}
