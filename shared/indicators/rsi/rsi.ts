import { bars, blank, define, oneOutput, param, type HotIndicator } from '../indicator.ts';

/**
 * Relative strength index, 0 to 100. Gains and losses are smoothed by Wilder, seeded with their plain mean over the
 * first `period` changes. NaN before index `period`; 0 where nothing moved at all, as TA-Lib has it.
 */
export function rsi(
  closes: Float64Array,
  period: number,
  out: Float64Array = new Float64Array(closes.length),
): Float64Array {
  const { length } = closes;
  blank(out, period);
  if (length <= period) return out;
  // Twice the gains and twice the losses, |x| + x and |x| - x: whether a price rose cannot be foreseen, so no branch
  // asks; the factor cancels in the ratio.
  let gain = 0;
  let loss = 0;
  for (let i = 1; i <= period; i += 1) {
    const change = closes[i]! - closes[i - 1]!; // in range, here and below: 1 <= i < length
    const size = Math.abs(change);
    gain += size + change;
    loss += size - change;
  }
  const weight = 1 / period;
  const keep = 1 - weight;
  gain *= weight;
  loss *= weight;
  out[period] = strength(gain, loss);
  for (let i = period + 1; i < length; i += 1) {
    const change = closes[i]! - closes[i - 1]!;
    const size = Math.abs(change);
    gain = gain * keep + (size + change) * weight;
    loss = loss * keep + (size - change) * weight;
    out[i] = strength(gain, loss);
  }
  return out;
}

/** The incremental twin of `rsi`. */
export function rsiStream(period: number): (close: number) => number {
  const weight = 1 / period;
  const keep = 1 - weight;
  let before = NaN;
  let changes = -1;
  let gain = 0;
  let loss = 0;
  return (close) => {
    const change = close - before;
    const size = Math.abs(change);
    before = close;
    changes += 1;
    if (changes === 0) return NaN;
    const fades = changes > period ? keep : 1;
    gain = gain * fades + (size + change) * weight;
    loss = loss * fades + (size - change) * weight;
    return changes >= period ? strength(gain, loss) : NaN;
  };
}

function strength(gain: number, loss: number): number {
  const both = gain + loss;
  return both > 1e-14 ? (100 * gain) / both : 0;
}

export const RSI: HotIndicator = define({
  name: 'rsi',
  source: 'J. Welles Wilder, New Concepts in Technical Trading Systems (1978); TA-Lib RSI (ta_RSI.c), seed: plain mean',
  params: { period: bars(14, 2) },
  place: 'percent',
  outputs: ['rsi'],
  warmUp: (params) => param(params, 'period'),
  compute: (columns, params, out) => [rsi(columns.c, param(params, 'period'), out?.[0])],
  stream: (params) => {
    const next = rsiStream(param(params, 'period'));
    return oneOutput((bar) => next(bar.c));
  },
});
