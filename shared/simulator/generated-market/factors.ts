import { createRandom } from '../../lib/random.ts';
import { FACTOR_COUNT, MARKET_SIGMA, SECTOR_SIGMA, STREAM } from './parameters.ts';
import type { RegimeHabits } from './regimes.ts';
import { driftOf, nextRegime } from './regimes.ts';
import type { FactorState } from './state.ts';
import { nextVariance } from './volatility.ts';

const MARKET_HABITS: RegimeHabits = {
  flatShare: 0.4,
  lengthMin: 80,
  lengthMean: 260,
  driftMin: 0.00008,
  driftMax: 0.0003,
};
const SECTOR_HABITS: RegimeHabits = {
  flatShare: 0.4,
  lengthMin: 60,
  lengthMean: 200,
  driftMin: 0.00005,
  driftMax: 0.0002,
};
const JUMP_CHANCE = 1 / 2_500;
/** Draws a factor's level back to 0, per bar: half of it in about 2,300 bars. */
const PULL = 0.0003;

/** What moves more than one stock in this bar: log returns, at the open and inside the bar. */
export interface FactorMove {
  readonly gap: number;
  readonly body: number;
}

export function initialFactors(seed: number): FactorState[] {
  return Array.from({ length: FACTOR_COUNT }, (_, row) => {
    const random = createRandom(seed, STREAM.initial, STREAM.factor, row);
    const regime = nextRegime(random, habits(row), 0);
    return { variance: 1, regime: { ...regime, age: 10 }, level: 0 };
  });
}

/** Moves the market's factor and every sector's by one bar; writes to the states. */
export function moveFactors(seed: number, step: number, factors: readonly FactorState[]): FactorMove[] {
  return factors.map((factor, row) => {
    const random = createRandom(seed, STREAM.factor, step, row);
    const sigma = row === 0 ? MARKET_SIGMA : SECTOR_SIGMA;
    const shock = Math.sqrt(factor.variance) * random.normal();
    const gap = random.chance(JUMP_CHANCE) ? (random.chance(0.5) ? 1 : -1) * random.between(0.01, 0.03) : 0;
    const body = sigma * shock + driftOf(factor.regime) - PULL * factor.level;
    factor.variance = nextVariance(factor.variance, gap === 0 ? shock : 3);
    factor.level += gap + body;
    factor.regime.age++;
    factor.regime.left--;
    if (factor.regime.left <= 0) factor.regime = nextRegime(random, habits(row), factor.level * 2);
    return { gap, body };
  });
}

function habits(row: number): RegimeHabits {
  return row === 0 ? MARKET_HABITS : SECTOR_HABITS;
}
