import { ema, wilder } from '../ema/ema.ts';
import { bars, blank, define, param, RESCAN_MAX, type Indicator } from '../indicator.ts';
import { windowMeans } from '../window.ts';
import { wma } from '../wma/wma.ts';

const period = { period: bars(20) };
const periodOf = (params: Readonly<Record<string, number>>): number => param(params, 'period');

/** `values` times a number, added up: for averages that are made of averages. */
function combined(parts: readonly (readonly [number, Float64Array])[], out: Float64Array): Float64Array {
  for (let i = 0; i < out.length; i += 1) {
    let sum = 0;
    for (const [times, values] of parts) sum += times * values[i]!; // in range: all are equally long
    out[i] = sum;
  }
  return out;
}

const newLike = (values: Float64Array): Float64Array => new Float64Array(values.length);

export const WILDER: Indicator = define({
  name: 'wilder',
  source: 'Average with weight 1/n, seeded with the mean of the first n closes; Wilder (1978)',
  params: period,
  place: 'price',
  outputs: ['wilder'],
  warmUp: (params) => periodOf(params) - 1,
  compute: ({ c }, params, out) => [wilder(c, periodOf(params), { out: out?.[0] ?? newLike(c) })],
});

export const DEMA: Indicator = define({
  name: 'dema',
  source: '2 EMA − EMA of EMA; Patrick Mulloy, Stocks & Commodities (1994); TA-Lib DEMA',
  params: period,
  place: 'price',
  outputs: ['dema'],
  warmUp: (params) => 2 * (periodOf(params) - 1),
  compute: ({ c }, params, out) => {
    const n = periodOf(params);
    const once = ema(c, n);
    const twice = ema(once, n, { from: n - 1 });
    return [
      combined(
        [
          [2, once],
          [-1, twice],
        ],
        out?.[0] ?? newLike(c),
      ),
    ];
  },
});

export const TEMA: Indicator = define({
  name: 'tema',
  source: '3 EMA − 3 EMA of EMA + EMA of that; Patrick Mulloy, Stocks & Commodities (1994); TA-Lib TEMA',
  params: period,
  place: 'price',
  outputs: ['tema'],
  warmUp: (params) => 3 * (periodOf(params) - 1),
  compute: ({ c }, params, out) => {
    const n = periodOf(params);
    const once = ema(c, n);
    const twice = ema(once, n, { from: n - 1 });
    const thrice = ema(twice, n, { from: 2 * (n - 1) });
    return [
      combined(
        [
          [3, once],
          [-3, twice],
          [1, thrice],
        ],
        out?.[0] ?? newLike(c),
      ),
    ];
  },
});

export const HMA: Indicator = define({
  name: 'hma',
  source: 'WMA over √n of 2 WMA(n/2) − WMA(n), halves and roots rounded; Alan Hull (2005)',
  params: { period: bars(20, 2) },
  place: 'price',
  outputs: ['hma'],
  warmUp: (params) => periodOf(params) + Math.round(Math.sqrt(periodOf(params))) - 2,
  compute: ({ c }, params, out) => {
    const n = periodOf(params);
    const half = wma(c, Math.max(1, Math.round(n / 2)));
    const raw = combined(
      [
        [2, half],
        [-1, wma(c, n)],
      ],
      newLike(c),
    );
    return [wma(raw, Math.round(Math.sqrt(n)), out?.[0] ?? newLike(c), n - 1)];
  },
});

export const KAMA: Indicator = define({
  name: 'kama',
  source: 'Perry Kaufman, Smarter Trading (1995), fast 2 and slow 30 bars; TA-Lib KAMA (ta_KAMA.c)',
  params: { period: bars(20, 1, RESCAN_MAX) },
  place: 'price',
  outputs: ['kama'],
  warmUp: periodOf,
  compute: ({ c }, params, out) => [kama(c, periodOf(params), out?.[0] ?? newLike(c))],
});

function kama(closes: Float64Array, n: number, out: Float64Array): Float64Array {
  const slow = 2 / 31;
  const span = 2 / 3 - slow;
  blank(out, n);
  let average = closes[n - 1] ?? NaN;
  for (let i = n; i < closes.length; i += 1) {
    let path = 0;
    for (let j = i - n + 1; j <= i; j += 1) path += Math.abs(closes[j]! - closes[j - 1]!); // in range: j >= 1
    const way = closes[i]! - closes[i - n]!; // in range: i >= n
    const efficiency = path <= way || path < 1e-14 ? 1 : Math.abs(way / path);
    average += (closes[i]! - average) * (efficiency * span + slow) ** 2;
    out[i] = average;
  }
  return out;
}

export const VWMA: Indicator = define({
  name: 'vwma',
  source: 'Σ close × volume / Σ volume over n bars; their plain mean where nothing was traded',
  params: period,
  place: 'price',
  outputs: ['vwma'],
  warmUp: (params) => periodOf(params) - 1,
  compute: ({ c, v }, params, out) => {
    const n = periodOf(params);
    const worth = windowMeans(
      c.map((close, i) => close * v[i]!), // in range: columns are equally long
      n,
      newLike(c),
    );
    const volume = windowMeans(v, n, newLike(c));
    const plain = windowMeans(c, n, out?.[0] ?? newLike(c));
    for (let i = n - 1; i < c.length; i += 1) if (volume[i]! > 0) plain[i] = worth[i]! / volume[i]!; // in range
    return [plain];
  },
});

export const AVERAGES = [WILDER, DEMA, TEMA, HMA, KAMA, VWMA];
