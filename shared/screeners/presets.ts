import type { Comparison, ScreenCondition, ScreenTree, ScreenValue } from '../domain/screen-tree.ts';

/*
 * Screens that are there from the start, as the data they are: copied and changed like anybody's own. Without a timeframe
 * they look at the market's own bars; titles and sentences stand in the words catalogue under the same names.
 */
const number = (value: number): ScreenValue => ({ kind: 'number', value });
const close: ScreenValue = { kind: 'price', field: 'close' };
const volume: ScreenValue = { kind: 'price', field: 'volume' };
const indicator = (name: string, line?: string): ScreenValue => ({
  kind: 'indicator',
  name,
  ...(line !== undefined && { line }),
});
const compare = (left: ScreenValue, is: Comparison, right: ScreenValue | number): ScreenCondition => ({
  kind: 'compare',
  left,
  is,
  right: typeof right === 'number' ? number(right) : right,
});
const divide = (left: ScreenValue, right: ScreenValue): ScreenValue => ({
  kind: 'math',
  operation: 'divide',
  left,
  right,
});
const averageOf = (field: 'volume' | 'turnover', bars: number, ago?: number): ScreenValue => ({
  kind: 'average',
  field,
  bars,
  ...(ago !== undefined && { ago }),
});
/** The busiest of five bars against the mean of the twenty before them. */
const busiest: ScreenValue = divide({ kind: 'highest', field: 'volume', bars: 5 }, averageOf('volume', 20, 5));
const traded: ScreenCondition = {
  kind: 'percentile',
  value: averageOf('turnover', 20),
  is: 'top',
  percent: 80,
};
const everything = { kind: 'everything' } as const;
const all = (...of: ScreenCondition[]): ScreenCondition => ({ kind: 'all', of });

export const PRESETS = {
  'trend-momentum-volume': {
    universe: everything,
    where: all(
      compare(indicator('sma-20'), 'above', indicator('sma-50')),
      compare(close, 'above', indicator('sma-50')),
      compare(indicator('rsi-14'), 'at-least', 50),
      compare(busiest, 'at-least', 1.5),
    ),
    rank: { by: divide(indicator('sma-20'), indicator('sma-50')), first: 'largest' },
  },
  'oversold-in-uptrend': {
    universe: everything,
    where: all(
      compare(indicator('sma-50'), 'above', { kind: 'indicator', name: 'sma-50', ago: 10 }),
      compare(indicator('rsi-14'), 'at-most', 40),
      compare(busiest, 'at-least', 0.7),
    ),
    rank: { by: indicator('rsi-14'), first: 'smallest' },
  },
  'oversold-bounce': {
    universe: everything,
    where: all(
      { kind: 'cross', left: indicator('rsi-14'), is: 'above', right: number(30), within: 5 },
      compare(close, 'above', { kind: 'price', field: 'close', ago: 1 }),
      traded,
    ),
    rank: { by: indicator('rsi-14'), first: 'smallest' },
  },
  'golden-cross': {
    universe: everything,
    where: all(
      { kind: 'cross', left: indicator('sma-20'), is: 'above', right: indicator('sma-50'), within: 5 },
      compare(close, 'above', indicator('sma-50')),
      traded,
    ),
    rank: { by: busiest, first: 'largest' },
  },
  'breakout-52-week': {
    timeframe: '1d',
    universe: everything,
    where: all(
      compare(close, 'above', { kind: 'highest', field: 'high', bars: 252, ago: 1 }),
      compare(divide(volume, averageOf('volume', 50, 1)), 'at-least', 1.5),
    ),
    rank: { by: divide(volume, averageOf('volume', 50, 1)), first: 'largest' },
  },
  'bull-flag': {
    universe: everything,
    where: all({ kind: 'pattern', name: 'bull-flag', within: 2 }, compare(close, 'above', indicator('sma-20')), traded),
    rank: { by: { kind: 'change', bars: 20 }, first: 'largest' },
  },
  'low-volatility-value': {
    universe: everything,
    where: all(
      { kind: 'percentile', value: divide(indicator('atr-14'), close), is: 'bottom', percent: 40 },
      compare({ kind: 'fundamental', field: 'pe' }, 'at-most', 18),
      compare({ kind: 'fundamental', field: 'pb' }, 'at-most', 3),
      compare({ kind: 'fundamental', field: 'dividend-yield' }, 'at-least', 1),
    ),
    rank: { by: { kind: 'fundamental', field: 'pe' }, first: 'smallest' },
  },
  'index-addition': {
    universe: everything,
    where: all(
      { kind: 'not', of: { kind: 'member', index: 'any' } },
      compare({ kind: 'fundamental', field: 'index-rules' }, 'at-least', 60),
      compare({ kind: 'fundamental', field: 'eps' }, 'above', 0),
      { kind: 'percentile', value: averageOf('turnover', 20), is: 'top', percent: 60 },
    ),
    rank: { by: { kind: 'fundamental', field: 'market-cap' }, first: 'largest' },
  },
  squeeze: {
    universe: everything,
    where: all(
      {
        kind: 'percentile',
        value: divide(
          {
            kind: 'math',
            operation: 'subtract',
            left: { kind: 'indicator', name: 'bollinger-20-2', line: 'upper', ago: 1 },
            right: { kind: 'indicator', name: 'bollinger-20-2', line: 'lower', ago: 1 },
          },
          { kind: 'indicator', name: 'bollinger-20-2', line: 'middle', ago: 1 },
        ),
        is: 'bottom',
        percent: 40,
      },
      compare(close, 'above', indicator('bollinger-20-2', 'upper')),
    ),
    rank: { by: busiest, first: 'largest' },
  },
  'macd-turn': {
    universe: everything,
    where: all(
      {
        kind: 'cross',
        left: indicator('macd-12-26-9', 'macd'),
        is: 'above',
        right: indicator('macd-12-26-9', 'signal'),
        within: 3,
      },
      compare(indicator('macd-12-26-9', 'macd'), 'below', 0),
      traded,
    ),
    rank: { by: averageOf('turnover', 20), first: 'largest' },
  },
  leaders: {
    universe: everything,
    where: all(
      { kind: 'percentile', value: { kind: 'change', bars: 60 }, is: 'top', percent: 10 },
      traded,
      compare(close, 'above', indicator('sma-50')),
    ),
    rank: { by: { kind: 'change', bars: 60 }, first: 'largest' },
  },
  'earnings-soon': {
    universe: everything,
    where: all({ kind: 'event', event: 'earnings', when: 'ahead', days: 10 }, traded),
    rank: { by: averageOf('turnover', 20), first: 'largest' },
  },
} as const satisfies Readonly<Record<string, ScreenTree>>;

export type PresetName = keyof typeof PRESETS;
export const PRESET_NAMES = Object.keys(PRESETS) as readonly PresetName[];
