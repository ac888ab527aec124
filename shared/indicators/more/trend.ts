import type { BarColumns } from '../../domain/bar.ts';
import { atr, trueRange } from '../atr/atr.ts';
import { bars, blank, columnsFor, define, figure, param, type Indicator } from '../indicator.ts';
import { windowMeans } from '../window.ts';

const PSAR: Indicator = define({
  name: 'psar',
  source: 'J. Welles Wilder (1978), parabolic stop and reverse; first side as TA-Lib SAR (ta_SAR.c)',
  params: { step: figure(0.02, 0.001, 1), most: figure(0.2, 0.001, 1) },
  place: 'price',
  outputs: ['stop'],
  drawn: { stop: 'dots' },
  warmUp: () => 1,
  compute: (columns, params, out) => {
    const [values] = columnsFor(columns.c.length, ['stop'], out);
    return [parabolic(columns, { step: param(params, 'step'), most: param(params, 'most') }, values)];
  },
});

function parabolic(
  { h, l }: Pick<BarColumns, 'h' | 'l'>,
  { step, most }: { readonly step: number; readonly most: number },
  out: Float64Array,
): Float64Array {
  blank(out, 1);
  if (h.length < 2) return out;
  const fall = l[0]! - l[1]!; // in range, here and below: there are two bars
  let isLong = !(fall > 0 && fall > h[1]! - h[0]!);
  let extreme = isLong ? h[1]! : l[1]!;
  let stop = isLong ? l[0]! : h[0]!;
  let pace = Math.min(step, most);
  for (let i = 1; i < h.length; i += 1) {
    const before = Math.max(1, i - 1);
    const high = Math.max(h[before]!, h[i]!);
    const low = Math.min(l[before]!, l[i]!);
    const isHit = isLong ? l[i]! <= stop : h[i]! >= stop;
    if (isHit) {
      isLong = !isLong;
      stop = isLong ? Math.min(extreme, low) : Math.max(extreme, high);
      out[i] = stop;
      pace = Math.min(step, most);
      extreme = isLong ? h[i]! : l[i]!;
    } else {
      out[i] = stop;
      const isFurther = isLong ? h[i]! > extreme : l[i]! < extreme;
      if (isFurther) {
        extreme = isLong ? h[i]! : l[i]!;
        pace = Math.min(pace + step, most);
      }
    }
    stop += pace * (extreme - stop);
    stop = isLong ? Math.min(stop, low) : Math.max(stop, high);
  }
  return out;
}

const VORTEX: Indicator = define({
  name: 'vortex',
  source: 'Etienne Botes, Douglas Siepman (2010): Σ |high − low before| and Σ |low − high before| over Σ true range',
  params: { period: bars(14) },
  place: 'panel',
  outputs: ['plus', 'minus'],
  warmUp: (params) => param(params, 'period'),
  compute: ({ h, l, c }, params, out) => {
    const n = param(params, 'period');
    const [plus, minus] = columnsFor(c.length, ['plus', 'minus'], out);
    const mean = (of: (i: number) => number, into: Float64Array = new Float64Array(c.length)): Float64Array =>
      windowMeans(
        c.map((_, i) => (i === 0 ? 0 : of(i))),
        n,
        into,
        1,
      );
    // In range: each is asked for 1 <= i < length.
    const ranges = mean((i) => trueRange(h[i]!, l[i]!, c[i - 1]!));
    mean((i) => Math.abs(h[i]! - l[i - 1]!), plus);
    mean((i) => Math.abs(l[i]! - h[i - 1]!), minus);
    for (const values of [plus, minus])
      for (let i = n; i < c.length; i += 1) values[i] = ranges[i]! > 0 ? values[i]! / ranges[i]! : 0;
    return [plus, minus];
  },
});

const SUPERTREND: Indicator = define({
  name: 'supertrend',
  source: 'Olivier Seban: bands of ATR around the middle of the bar that only tighten, and change side when crossed',
  params: { period: bars(10), times: figure(3, 0.1, 20) },
  place: 'price',
  outputs: ['stop'],
  warmUp: (params) => param(params, 'period'),
  compute: (columns, params, out) => {
    const { h, l, c } = columns;
    const n = param(params, 'period');
    const [values] = columnsFor(c.length, ['stop'], out);
    atr(columns, n, values);
    let [upper, lower, isLong] = [Infinity, -Infinity, true];
    for (let i = n; i < c.length; i += 1) {
      const middle = (h[i]! + l[i]!) / 2; // in range, here and below
      const width = param(params, 'times') * values[i]!;
      const before = c[i - 1]!;
      upper = before > upper ? middle + width : Math.min(upper, middle + width);
      lower = before < lower ? middle - width : Math.max(lower, middle - width);
      isLong = isLong ? c[i]! >= lower : c[i]! > upper;
      values[i] = isLong ? lower : upper;
    }
    return [values];
  },
});

export const TRENDS = [PSAR, VORTEX, SUPERTREND];
