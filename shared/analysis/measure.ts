import type { BarColumns } from '../domain/bar.ts';
import { adx } from '../indicators/adx/adx.ts';
import { atr } from '../indicators/atr/atr.ts';
import { bollinger } from '../indicators/bollinger/bollinger.ts';
import { macd } from '../indicators/macd/macd.ts';
import { obv } from '../indicators/obv/obv.ts';
import { rsi } from '../indicators/rsi/rsi.ts';
import { sma } from '../indicators/sma/sma.ts';
import { stochastic } from '../indicators/stochastic/stochastic.ts';

/** The indicators of an analysis at the newest close, by name; null while one warms up. */
export const MEASURES = [
  'sma20',
  'sma50',
  'sma200',
  'rsi14',
  'macd',
  'macdSignal',
  'bandLower',
  'bandUpper',
  'atr14',
  'adx14',
  'stochasticK',
  'obv',
  'obvAverage',
] as const;
export type Measures = Readonly<Record<(typeof MEASURES)[number], number | null>>;

export function measuresOf(columns: BarColumns): Measures {
  const { c, v } = columns;
  const last = (values: Float64Array): number | null => {
    const value = values[values.length - 1] ?? NaN;
    return Number.isFinite(value) ? value : null;
  };
  const cross = macd(c, { fast: 12, slow: 26, signal: 9 });
  const bands = bollinger(c, { period: 20, deviations: 2 });
  const balance = obv({ c, v });
  return {
    sma20: last(sma(c, 20)),
    sma50: last(sma(c, 50)),
    sma200: last(sma(c, 200)),
    rsi14: last(rsi(c, 14)),
    macd: last(cross.macd),
    macdSignal: last(cross.signal),
    bandLower: last(bands.lower),
    bandUpper: last(bands.upper),
    atr14: last(atr(columns, 14)),
    adx14: last(adx(columns, 14).adx),
    stochasticK: last(stochastic(columns, { range: 14, slowing: 3, signal: 3 }).k),
    obv: last(balance),
    obvAverage: last(sma(balance, 20)),
  };
}
