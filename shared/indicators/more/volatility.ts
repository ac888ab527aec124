import { atr, trueRange } from '../atr/atr.ts';
import { bars, blank, columnsFor, define, figure, param, RESCAN_MAX, type Indicator } from '../indicator.ts';
import { windowMeans } from '../window.ts';

/** Mean and standard deviation of the last n values at every index from `from + n - 1` on; `divisor` n or n - 1. */
function deviations(
  values: Float64Array,
  n: number,
  options: { readonly from?: number; readonly divisor?: number; readonly out?: Float64Array } = {},
): { readonly means: Float64Array; readonly widths: Float64Array } {
  const { from = 0, divisor = n, out = new Float64Array(values.length) } = options;
  const means = windowMeans(values, n, new Float64Array(values.length), from);
  blank(out, from + n - 1);
  for (let i = from + n - 1; i < values.length; i += 1) {
    let squares = 0;
    for (let j = i - n + 1; j <= i; j += 1) squares += (values[j]! - means[i]!) ** 2; // in range: the window
    out[i] = Math.sqrt(squares / divisor);
  }
  return { means, widths: out };
}

const TRUE_RANGE: Indicator = define({
  name: 'true-range',
  source: 'J. Welles Wilder (1978): the bar’s range with the close before in it; TA-Lib TRANGE',
  params: {},
  place: 'panel',
  outputs: ['range'],
  warmUp: () => 1,
  compute: ({ h, l, c }, _params, out) => {
    const [values] = columnsFor(c.length, ['range'], out);
    blank(values, 1);
    for (let i = 1; i < c.length; i += 1) values[i] = trueRange(h[i]!, l[i]!, c[i - 1]!); // in range: 1 <= i < length
    return [values];
  },
});

const ATR_PERCENT: Indicator = define({
  name: 'atr-percent',
  source: 'Average true range in percent of the close; TA-Lib NATR',
  params: { period: bars(14) },
  place: 'panel',
  outputs: ['percent'],
  warmUp: (params) => param(params, 'period'),
  compute: (columns, params, out) => {
    const [values] = columnsFor(columns.c.length, ['percent'], out);
    atr(columns, param(params, 'period'), values);
    for (let i = 0; i < values.length; i += 1) values[i] = (100 * values[i]!) / columns.c[i]!; // in range
    return [values];
  },
});

const DEVIATION: Indicator = define({
  name: 'deviation',
  source: 'Population standard deviation of n closes; TA-Lib STDDEV',
  params: { period: bars(20, 2, RESCAN_MAX) },
  place: 'panel',
  outputs: ['deviation'],
  warmUp: (params) => param(params, 'period') - 1,
  compute: ({ c }, params, out) => [
    deviations(c, param(params, 'period'), { out: columnsFor(c.length, ['d'], out)[0] }).widths,
  ],
});

const VOLATILITY: Indicator = define({
  name: 'volatility',
  source: 'Sample standard deviation of n log returns × √(bars of a year), in percent; Hull, Options, ch. 15',
  params: { period: bars(20, 2, RESCAN_MAX), year: bars(252, 1, 200_000) },
  place: 'panel',
  outputs: ['percent'],
  warmUp: (params) => param(params, 'period'),
  compute: ({ c }, params, out) => {
    const n = param(params, 'period');
    const returns = c.map((close, i) => Math.log(close / (c[i - 1] ?? close)));
    const [values] = columnsFor(c.length, ['percent'], out);
    deviations(returns, n, { from: 1, divisor: n - 1, out: values });
    const scale = 100 * Math.sqrt(param(params, 'year'));
    for (let i = 0; i < values.length; i += 1) values[i] = values[i]! * scale; // in range
    return [values];
  },
});

const band = { period: bars(20, 2, RESCAN_MAX), deviations: figure(2, 0.1, 10) };

const PERCENT_B: Indicator = define({
  name: 'percent-b',
  source: 'Where the close lies between the Bollinger bands, 0 lower, 1 upper; Bollinger (2001); 0.5 where they meet',
  params: band,
  place: 'panel',
  outputs: ['place'],
  warmUp: (params) => param(params, 'period') - 1,
  compute: ({ c }, params, out) => {
    const [values] = columnsFor(c.length, ['place'], out);
    const { means, widths } = deviations(c, param(params, 'period'));
    const times = param(params, 'deviations');
    for (let i = 0; i < c.length; i += 1) {
      const width = times * widths[i]!; // in range, here and below
      values[i] = width === 0 ? 0.5 : (c[i]! - means[i]! + width) / (2 * width);
    }
    return [values];
  },
});

const BANDWIDTH: Indicator = define({
  name: 'bandwidth',
  source: 'Distance of the Bollinger bands in percent of their middle; Bollinger (2001)',
  params: band,
  place: 'panel',
  outputs: ['percent'],
  warmUp: (params) => param(params, 'period') - 1,
  compute: ({ c }, params, out) => {
    const [values] = columnsFor(c.length, ['percent'], out);
    const { means, widths } = deviations(c, param(params, 'period'));
    const times = 200 * param(params, 'deviations');
    for (let i = 0; i < c.length; i += 1) values[i] = (times * widths[i]!) / means[i]!; // in range
    return [values];
  },
});

export const VOLATILITIES = [TRUE_RANGE, ATR_PERCENT, DEVIATION, VOLATILITY, PERCENT_B, BANDWIDTH];
