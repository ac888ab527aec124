import {
  AwesomeOscillator,
  ChandelierExit,
  ForceIndex,
  IchimokuCloud,
  KeltnerChannels,
  KST,
} from 'technicalindicators';
import type { BarColumns } from '../../domain/bar.ts';
import {
  bars as barsOf,
  columnsFor,
  define,
  figure,
  param,
  type Drawn,
  type Indicator,
  type IndicatorParams,
  type ParamRange,
  type Place,
} from '../indicator.ts';

/** The library looks through its whole window at every bar and allocates on the way: a request has to stay short. */
const bars = (usual: number, min = 1): ParamRange => barsOf(usual, min, 200);

interface Tick {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

interface FromLibrary {
  readonly name: string;
  readonly source: string;
  readonly params: Readonly<Record<string, ParamRange>>;
  readonly rising?: readonly string[];
  readonly place: Place;
  readonly outputs: readonly string[];
  readonly drawn?: Readonly<Record<string, Drawn>>;
  readonly warmUp: (params: IndicatorParams) => number;
  /** Makes the library's indicator, empty; the answer takes one bar and gives one number per output, or none yet. */
  readonly start: (params: IndicatorParams) => (tick: Tick) => readonly (number | undefined)[] | undefined;
}

/**
 * An indicator of `technicalindicators`. It is fed bar by bar, so that a value always stands at the bar that made it;
 * the library's own arrays begin at the first value, or lose those that are nothing, and shift. Before the declared
 * warm-up there is no value; after it what the library leaves out is the 0 that it takes for "none".
 */
function fromLibrary({ start, ...described }: FromLibrary): Indicator {
  return define({
    ...described,
    compute: (columns, params, out) => {
      const values = columnsFor(columns.c.length, described.outputs, out);
      const warmUp = described.warmUp(params);
      const next = start(params);
      for (let i = 0; i < columns.c.length; i += 1) {
        const answer = next(tickAt(columns, i));
        for (const [k, column] of values.entries()) {
          const value = answer?.[k];
          column[i] = i < warmUp || answer === undefined ? NaN : finite(value ?? 0);
        }
      }
      return values;
    },
  });
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : NaN;
}

function tickAt({ o, h, l, c, v }: BarColumns, i: number): Tick {
  // In range: columns are equally long.
  return { open: o[i]!, high: h[i]!, low: l[i]!, close: c[i]!, volume: v[i]! };
}

/** Its declarations want arrays and whole candles where its code reads a bar. */
const EMPTY = { open: [], high: [], low: [], close: [], volume: [], values: [] };
const barFeed = <T>(indicator: unknown): ((tick: Tick) => T | undefined) => {
  const { nextValue } = indicator as { nextValue: (tick: Tick) => T | undefined };
  return (tick) => nextValue.call(indicator, tick);
};

export const LIBRARY: readonly Indicator[] = [
  fromLibrary({
    name: 'ichimoku',
    source: 'Goichi Hosoda (1969); middles of ranges; spans stand at the bar that makes them, not moved ahead',
    params: { conversion: bars(9), base: bars(26, 2), span: bars(52, 3), ahead: bars(26) },
    rising: ['conversion', 'base', 'span'],
    place: 'price',
    outputs: ['conversion', 'base', 'spanA', 'spanB'],
    warmUp: (params) => Math.max(param(params, 'span'), param(params, 'ahead')) - 1,
    start: (params) => {
      const next = barFeed<{ conversion: number; base: number; spanA: number; spanB: number }>(
        new IchimokuCloud({
          ...EMPTY,
          conversionPeriod: param(params, 'conversion'),
          basePeriod: param(params, 'base'),
          spanPeriod: param(params, 'span'),
          displacement: param(params, 'ahead'),
        }),
      );
      return (tick) => {
        const value = next(tick);
        return value && [value.conversion, value.base, value.spanA, value.spanB];
      };
    },
  }),
  fromLibrary({
    name: 'kst',
    source: 'Martin Pring, Stocks & Commodities (1992): four smoothed rates of change, weights 1 to 4',
    params: {
      change1: bars(10),
      change2: bars(15),
      change3: bars(20),
      change4: bars(30),
      mean1: bars(10),
      mean2: bars(10),
      mean3: bars(10),
      mean4: bars(15),
      signal: bars(9),
    },
    place: 'panel',
    outputs: ['kst', 'signal'],
    warmUp: (params) =>
      Math.max(...[1, 2, 3, 4].map((k) => param(params, `change${k}`) + param(params, `mean${k}`))) +
      param(params, 'signal') -
      2,
    start: (params) => {
      const kst = new KST({
        values: [],
        ROCPer1: param(params, 'change1'),
        ROCPer2: param(params, 'change2'),
        ROCPer3: param(params, 'change3'),
        ROCPer4: param(params, 'change4'),
        SMAROCPer1: param(params, 'mean1'),
        SMAROCPer2: param(params, 'mean2'),
        SMAROCPer3: param(params, 'mean3'),
        SMAROCPer4: param(params, 'mean4'),
        signalPeriod: param(params, 'signal'),
      }) as unknown as { nextValue: (close: number) => { kst: number; signal?: number } | undefined };
      return ({ close }) => {
        const value = kst.nextValue(close);
        return value && [value.kst, value.signal];
      };
    },
  }),
  fromLibrary({
    name: 'awesome',
    source: 'Bill Williams (1995): 5-bar less 34-bar average of the middle of the bar',
    params: { fast: bars(5), slow: bars(34, 2) },
    rising: ['fast', 'slow'],
    place: 'panel',
    outputs: ['awesome'],
    drawn: { awesome: 'columns' },
    warmUp: (params) => param(params, 'slow') - 1,
    start: (params) => {
      const next = barFeed<number>(
        new AwesomeOscillator({
          ...EMPTY,
          fastPeriod: param(params, 'fast'),
          slowPeriod: param(params, 'slow'),
        }),
      );
      return (tick) => [next(tick)];
    },
  }),
  fromLibrary({
    name: 'force',
    source: 'Alexander Elder, Trading for a Living (1993): EMA of change × volume',
    params: { period: bars(13) },
    place: 'panel',
    outputs: ['force'],
    warmUp: (params) => param(params, 'period'),
    start: (params) => {
      const next = barFeed<number>(new ForceIndex({ ...EMPTY, period: param(params, 'period') }));
      return (tick) => [next(tick)];
    },
  }),
  fromLibrary({
    name: 'keltner',
    source: 'Chester Keltner (1960), Linda Raschke’s form: EMA and multiples of ATR around it',
    params: { period: bars(20), range: bars(10), times: figure(2, 0.1, 20) },
    place: 'price',
    outputs: ['upper', 'middle', 'lower'],
    warmUp: (params) => Math.max(param(params, 'period') - 1, param(params, 'range')),
    start: (params) => {
      const next = barFeed<{ upper: number; middle: number; lower: number }>(
        new KeltnerChannels({
          ...EMPTY,
          maPeriod: param(params, 'period'),
          atrPeriod: param(params, 'range'),
          multiplier: param(params, 'times'),
          useSMA: false,
        }),
      );
      return (tick) => {
        const value = next(tick);
        return value && [value.upper, value.middle, value.lower];
      };
    },
  }),
  fromLibrary({
    name: 'chandelier',
    source: 'Charles Le Beau: highest high less, and lowest low plus, multiples of ATR',
    params: { period: bars(22), times: figure(3, 0.1, 20) },
    place: 'price',
    outputs: ['long', 'short'],
    warmUp: (params) => param(params, 'period'),
    start: (params) => {
      const next = barFeed<{ exitLong: number; exitShort: number }>(
        new ChandelierExit({
          ...EMPTY,
          period: param(params, 'period'),
          multiplier: param(params, 'times'),
        }),
      );
      return (tick) => {
        const value = next(tick);
        return value && [value.exitLong, value.exitShort];
      };
    },
  }),
];
