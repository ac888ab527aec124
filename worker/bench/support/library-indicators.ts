import * as library from 'technicalindicators';
import type { BarColumns } from '#shared/domain/bar.ts';

/** Bars as the library reads them. */
export interface PlainBars {
  readonly high: number[];
  readonly low: number[];
  readonly close: number[];
  readonly volume: number[];
}

export function plainBars({ h, l, c, v }: BarColumns, count = c.length): PlainBars {
  const cut = (column: Float64Array): number[] => Array.from(column.subarray(0, count));
  return { high: cut(h), low: cut(l), close: cut(c), volume: cut(v) };
}

/** The eleven indicators of a usual look, by `technicalindicators`; nothing is kept. */
export function elevenByLibrary({ high, low, close, volume }: PlainBars): void {
  for (const period of [20, 50]) library.SMA.calculate({ period, values: close });
  for (const period of [12, 26]) library.EMA.calculate({ period, values: close });
  library.RSI.calculate({ period: 14, values: close });
  library.MACD.calculate({
    values: close,
    fastPeriod: 12,
    slowPeriod: 26,
    signalPeriod: 9,
    SimpleMAOscillator: false,
    SimpleMASignal: false,
  });
  library.BollingerBands.calculate({ period: 20, stdDev: 2, values: close });
  library.ATR.calculate({ period: 14, high, low, close });
  library.ADX.calculate({ period: 14, high, low, close });
  library.Stochastic.calculate({ high, low, close, period: 14, signalPeriod: 3 });
  library.OBV.calculate({ close, volume });
}
