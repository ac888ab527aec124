import { adjustForSplits } from '../../domain/split-adjust.ts';
import type { BacktestInput } from '../backtest/input.ts';

/**
 * What the same money would have been worth, bar by bar, had it bought all instruments in equal parts at the close of
 * the first bar and held them; without costs. Shares may be parts of one. An instrument without a bar yet waits in cash.
 */
export function holdingCurve(input: Pick<BacktestInput, 'instruments' | 'cash'>, times: Float64Array): Float64Array {
  const { instruments, cash } = input;
  const worth = new Float64Array(times.length);
  const part = cash / instruments.length;
  for (const { bars, splits = [] } of instruments) {
    const { t, c } = adjustForSplits(bars, splits);
    let next = 0;
    let bought = NaN;
    for (let step = 0; step < times.length; step += 1) {
      while (next < t.length && t[next]! <= times[step]!) next += 1; // both in range
      const close = next === 0 ? NaN : c[next - 1]!; // in range
      if (Number.isNaN(bought)) bought = close;
      worth[step] = worth[step]! + (Number.isNaN(bought) ? part : (part * close) / bought); // in range
    }
  }
  return worth;
}
