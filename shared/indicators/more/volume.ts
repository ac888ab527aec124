import type { BarColumns } from '../../domain/bar.ts';
import { bars, blank, columnsFor, define, param, type Indicator } from '../indicator.ts';
import { windowMeans } from '../window.ts';
import { typicalPrices } from './prices.ts';

/** Volume times where the close lies in the bar, −1 at the low, 1 at the high; 0 for a bar without a range. */
function flow({ h, l, c, v }: Pick<BarColumns, 'h' | 'l' | 'c' | 'v'>, i: number): number {
  const range = h[i]! - l[i]!; // in range, here and below: i is an index
  return range > 0 ? ((c[i]! - l[i]! - (h[i]! - c[i]!)) / range) * v[i]! : 0;
}

const MFI: Indicator = define({
  name: 'mfi',
  source: 'Gene Quong, Avrum Soudack (1989): typical price × volume of rising bars over all, × 100; TA-Lib MFI',
  params: { period: bars(14) },
  place: 'percent',
  outputs: ['mfi'],
  warmUp: (params) => param(params, 'period'),
  compute: (columns, params, out) => {
    const n = param(params, 'period');
    const typical = typicalPrices(columns);
    const up = new Float64Array(typical.length);
    const all = new Float64Array(typical.length);
    for (let i = 1; i < typical.length; i += 1) {
      const money = typical[i]! * columns.v[i]!; // in range: 1 <= i < length
      if (typical[i] === typical[i - 1]) continue;
      all[i] = money;
      if (typical[i]! > typical[i - 1]!) up[i] = money;
    }
    const [values] = columnsFor(typical.length, ['mfi'], out);
    const ups = windowMeans(up, n, new Float64Array(typical.length), 1);
    windowMeans(all, n, values, 1);
    for (let i = n; i < values.length; i += 1) values[i] = values[i]! > 0 ? (100 * ups[i]!) / values[i]! : 0; // in range
    return [values];
  },
});

const ADL: Indicator = define({
  name: 'adl',
  source: 'Marc Chaikin: running sum of volume × place of the close in the bar; TA-Lib AD',
  params: {},
  place: 'panel',
  outputs: ['adl'],
  warmUp: () => 0,
  compute: (columns, _params, out) => {
    const [values] = columnsFor(columns.c.length, ['adl'], out);
    let total = 0;
    for (let i = 0; i < values.length; i += 1) {
      total += flow(columns, i);
      values[i] = total;
    }
    return [values];
  },
});

const CHAIKIN: Indicator = define({
  name: 'chaikin',
  source: 'Fast EMA less slow EMA of the accumulation line, both starting with its first value; TA-Lib ADOSC',
  params: { fast: bars(3), slow: bars(10, 2) },
  rising: ['fast', 'slow'],
  place: 'panel',
  outputs: ['chaikin'],
  warmUp: (params) => param(params, 'slow') - 1,
  compute: (columns, params, out) => {
    const [values] = columnsFor(columns.c.length, ['chaikin'], out);
    const [fastWeight, slowWeight] = [2 / (param(params, 'fast') + 1), 2 / (param(params, 'slow') + 1)];
    let [total, fast, slow] = [0, 0, 0];
    for (let i = 0; i < values.length; i += 1) {
      total += flow(columns, i);
      fast = i === 0 ? total : fast + (total - fast) * fastWeight;
      slow = i === 0 ? total : slow + (total - slow) * slowWeight;
      values[i] = fast - slow;
    }
    blank(values, param(params, 'slow') - 1);
    return [values];
  },
});

const MONEY_FLOW: Indicator = define({
  name: 'money-flow',
  source:
    'Marc Chaikin: Σ volume × place of the close in the bar / Σ volume, over n bars; none where nothing was traded',
  params: { period: bars(20) },
  place: 'panel',
  outputs: ['flow'],
  warmUp: (params) => param(params, 'period') - 1,
  compute: (columns, params, out) => {
    const n = param(params, 'period');
    const [values] = columnsFor(columns.c.length, ['flow'], out);
    const volumes = windowMeans(columns.v, n, new Float64Array(values.length));
    windowMeans(
      values.map((_, i) => flow(columns, i)),
      n,
      values,
    );
    for (let i = n - 1; i < values.length; i += 1) values[i] = values[i]! / volumes[i]!; // in range; 0 / 0 is NaN
    return [values];
  },
});

const RELATIVE_VOLUME: Indicator = define({
  name: 'relative-volume',
  source: 'Volume over the mean of the n bars before; none where those had none',
  params: { period: bars(20) },
  place: 'panel',
  outputs: ['times'],
  drawn: { times: 'columns' },
  warmUp: (params) => param(params, 'period'),
  compute: ({ v }, params, out) => {
    const n = param(params, 'period');
    const [values] = columnsFor(v.length, ['times'], out);
    const usual = windowMeans(v, n, new Float64Array(v.length));
    blank(values, n);
    for (let i = n; i < v.length; i += 1) values[i] = usual[i - 1]! > 0 ? v[i]! / usual[i - 1]! : NaN; // in range
    return [values];
  },
});

export const VOLUMES = [MFI, ADL, CHAIKIN, MONEY_FLOW, RELATIVE_VOLUME];
