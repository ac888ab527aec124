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
