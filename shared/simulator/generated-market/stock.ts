import type { Random } from '../../lib/random.ts';
import type { Move } from './candle.ts';
import type { FactorMove } from './factors.ts';
import type { StockParameters } from './parameters.ts';
import { MARKET_SIGMA, SECTOR_SIGMA } from './parameters.ts';
import type { RegimeHabits } from './regimes.ts';
import { clamp, driftOf, nextRegime } from './regimes.ts';
import type { Direction, StockState } from './state.ts';
import { nextVariance } from './volatility.ts';

/** Drifts are in units of the stock's own deviation. */
export const STOCK_HABITS: RegimeHabits = {
  flatShare: 0.34,
  lengthMin: 50,
  lengthMean: 150,
  driftMin: 0.03,
  driftMax: 0.09,
};
const REGIME_SIGMA: Record<`${Direction}`, number> = { '-1': 1.12, '0': 0.8, '1': 0.98 };
const REGIME_VOLUME: Record<`${Direction}`, number> = { '-1': 0.08, '0': -0.12, '1': 0.06 };

/** Per bar: of a range to its middle, of a price to its anchor, of an anchor to the base price. */
const RANGE_PULL = 0.03;
const ANCHOR_PULL = 0.0003;
const BASE_PULL = 1 / 9_000;
const ANCHOR_SIGMA = 0.0025;

const JUMP_CHANCE = 1 / 1_200;
const JUMP_MAX = 0.14;
/** How often a trend, or none, draws a burst of volume; what is left of it a bar later; how it pushes the price. */
const BURST_CHANCE = { trend: 0.06, flat: 0.02 };
const BURST_FADE = 0.62;
const BURST_PUSH = 0.15;

export interface StockMove extends Move {
  /** Log of the turnover of the bar, in the stock's currency. */
  readonly turnover: number;
  /** What a surprise made of the open, when earnings came out. */
  readonly surprise: number | null;
}

interface Surroundings {
  readonly market: FactorMove;
  readonly sector: FactorMove;
  /** Deviation of this time of day, about 1. */
  readonly activity: number;
  readonly hasEarnings: boolean;
}

/** Moves a stock by one bar; writes to its state. Every draw is made every time, so that none shifts another. */
export function moveStock(random: Random, habits: StockParameters, stock: StockState, around: Surroundings): StockMove {
  const { regime } = stock;
  const { direction } = regime;
  const sigma = habits.sigma * REGIME_SIGMA[`${direction}`] * around.activity;

  const surprise = random.normal();
  const jumpSize = Math.min(JUMP_MAX, 0.025 - 0.02 * Math.log(random.uniform()));
  const jumpSign = random.chance(0.5) ? 1 : -1;
  const jumps = random.chance(JUMP_CHANCE);
  const ownGap =
    (jumps ? jumpSign * jumpSize : 0) +
    (around.hasEarnings ? clamp(surprise * 0.045, -JUMP_MAX, JUMP_MAX) : 0) +
    0.08 * sigma * random.normal();
  const isNews = jumps || around.hasEarnings;

  const burstSize = random.between(0.5, 1.2);
  const bursts = random.chance(direction === 0 ? BURST_CHANCE.flat : BURST_CHANCE.trend);
  stock.burst = stock.burst * BURST_FADE + (bursts ? burstSize : 0) + (isNews ? 1.2 : 0);
  if (regime.age === 0 && direction !== 0) stock.burst += burstSize + 0.3;

  const shock = Math.sqrt(stock.variance) * random.normal();
  const pull = direction === 0 ? RANGE_PULL * (stock.rangeMiddle - stock.logPrice) : 0;
  const own =
    sigma * shock +
    habits.sigma * (driftOf(regime) + BURST_PUSH * direction * stock.burst) +
    pull +
    ANCHOR_PULL * (stock.anchor - stock.logPrice);
  const sharedGap = habits.marketBeta * around.market.gap + habits.sectorBeta * around.sector.gap;
  const sharedBody = habits.marketBeta * around.market.body + habits.sectorBeta * around.sector.body;

  const gap = ownGap + sharedGap;
  const body = own + sharedBody;
  stock.volumeNoise = 0.6 * stock.volumeNoise + 0.24 * random.normal();
  const turnover =
    habits.turnover +
    stock.volumeNoise +
    stock.burst +
    REGIME_VOLUME[`${direction}`] +
    0.45 * Math.log(stock.variance) +
    0.18 * Math.min(3, Math.abs(shock)) +
    1.5 * Math.log(around.activity);

  stock.logPrice += gap + body;
  stock.rangeMiddle += sharedGap + sharedBody + (isNews ? ownGap : 0);
  stock.anchor += ANCHOR_SIGMA * random.normal() + (habits.basePrice - stock.anchor) * BASE_PULL + 0.5 * ownGap;
  stock.variance = nextVariance(stock.variance, isNews ? 3.5 : shock);
  advanceRegime(random, stock);
  const inside = Math.sqrt(sigma ** 2 * stock.variance + (MARKET_SIGMA * habits.marketBeta) ** 2 + SECTOR_SIGMA ** 2);
  return { gap, body, sigma: inside, turnover, surprise: around.hasEarnings ? surprise : null };
}

function advanceRegime(random: Random, stock: StockState): void {
  stock.regime.age++;
  stock.regime.left--;
  if (stock.regime.left > 0) return;
  stock.regime = nextRegime(random, STOCK_HABITS, stock.logPrice - stock.anchor);
  stock.rangeMiddle = stock.logPrice;
}
