import { emaStream } from '../ema/ema.ts';
import { bars, blank, columnsFor, define, param, type HotIndicator, type IndicatorParams } from '../indicator.ts';

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

const NAMES = ['macd', 'signal', 'histogram'] as const;

/**
 * Fast EMA less slow EMA, and the EMA of that. The fast one is seeded with the last `fast` of the first `slow`
 * closes, so that both start on the same bar. All three are NaN before index `slow + signal - 2`.
 */
export function macd(closes: Float64Array, periods: MacdPeriods, out: Macd = outputs(closes.length)): Macd {
  const { fast, slow, signal } = periods;
  const { length } = closes;
  const start = slow - 1;
  const first = start + signal - 1;
  const { macd: lines, signal: signals, histogram } = out;
  for (const column of [lines, signals, histogram]) blank(column, first);
  if (length <= first) return out;
  let fastValue = 0;
  let slowValue = 0;
  for (let i = 0; i <= start; i += 1) {
    const close = closes[i]!; // in range, here and below: i < length
    slowValue += close;
    if (i > start - fast) fastValue += close;
  }
  fastValue /= fast;
  slowValue /= slow;
  const fastWeight = 2 / (fast + 1);
  const slowWeight = 2 / (slow + 1);
  const signalWeight = 2 / (signal + 1);
  const fastKeep = 1 - fastWeight;
  const slowKeep = 1 - slowWeight;
  const signalKeep = 1 - signalWeight;
  let signalValue = fastValue - slowValue;
  for (let i = start + 1; i <= first; i += 1) {
    fastValue = fastValue * fastKeep + closes[i]! * fastWeight;
    slowValue = slowValue * slowKeep + closes[i]! * slowWeight;
    signalValue += fastValue - slowValue;
  }
  signalValue /= signal;
  lines[first] = fastValue - slowValue;
  signals[first] = signalValue;
  histogram[first] = fastValue - slowValue - signalValue;
  for (let i = first + 1; i < length; i += 1) {
    const close = closes[i]!;
    fastValue = fastValue * fastKeep + close * fastWeight;
    slowValue = slowValue * slowKeep + close * slowWeight;
    const line = fastValue - slowValue;
    signalValue = signalValue * signalKeep + line * signalWeight;
    lines[i] = line;
    signals[i] = signalValue;
    histogram[i] = line - signalValue;
  }
  return out;
}

function outputs(length: number, out?: readonly Float64Array[]): Macd {
  const [line, signal, histogram] = columnsFor(length, NAMES, out);
  return { macd: line, signal, histogram };
}

const periodsOf = (params: IndicatorParams): MacdPeriods => ({
  fast: param(params, 'fast'),
  slow: param(params, 'slow'),
  signal: param(params, 'signal'),
});

export const MACD: HotIndicator = define({
  name: 'macd',
  source:
    'Gerald Appel, Technical Analysis: Power Tools (2005); TA-Lib MACD (ta_MACD.c): fast EMA starts with the slow one',
  params: { fast: bars(12), slow: bars(26, 2), signal: bars(9) },
  rising: ['fast', 'slow'],
  place: 'panel',
  outputs: NAMES,
  drawn: { histogram: 'columns' },
  warmUp: (params) => param(params, 'slow') + param(params, 'signal') - 2,
  compute: (columns, params, out) => {
    const { macd: line, signal, histogram } = macd(columns.c, periodsOf(params), outputs(columns.c.length, out));
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
});
