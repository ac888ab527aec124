import type { BarColumns } from '../../domain/bar.ts';
import { trueRange } from '../atr/atr.ts';
import { bars, blank, columnsFor, define, param, type HotIndicator, type IndicatorStream } from '../indicator.ts';

export interface Adx {
  readonly adx: Float64Array;
  readonly plusDi: Float64Array;
  readonly minusDi: Float64Array;
}

const NAMES = ['adx', 'plusDi', 'minusDi'] as const;
/** Below this, nothing moved. */
const NOTHING = 1e-14;

/**
 * Average directional index and both directional indicators, 0 to 100. NaN before `2 * period - 1` (DI: `period`).
 *
 * Wilder's sums start with the plain sum of the first period - 1 movements; from then on each loses its period-th
 * part and gains the newest. DX exists from index `period`, ADX is the mean of the first `period` of them and is
 * then smoothed. Where nothing moved there is no DX and ADX stays as it was. (ta_ADX.c, ta_PLUS_DI.c.)
 */
export function adx(
  columns: Pick<BarColumns, 'h' | 'l' | 'c'>,
  period: number,
  out: Adx = outputs(columns.c.length),
): Adx {
  const { h, l, c } = columns;
  const { adx: averages, plusDi, minusDi } = out;
  const { length } = c;
  const first = 2 * period - 1;
  blank(averages, first);
  blank(plusDi, period);
  blank(minusDi, period);
  const share = 1 / period;
  const keep = 1 - share;
  // Movements are held twice: |x| + x is 0 or 2x without a branch; the factor cancels.
  let plus = 0;
  let minus = 0;
  let range = 0;
  let average = 0;
  const seeded = Math.min(first + 1, length);
  let [high, low, close] = [h[0] ?? NaN, l[0] ?? NaN, c[0] ?? NaN];
  for (let i = 1; i < seeded; i += 1) {
    const rise = twice(h[i]! - high); // in range, here and below: 1 <= i < length, columns are equally long
    const fall = twice(low - l[i]!);
    const fades = i < period ? 1 : keep;
    plus = plus * fades + rise * Number(rise > fall);
    minus = minus * fades + fall * Number(fall > rise);
    range = range * fades + 2 * trueRange(h[i]!, l[i]!, close);
    high = h[i]!;
    low = l[i]!;
    close = c[i]!;
    if (i < period) continue;
    const per = share100(plus + minus, range);
    plusDi[i] = plus * (plus + minus) * per;
    minusDi[i] = minus * (plus + minus) * per;
    average += Math.abs(plus - minus) * range * per * share;
  }
  if (first < length) averages[first] = average;
  for (let i = first + 1; i < length; i += 1) {
    const rise = twice(h[i]! - high);
    const fall = twice(low - l[i]!);
    plus = plus * keep + rise * Number(rise > fall);
    minus = minus * keep + fall * Number(fall > rise);
    range = range * keep + 2 * trueRange(h[i]!, l[i]!, close);
    high = h[i]!;
    low = l[i]!;
    close = c[i]!;
    const moved = plus + minus;
    const per = share100(moved, range);
    plusDi[i] = plus * moved * per;
    minusDi[i] = minus * moved * per;
    if (per > 0) average = average * keep + Math.abs(plus - minus) * range * per * share;
    averages[i] = average;
  }
  return out;
}

/**
 * 100 / (moved × range): times one of them it is 100 over the other, so that one division serves DI and DX. 0 where
 * nothing moved.
 */
function share100(moved: number, range: number): number {
  return range > NOTHING && 100 * moved > NOTHING * range ? 100 / (moved * range) : 0;
}

/** Twice a positive number, 0 for a negative one. */
function twice(value: number): number {
  return Math.abs(value) + value;
}

function outputs(length: number, out?: readonly Float64Array[]): Adx {
  const [average, plusDi, minusDi] = columnsFor(length, NAMES, out);
  return { adx: average, plusDi, minusDi };
}

function adxStream(period: number): IndicatorStream {
  const keep = 1 - 1 / period;
  const first = 2 * period - 1;
  const out = new Float64Array(3).fill(NaN);
  let index = -1;
  let [plus, minus, range, average] = [0, 0, 0, 0];
  let [high, low, close] = [NaN, NaN, NaN];
  return {
    next: (bar) => {
      index += 1;
      const rise = bar.h - high;
      const fall = low - bar.l;
      const moved = trueRange(bar.h, bar.l, close);
      ({ h: high, l: low, c: close } = bar);
      if (index === 0) return out;
      const fades = index < period ? 1 : keep;
      plus = plus * fades + (rise > 0 && rise > fall ? rise : 0);
      minus = minus * fades + (fall > 0 && fall > rise ? fall : 0);
      range = range * fades + moved;
      if (index < period) return out;
      out[1] = range > NOTHING ? (100 * plus) / range : 0;
      out[2] = range > NOTHING ? (100 * minus) / range : 0;
      const both = out[1] + out[2];
      const dx = both > NOTHING ? (100 * Math.abs(out[1] - out[2])) / both : null;
      if (index > first) average = dx === null ? average : average * keep + dx / period;
      else average += (dx ?? 0) / period;
      if (index >= first) out[0] = average;
      return out;
    },
  };
}

export const ADX: HotIndicator = define({
  name: 'adx',
  source: 'J. Welles Wilder, New Concepts in Technical Trading Systems (1978); TA-Lib ADX, PLUS_DI, MINUS_DI',
  params: { period: bars(14, 2) },
  place: 'percent',
  outputs: NAMES,
  warmUp: (params) => 2 * param(params, 'period') - 1,
  compute: (columns, params, out) => {
    const result = adx(columns, param(params, 'period'), outputs(columns.c.length, out));
    return [result.adx, result.plusDi, result.minusDi];
  },
  stream: (params) => adxStream(param(params, 'period')),
});
