import type { BarColumns } from '#shared/domain/bar.ts';
import { askFor } from '#shared/indicators/ask.ts';
import { EVERYTHING } from '#shared/indicators/index.ts';

/** TA-Lib's names for what the registry has: the column, the indicator, its output where it has several. */
const TALIB_COLUMNS: readonly (readonly [string, string, string?])[] = [
  ['SMA20', 'sma-20'],
  ['SMA50', 'sma-50'],
  ['EMA12', 'ema-12'],
  ['EMA26', 'ema-26'],
  ['WMA20', 'wma-20'],
  ['RSI14', 'rsi-14'],
  ['MACD.MACD', 'macd-12-26-9', 'macd'],
  ['MACD.MACDSignal', 'macd-12-26-9', 'signal'],
  ['MACD.MACDHist', 'macd-12-26-9', 'histogram'],
  ['BB20.UpperBand', 'bollinger-20-2', 'upper'],
  ['BB20.MiddleBand', 'bollinger-20-2', 'middle'],
  ['BB20.LowerBand', 'bollinger-20-2', 'lower'],
  ['ATR14', 'atr-14'],
  ['ADX14', 'adx-14', 'adx'],
  ['PDI14', 'adx-14', 'plusDi'],
  ['MDI14', 'adx-14', 'minusDi'],
  ['STOCH.SlowK', 'stochastic-14-3-3', 'k'],
  ['STOCH.SlowD', 'stochastic-14-3-3', 'd'],
  ['OBV', 'obv'],
  ['ROC10', 'roc-10'],
  ['CCI20', 'cci-20'],
  ['MFI14', 'mfi-14'],
  ['WILLR14', 'williams-14'],
  ['TRIX15', 'trix-15'],
  ['SAR', 'psar-0.02-0.2'],
  ['AROON25.AroonDown', 'aroon-25', 'down'],
  ['AROON25.AroonUp', 'aroon-25', 'up'],
  ['ULTOSC', 'ultimate-7-14-28'],
  ['ENGULFING', 'engulfing'],
  ['HAMMER', 'hammer'],
  ['DOJI', 'doji'],
  ['MORNINGSTAR', 'morning-star'],
];

/** Every column that TA-Lib's users know by these names, over all of the bars; NaN before the first value. */
export function talibColumns(bars: BarColumns): Map<string, Float64Array> {
  const computed = new Map<string, Map<string, Float64Array>>();
  return new Map(
    TALIB_COLUMNS.map(([column, name, output]) => {
      const outputs = computed.get(name) ?? outputsOf(name, bars);
      computed.set(name, outputs);
      const values = output === undefined ? [...outputs.values()][0] : outputs.get(output);
      if (values === undefined) throw new Error(`${name} has no ${output ?? 'output'}`);
      return [column, values];
    }),
  );
}

function outputsOf(name: string, bars: BarColumns): Map<string, Float64Array> {
  const asked = askFor(name, EVERYTHING);
  if (!asked.ok) throw new Error(`no indicator ${name}`);
  const { indicator, params } = asked.value;
  const values = indicator.compute(bars, params);
  return new Map(indicator.outputs.map((output, index) => [output, values[index]!])); // one array for every output
}
