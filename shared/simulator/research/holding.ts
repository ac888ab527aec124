import { adjustForSplits } from '../../domain/split-adjust.ts';
import { feeDesk } from '../backtest/fees.ts';
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

/**
 * The same bought as it can be: in whole lots, at the open of the first bar of the range, with the costs of the test; what
 * a part cannot buy stays in cash. At the end it is held, at its last close, as a test leaves what is open.
 * @returns its growth as a fraction of the start, and what was paid in fees and taxes
 */
export function heldAfterCosts(
  { instruments, cash, costs }: Pick<BacktestInput, 'instruments' | 'cash' | 'costs'>,
  times: Float64Array,
): { readonly returnFraction: number; readonly fees: number } {
  const [first, last] = [times[0] ?? Infinity, times.at(-1) ?? -Infinity];
  const part = cash / instruments.length;
  let worth = 0;
  let paid = 0;
  for (const { instrument, bars, splits = [] } of instruments) {
    const { t, o, c } = adjustForSplits(bars, splits);
    const begin = t.findIndex((at) => at >= first && at <= last);
    const end = t.findLastIndex((at) => at <= last);
    if (begin === -1) {
      worth += part;
      continue;
    }
    // Money goes by what was traded: before a split the adjusted price is another.
    const unit = bars.o[begin]! * (1 + costs.spread / 2 + costs.slippage) * Number(instrument.multiplier); // in range
    const lot = Number(instrument.lotSize);
    const fees = feeDesk(instrument, costs).at(t[begin]!); // in range
    const feesFor = (size: number): number =>
      size === 0 ? 0 : fees({ side: 'buy', quantity: size, price: unit / Number(instrument.multiplier) });
    let quantity = Math.floor(part / unit / lot) * lot;
    while (quantity > 0 && quantity * unit + feesFor(quantity) > part) quantity -= lot;
    quantity = Math.max(0, quantity);
    const charged = feesFor(quantity);
    const bought = quantity * bars.o[begin]! * Number(instrument.multiplier); // in range
    paid += charged;
    worth += part - quantity * unit - charged + bought * (c[end]! / o[begin]!); // in range
  }
  return { returnFraction: worth / cash - 1, fees: paid };
}
