import { ADX } from './adx/adx.ts';
import { ATR } from './atr/atr.ts';
import { BOLLINGER } from './bollinger/bollinger.ts';
import { DONCHIAN } from './donchian/donchian.ts';
import { EMA } from './ema/ema.ts';
import type { HotIndicator, Indicator } from './indicator.ts';
import { LIBRARY } from './library/library.ts';
import { MACD } from './macd/macd.ts';
import { AVERAGES } from './more/averages.ts';
import { MOMENTUMS } from './more/momentum.ts';
import { PRICES } from './more/prices.ts';
import { TRENDS } from './more/trend.ts';
import { VOLATILITIES } from './more/volatility.ts';
import { VOLUMES } from './more/volume.ts';
import { OBV } from './obv/obv.ts';
import { PATTERN_INDICATORS } from './patterns/patterns.ts';
import { ROC } from './roc/roc.ts';
import { RSI } from './rsi/rsi.ts';
import { SMA } from './sma/sma.ts';
import { STOCHASTIC } from './stochastic/stochastic.ts';
import { VWAP } from './vwap/vwap.ts';
import { WMA } from './wma/wma.ts';

/** Those looked at on every bar: columnar kernel, incremental twin, TA-Lib's conventions. */
export const HOT_INDICATORS: readonly HotIndicator[] = [
  SMA,
  EMA,
  WMA,
  RSI,
  MACD,
  BOLLINGER,
  ATR,
  ADX,
  STOCHASTIC,
  OBV,
  VWAP,
  ROC,
  DONCHIAN,
];

/** Every indicator there is. */
export const INDICATORS: readonly Indicator[] = [
  ...HOT_INDICATORS,
  ...AVERAGES,
  ...TRENDS,
  ...MOMENTUMS,
  ...VOLATILITIES,
  ...VOLUMES,
  ...PRICES,
  ...LIBRARY,
];

/** Every indicator and every candlestick pattern. */
export const EVERYTHING: readonly Indicator[] = [...INDICATORS, ...PATTERN_INDICATORS];

/** The indicator or pattern of that name; undefined when there is none. */
export function indicatorNamed(name: string): Indicator | undefined {
  return EVERYTHING.find((indicator) => indicator.name === name);
}
