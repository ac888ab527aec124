import type { BarColumns } from '../domain/bar.ts';
import { adx } from '../indicators/adx/adx.ts';
import { atr } from '../indicators/atr/atr.ts';
import { bollinger } from '../indicators/bollinger/bollinger.ts';
import { macd } from '../indicators/macd/macd.ts';
import { roc } from '../indicators/roc/roc.ts';
import { rsi } from '../indicators/rsi/rsi.ts';
import { sma } from '../indicators/sma/sma.ts';
import { stochastic } from '../indicators/stochastic/stochastic.ts';

/** Leading bars without a full set of features: the slow average's warm-up. */
export const FEATURES_WARM_UP = 50;

/**
 * What the direction model sees of each close, from bars up to it alone: momentum, place in the usual range, strength
 * of the trend, swings and volume, all as ratios so that the level of the price says nothing. Row i is bar i; NaN
 * before `FEATURES_WARM_UP`.
 */
export function directionFeatures(columns: BarColumns): Readonly<Record<string, Float64Array>> {
  const { c, h, l, v } = columns;
  const swing = atr(columns, 14);
  const bands = bollinger(c, { period: 20, deviations: 2 });
  const cross = macd(c, { fast: 12, slow: 26, signal: 9 });
  const usualVolume = sma(v, 20);
  const slow = sma(c, FEATURES_WARM_UP);
  // In range, all of them: columns of one bar are of one length.
  const rows = (of: (i: number) => number): Float64Array =>
    Float64Array.from({ length: c.length }, (_, i) => (i < FEATURES_WARM_UP ? NaN : finite(of(i))));
  const kernel = (values: Float64Array): Float64Array => rows((i) => values[i]!);
  return {
    change1: kernel(roc(c, 1)),
    change5: kernel(roc(c, 5)),
    change20: kernel(roc(c, 20)),
    overSlow: rows((i) => c[i]! / slow[i]! - 1),
    strength: kernel(rsi(c, 14)),
    stochastic: kernel(stochastic(columns, { range: 14, slowing: 3, signal: 3 }).k),
    cross: rows((i) => (cross.macd[i]! - cross.signal[i]!) / c[i]!),
    inBands: rows((i) => (c[i]! - bands.lower[i]!) / (bands.upper[i]! - bands.lower[i]!)),
    bandWidth: rows((i) => (bands.upper[i]! - bands.lower[i]!) / c[i]!),
    trend: kernel(adx(columns, 14).adx),
    swing: rows((i) => swing[i]! / c[i]!),
    inBar: rows((i) => (c[i]! - l[i]!) / (h[i]! - l[i]!)),
    volume: rows((i) => v[i]! / usualVolume[i]!),
  };
}

/** A ratio over nothing (a bar without a range, days without volume) says nothing: the middle of what is usual. */
function finite(value: number): number {
  return Number.isFinite(value) ? value : 0;
}
