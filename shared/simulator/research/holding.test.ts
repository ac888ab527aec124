import { expect, it } from 'vitest';
import { anInstrument } from '../../testing/an-instrument.ts';
import { NO_COSTS } from '../backtest/input.ts';
import { heldAfterCosts } from './holding.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 5);
const times = Float64Array.from([0, 1, 2], (day) => START + day * DAY);
/** A past with these opens; each bar closes where it opened, the last at `close`. */
function past(opens: readonly number[], close: number, from = 0) {
  const t = Float64Array.from(opens, (_, day) => START + (from + day) * DAY);
  const o = Float64Array.from(opens);
  const c = Float64Array.from([...opens.slice(0, -1), close]);
  return { instrument: anInstrument({ exchange: 'demo-us' }), bars: { t, o, h: c, l: o, c, v: o.map(() => 1_000) } };
}

it('buys whole shares at the first open with equal parts, and leaves the rest in cash', () => {
  const input = { instruments: [past([30, 30, 30], 33), past([400, 400, 400], 800)], cash: 200, costs: NO_COSTS };
  // Three shares at 30 out of 100, worth 3 more each; one at 400 is too dear for its part.
  expect(heldAfterCosts(input, times)).toEqual({ returnFraction: (200 + 9) / 200 - 1, fees: 0 });
});

it('pays what buying costs, and never more than its part', () => {
  const commission = { kind: 'fraction', perSide: 0.01 } as const;
  const costs = { ...NO_COSTS, commission, slippage: 0.001 };
  const held = heldAfterCosts({ instruments: [past([100, 100, 100], 100)], cash: 1_000, costs }, times);
  // Nine, not ten: at 100.10 and one percent the tenth is not paid for.
  expect(held.fees).toBeCloseTo(9 * 100.1 * 0.01, 9);
  expect(held.returnFraction).toBeCloseTo(-(9 * 0.1 + held.fees) / 1_000, 9);
});

it('counts new shares of a split', () => {
  const split = { ...past([100, 50, 50], 50), splits: [{ at: START + DAY, ratio: 2 }] };
  expect(heldAfterCosts({ instruments: [split], cash: 1_000, costs: NO_COSTS }, times).returnFraction).toBeCloseTo(
    0,
    12,
  );
});
