import { ADX } from './adx/adx.ts';
import { ATR } from './atr/atr.ts';
import { BOLLINGER } from './bollinger/bollinger.ts';
import { DONCHIAN } from './donchian/donchian.ts';
import { EMA } from './ema/ema.ts';
import type { HotIndicator, Indicator } from './indicator.ts';
import { MACD } from './macd/macd.ts';
import { OBV } from './obv/obv.ts';
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
export const INDICATORS: readonly Indicator[] = [...HOT_INDICATORS];

/** The one of that name; undefined when there is none. */
export function indicatorNamed(name: string): Indicator | undefined {
  return INDICATORS.find((indicator) => indicator.name === name);
}
