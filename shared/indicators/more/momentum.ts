import { ema } from '../ema/ema.ts';
import { bars, blank, columnsFor, define, param, RESCAN_MAX, type Indicator } from '../indicator.ts';
import { rsi } from '../rsi/rsi.ts';
import { stochastic } from '../stochastic/stochastic.ts';
import { highest, lowest, windowMeans } from '../window.ts';
import { typicalPrices } from './prices.ts';

export const CCI: Indicator = define({
  name: 'cci',
  source: 'Donald Lambert, Commodities (1980): (typical − mean) / (0.015 × mean deviation); TA-Lib CCI',
  params: { period: bars(20, 2, RESCAN_MAX) },
  place: 'panel',
  outputs: ['cci'],
  warmUp: (params) => param(params, 'period') - 1,
  compute: (columns, params, out) => {
    const n = param(params, 'period');
    const typical = typicalPrices(columns);
    const [means] = columnsFor(typical.length, ['cci'], out);
    windowMeans(typical, n, means);
    for (let i = n - 1; i < typical.length; i += 1) {
      const mean = means[i]!; // in range, here and below
      let deviation = 0;
      for (let j = i - n + 1; j <= i; j += 1) deviation += Math.abs(typical[j]! - mean);
      const distance = typical[i]! - mean;
      // On a flat price both are rounding, or nothing.
      means[i] = deviation > 1e-12 * Math.abs(mean) ? distance / ((0.015 * deviation) / n) : 0;
    }
    return [means];
  },
});

export const WILLIAMS: Indicator = define({
  name: 'williams',
  source: 'Larry Williams (1973): −100 × (highest − close) / (highest − lowest), −100 to 0; TA-Lib WILLR',
  params: { period: bars(14) },
  place: 'panel',
  outputs: ['williams'],
  warmUp: (params) => param(params, 'period') - 1,
  compute: ({ h, l, c }, params, out) => {
    const n = param(params, 'period');
    const most = highest(h, n, new Float64Array(c.length));
    const [values] = columnsFor(c.length, ['williams'], out);
    lowest(l, n, values);
    for (let i = n - 1; i < c.length; i += 1) {
      const range = most[i]! - values[i]!; // in range, here and below
      values[i] = range > 0 ? (-100 * (most[i]! - c[i]!)) / range : 0;
    }
    return [values];
  },
});

export const TRIX: Indicator = define({
  name: 'trix',
  source:
    'Jack Hutson, Stocks & Commodities (1983): one-bar change in percent of an EMA taken three times; TA-Lib TRIX',
  params: { period: bars(15) },
  place: 'panel',
  outputs: ['trix'],
  warmUp: (params) => 3 * (param(params, 'period') - 1) + 1,
  compute: ({ c }, params, out) => {
    const n = param(params, 'period');
    const smooth = ema(ema(ema(c, n), n, { from: n - 1 }), n, { from: 2 * (n - 1) });
    const first = 3 * (n - 1) + 1;
    const [values] = columnsFor(c.length, ['trix'], out);
    blank(values, first);
    for (let i = first; i < c.length; i += 1) values[i] = (smooth[i]! / smooth[i - 1]! - 1) * 100; // in range: i >= 1
    return [values];
  },
});

export const AROON: Indicator = define({
  name: 'aroon',
  source: 'Tushar Chande (1995): how long ago the lowest low and the highest high of n + 1 bars were; TA-Lib AROON',
  params: { period: bars(25, 1, RESCAN_MAX) },
  place: 'percent',
  outputs: ['down', 'up'],
  warmUp: (params) => param(params, 'period'),
  compute: ({ h, l }, params, out) => {
    const n = param(params, 'period');
    const [down, up] = columnsFor(h.length, ['down', 'up'], out);
    blank(down, n);
    blank(up, n);
    for (let i = n; i < h.length; i += 1) {
      let most = i - n;
      let least = i - n;
      for (let j = i - n + 1; j <= i; j += 1) {
        if (h[j]! >= h[most]!) most = j; // in range: indexes of the window; the newest of equals
        if (l[j]! <= l[least]!) least = j;
      }
      down[i] = (100 * (n - (i - least))) / n;
      up[i] = (100 * (n - (i - most))) / n;
    }
    return [down, up];
  },
});

export const ULTIMATE: Indicator = define({
  name: 'ultimate',
  source: 'Larry Williams, Stocks & Commodities (1985), weights 4, 2, 1; TA-Lib ULTOSC',
  params: { short: bars(7), medium: bars(14, 2), long: bars(28, 3) },
  rising: ['short', 'medium', 'long'],
  place: 'percent',
  outputs: ['ultimate'],
  warmUp: (params) => param(params, 'long'),
  compute: ({ h, l, c }, params, out) => {
    const pressure = new Float64Array(c.length);
    const range = new Float64Array(c.length);
    for (let i = 1; i < c.length; i += 1) {
      const floor = Math.min(l[i]!, c[i - 1]!); // in range, here and below: 1 <= i < length
      pressure[i] = c[i]! - floor;
      range[i] = Math.max(h[i]!, c[i - 1]!) - floor;
    }
    const share = (n: number): Float64Array => {
      const means = windowMeans(pressure, n, new Float64Array(c.length), 1);
      const ranges = windowMeans(range, n, new Float64Array(c.length), 1);
      return means.map((mean, i) => (ranges[i]! > 0 ? mean / ranges[i]! : 0));
    };
    const long = param(params, 'long');
    const [short, medium, whole] = [share(param(params, 'short')), share(param(params, 'medium')), share(long)];
    const [values] = columnsFor(c.length, ['ultimate'], out);
    blank(values, long);
    for (let i = long; i < c.length; i += 1) values[i] = (100 * (4 * short[i]! + 2 * medium[i]! + whole[i]!)) / 7;
    return [values];
  },
});

export const PPO: Indicator = define({
  name: 'ppo',
  source: 'Gerald Appel; 100 × (fast EMA − slow EMA) / slow EMA, and its EMA; TA-Lib PPO with EMA',
  params: { fast: bars(12), slow: bars(26, 2), signal: bars(9) },
  rising: ['fast', 'slow'],
  place: 'panel',
  outputs: ['ppo', 'signal'],
  warmUp: (params) => param(params, 'slow') + param(params, 'signal') - 2,
  compute: ({ c }, params, out) => {
    const slow = param(params, 'slow');
    const [line, signal] = columnsFor(c.length, ['ppo', 'signal'], out);
    const [fasts, slows] = [ema(c, param(params, 'fast')), ema(c, slow)];
    for (let i = 0; i < c.length; i += 1) line[i] = (100 * (fasts[i]! - slows[i]!)) / slows[i]!; // in range
    ema(line, param(params, 'signal'), { from: slow - 1, out: signal });
    return [line, signal];
  },
});

export const MOMENTUM: Indicator = define({
  name: 'momentum',
  source: 'Close less the close n bars before; TA-Lib MOM',
  params: { period: bars(10) },
  place: 'panel',
  outputs: ['momentum'],
  warmUp: (params) => param(params, 'period'),
  compute: ({ c }, params, out) => {
    const n = param(params, 'period');
    const [values] = columnsFor(c.length, ['momentum'], out);
    blank(values, n);
    for (let i = n; i < c.length; i += 1) values[i] = c[i]! - c[i - n]!; // in range: i >= n
    return [values];
  },
});

export const STOCHASTIC_RSI: Indicator = define({
  name: 'stochastic-rsi',
  source: 'Chande, Kroll, The New Technical Trader (1994): slow stochastic of RSI; slowing 1 is TA-Lib STOCHRSI',
  params: { period: bars(14, 2), range: bars(14), slowing: bars(3), signal: bars(3) },
  place: 'percent',
  outputs: ['k', 'd'],
  warmUp: (params) =>
    param(params, 'period') + param(params, 'range') + param(params, 'slowing') + param(params, 'signal') - 3,
  compute: ({ c }, params, out) => {
    const n = param(params, 'period');
    const [k, d] = columnsFor(c.length, ['k', 'd'], out);
    blank(k, n);
    blank(d, n);
    const strength = rsi(c, n).subarray(Math.min(n, c.length));
    stochastic(
      { h: strength, l: strength, c: strength },
      { range: param(params, 'range'), slowing: param(params, 'slowing'), signal: param(params, 'signal') },
      { k: k.subarray(Math.min(n, c.length)), d: d.subarray(Math.min(n, c.length)) },
    );
    return [k, d];
  },
});

export const TSI: Indicator = define({
  name: 'tsi',
  source: 'William Blau (1991): EMA of EMA of the change over that of its size, × 100, and its EMA',
  params: { slow: bars(25), fast: bars(13), signal: bars(7) },
  place: 'panel',
  outputs: ['tsi', 'signal'],
  warmUp: (params) => param(params, 'slow') + param(params, 'fast') + param(params, 'signal') - 2,
  compute: ({ c }, params, out) => {
    const [slow, fast] = [param(params, 'slow'), param(params, 'fast')];
    const change = c.map((close, i) => close - (c[i - 1] ?? close));
    const smooth = (values: Float64Array): Float64Array => ema(ema(values, slow, { from: 1 }), fast, { from: slow });
    const [ways, sizes] = [smooth(change), smooth(change.map(Math.abs))];
    const [line, signal] = columnsFor(c.length, ['tsi', 'signal'], out);
    for (let i = 0; i < c.length; i += 1) line[i] = sizes[i] === 0 ? 0 : (100 * ways[i]!) / sizes[i]!; // in range
    ema(line, param(params, 'signal'), { from: slow + fast - 1, out: signal });
    return [line, signal];
  },
});

export const LINEAR_REGRESSION: Indicator = define({
  name: 'linear-regression',
  source: 'Least squares line through n closes, its newest point; TA-Lib LINEARREG',
  params: { period: bars(14, 2, RESCAN_MAX) },
  place: 'price',
  outputs: ['line'],
  warmUp: (params) => param(params, 'period') - 1,
  compute: ({ c }, params, out) => {
    const n = param(params, 'period');
    const [line] = columnsFor(c.length, ['line'], out);
    windowMeans(c, n, line);
    const middle = (n - 1) / 2;
    const spread = (n * (n * n - 1)) / 12;
    for (let i = n - 1; i < c.length; i += 1) {
      const mean = line[i]!; // in range, here and below
      let lean = 0;
      for (let k = 0; k < n; k += 1) lean += (k - middle) * (c[i - n + 1 + k]! - mean);
      line[i] = mean + (lean / spread) * middle;
    }
    return [line];
  },
});

export const MOMENTUMS = [CCI, WILLIAMS, TRIX, AROON, ULTIMATE, PPO, MOMENTUM, STOCHASTIC_RSI, TSI, LINEAR_REGRESSION];
