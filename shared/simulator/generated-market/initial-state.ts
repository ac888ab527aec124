import { createRandom } from '../../lib/random.ts';
import { firstEarnings } from './earnings.ts';
import { initialFactors } from './factors.ts';
import { firstMembers, initialIndex } from './market-index.ts';
import type { StockParameters } from './parameters.ts';
import { STREAM } from './parameters.ts';
import { nextRegime } from './regimes.ts';
import type { GeneratorState, StockState } from './state.ts';
import { STOCK_HABITS } from './stock.ts';

/** The state before the first bar: prices off their anchors, regimes under way. */
export function initialState(seed: number, parameters: readonly StockParameters[]): GeneratorState {
  const members = firstMembers(seed, parameters.length);
  const stocks = parameters.map((habits, position): StockState => {
    const random = createRandom(seed, STREAM.initial, STREAM.stock, position);
    const anchor = habits.basePrice + 0.12 * random.normal();
    const logPrice = anchor + 0.15 * random.normal();
    const regime = nextRegime(random, STOCK_HABITS, logPrice - anchor);
    return {
      logPrice,
      anchor,
      variance: 1,
      overshoot: 0,
      regime: { ...regime, left: 1 + random.below(regime.left), age: 10 },
      rangeMiddle: logPrice,
      volumeNoise: 0,
      burst: 0,
      earningsStep: firstEarnings(random, habits.company.exchange),
      split: null,
      isMember: members[position] ?? false,
    };
  });
  return { step: 0, stocks, factors: initialFactors(seed), index: initialIndex(seed) };
}
