import { blank, oneOutput, param, type Indicator } from '../indicator.ts';

/**
 * Relative strength index, 0 to 100. Gains and losses are smoothed by Wilder, seeded with their plain mean over the
 * first `period` changes. NaN before index `period`; 0 where nothing moved at all, as TA-Lib has it.
 */
export function rsi(closes: Float64Array, period: number, out = new Float64Array(closes.length)): Float64Array {
  blank(out, period);
  let gain = 0;
  let loss = 0;
  for (let i = 1; i < closes.length; i += 1) {
    const change = closes[i]! - closes[i - 1]!; // in range: 1 <= i < length
    const up = change > 0 ? change : 0;
    const down = change < 0 ? -change : 0;
    if (i <= period) {
      gain += up / period;
      loss += down / period;
    } else {
      gain += (up - gain) / period;
      loss += (down - loss) / period;
    }
    if (i >= period) out[i] = strength(gain, loss);
  }
  return out;
}

/** The incremental twin of `rsi`. */
export function rsiStream(period: number): (close: number) => number {
  let before = NaN;
  let changes = -1;
  let gain = 0;
  let loss = 0;
  return (close) => {
    const change = close - before;
    before = close;
    changes += 1;
    if (changes === 0) return NaN;
    const up = change > 0 ? change : 0;
    const down = change < 0 ? -change : 0;
    if (changes <= period) {
      gain += up / period;
      loss += down / period;
    } else {
      gain += (up - gain) / period;
      loss += (down - loss) / period;
    }
    return changes >= period ? strength(gain, loss) : NaN;
  };
}

function strength(gain: number, loss: number): number {
  const both = gain + loss;
  return both > 1e-14 ? (100 * gain) / both : 0;
}

export const RSI: Indicator = {
  name: 'rsi',
  source: 'J. Welles Wilder, New Concepts in Technical Trading Systems (1978); TA-Lib RSI (ta_RSI.c), seed: plain mean',
  defaults: { period: 14 },
  outputs: ['rsi'],
  warmUp: (params) => param(params, 'period'),
  compute: (columns, params) => [rsi(columns.c, param(params, 'period'))],
  stream: (params) => {
    const next = rsiStream(param(params, 'period'));
    return oneOutput((bar) => next(bar.c));
  },
};
