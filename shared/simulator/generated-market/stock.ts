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
  driftMin: 0.05,
  driftMax: 0.13,
};
const REGIME_SIGMA: Record<`${Direction}`, number> = { '-1': 1.12, '0': 0.8, '1': 0.98 };
const REGIME_VOLUME: Record<`${Direction}`, number> = { '-1': 0.08, '0': -0.12, '1': 0.06 };

/** Per bar: of a range to its middle, of a price to its anchor, of an anchor to the base price. */
const RANGE_PULL = 0.03;
const ANCHOR_PULL = 0.0003;
const BASE_PULL = 1 / 9_000;
const ANCHOR_SIGMA = 0.0025;

/** The part of a shock that the market overdoes, and what is left of it a bar later: dips and spikes come back a little. */
const OVERSHOOT = 0.15;
const OVERSHOOT_FADE = 0.95;

const JUMP_CHANCE = 1 / 1_200;
const JUMP_MAX = 0.14;
const EARNINGS_SIGMA = 0.045;
/** What news counts as for the variance of the bars that follow, and adds to the log of volume. */
const NEWS_SHOCK = 3.5;
const NEWS_BURST = 1.7;
/** Deviation from one bar's close to the next one's open, in the stock's own. */
const OPEN_SIGMA = 0.08;
/** How often a trend, or none, draws a burst of volume; what is left of it a bar later; how it pushes the price. */
const BURST_CHANCE = { trend: 0.06, flat: 0.02 };
const BURST_FADE = 0.62;
const BURST_PUSH = 0.15;

export interface StockMove extends Move {
  /** Log of the turnover of the bar, in the stock's currency. */
  readonly turnover: number;
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
  const { market, sector, activity, hasEarnings } = around;
  const { direction } = stock.regime;
  const sigma = habits.sigma * REGIME_SIGMA[`${direction}`] * activity;

  const news = drawNews(random, hasEarnings);
  fadeBurst(random, stock, news !== 0);
  const shock = Math.sqrt(stock.variance) * random.normal();
  const overshoot = OVERSHOOT_FADE * stock.overshoot + OVERSHOOT * sigma * shock;
  const trend = driftOf(stock.regime) + BURST_PUSH * direction * stock.burst;
  const rangePull = direction === 0 ? RANGE_PULL * (stock.rangeMiddle - stock.logPrice) : 0;
  const sharedGap = habits.marketBeta * market.gap + habits.sectorBeta * sector.gap;
  const sharedBody = habits.marketBeta * market.body + habits.sectorBeta * sector.body;
  const gap = news + OPEN_SIGMA * sigma * random.normal() + sharedGap;
  const body =
    sigma * shock +
    (overshoot - stock.overshoot) +
    habits.sigma * trend +
    rangePull +
    ANCHOR_PULL * (stock.anchor - stock.logPrice) +
    sharedBody;
  stock.volumeNoise = 0.6 * stock.volumeNoise + 0.24 * random.normal();
  const turnover =
    habits.turnover +
    stock.volumeNoise +
    stock.burst +
    REGIME_VOLUME[`${direction}`] +
    0.45 * Math.log(stock.variance) +
    0.18 * Math.min(3, Math.abs(shock)) +
    1.5 * Math.log(activity);

  stock.overshoot = overshoot;
  stock.logPrice += gap + body;
  stock.rangeMiddle += sharedGap + sharedBody + news;
  // Half of what news does stays for months.
  stock.anchor += ANCHOR_SIGMA * random.normal() + BASE_PULL * (habits.basePrice - stock.anchor) + 0.5 * news;
  const ownVariance = square(sigma * (1 + OVERSHOOT)) * stock.variance;
  stock.variance = nextVariance(stock.variance, news === 0 ? shock : NEWS_SHOCK);
  advanceRegime(random, stock);
  const sharedVariance = square(MARKET_SIGMA * habits.marketBeta) + square(SECTOR_SIGMA * habits.sectorBeta);
  return { gap, body, sigma: Math.sqrt(ownVariance + sharedVariance), turnover };
}

/** What news does to the open, as log return; 0 without. */
function drawNews(random: Random, hasEarnings: boolean): number {
  const surprise = clamp(EARNINGS_SIGMA * random.normal(), -JUMP_MAX, JUMP_MAX);
  const size = Math.min(JUMP_MAX, 0.025 - 0.02 * Math.log(random.uniform()));
  const jump = random.chance(0.5) ? size : -size;
  const jumps = random.chance(JUMP_CHANCE);
  return (jumps ? jump : 0) + (hasEarnings ? surprise : 0);
}

function fadeBurst(random: Random, stock: StockState, hasNews: boolean): void {
  const { direction, age } = stock.regime;
  const size = random.between(0.5, 1.2);
  const bursts = random.chance(direction === 0 ? BURST_CHANCE.flat : BURST_CHANCE.trend);
  stock.burst = BURST_FADE * stock.burst + (bursts ? size : 0) + (hasNews ? NEWS_BURST : 0);
  // Volume announces a trend, before its drift has set in.
  if (age === 0 && direction !== 0) stock.burst += size + 0.3;
}

function advanceRegime(random: Random, stock: StockState): void {
  stock.regime.age++;
  stock.regime.left--;
  if (stock.regime.left > 0) return;
  stock.regime = nextRegime(random, STOCK_HABITS, stock.logPrice - stock.anchor);
  stock.rangeMiddle = stock.logPrice;
}

function square(value: number): number {
  return value * value;
}
