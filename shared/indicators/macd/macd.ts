import { emaStream } from '../ema/ema.ts';
import { blank, param, type Indicator } from '../indicator.ts';

export interface MacdPeriods {
  readonly fast: number;
  readonly slow: number;
  readonly signal: number;
}

/** Three outputs of equal length: the line, its signal, their difference. */
export interface Macd {
  readonly macd: Float64Array;
  readonly signal: Float64Array;
  readonly histogram: Float64Array;
}

/**
 * Fast EMA less slow EMA, and the EMA of that. The fast one is seeded with the last `fast` of the first `slow`
 * closes, so that both start on the same bar. All three are NaN before index `slow + signal - 2`.
 */
export function macd(closes: Float64Array, periods: MacdPeriods, out: Macd = outputs(closes.length)): Macd {
  const { fast, slow, signal } = periods;
  const start = slow - 1;
  const first = start + signal - 1;
  for (const column of [out.macd, out.signal, out.histogram]) blank(column, first);
  const fastWeight = 2 / (fast + 1);
  const slowWeight = 2 / (slow + 1);
  const signalWeight = 2 / (signal + 1);
  let fastValue = 0;
  let slowValue = 0;
  let signalValue = 0;
  for (let i = 0; i < closes.length; i += 1) {
    const close = closes[i]!; // in range: i < length
    if (i <= start) {
      slowValue += close / slow;
      if (i > start - fast) fastValue += close / fast;
      if (i < start) continue;
    } else {
      fastValue += (close - fastValue) * fastWeight;
      slowValue += (close - slowValue) * slowWeight;
    }
    const line = fastValue - slowValue;
    if (i <= first) signalValue += line / signal;
    else signalValue += (line - signalValue) * signalWeight;
    if (i < first) continue;
    out.macd[i] = line;
    out.signal[i] = signalValue;
    out.histogram[i] = line - signalValue;
  }
  return out;
}

function outputs(length: number): Macd {
  return { macd: new Float64Array(length), signal: new Float64Array(length), histogram: new Float64Array(length) };
}

const periodsOf = (params: Readonly<Record<string, number>>): MacdPeriods => ({
  fast: param(params, 'fast'),
  slow: param(params, 'slow'),
  signal: param(params, 'signal'),
});

export const MACD: Indicator = {
  name: 'macd',
  source:
    'Gerald Appel, Technical Analysis: Power Tools (2005); TA-Lib MACD (ta_MACD.c): fast EMA starts with the slow one',
  defaults: { fast: 12, slow: 26, signal: 9 },
  outputs: ['macd', 'signal', 'histogram'],
  warmUp: (params) => param(params, 'slow') + param(params, 'signal') - 2,
  compute: (columns, params) => {
    const { macd: line, signal, histogram } = macd(columns.c, periodsOf(params));
    return [line, signal, histogram];
  },
  stream: (params) => {
    const { fast, slow, signal } = periodsOf(params);
    const nextFast = emaStream(fast);
    const nextSlow = emaStream(slow);
    const nextSignal = emaStream(signal);
    const out = new Float64Array(3);
    let seen = 0;
    return {
      next: ({ c }) => {
        seen += 1;
        out.fill(NaN);
        const slowValue = nextSlow(c);
        const fastValue = seen > slow - fast ? nextFast(c) : NaN;
        if (seen < slow) return out;
        const line = fastValue - slowValue;
        const signalValue = nextSignal(line);
        if (Number.isNaN(signalValue)) return out;
        out[0] = line;
        out[1] = signalValue;
        out[2] = line - signalValue;
        return out;
      },
    };
  },
};
