import { createRandom } from '../../lib/random.ts';
import type { Company } from './companies.ts';
import { COMPANIES, SECTORS } from './companies.ts';

/** What a stock is like, drawn once from the seed. Rates and deviations are of log price per 15-minute bar. */
export interface StockParameters {
  readonly company: Company;
  /** Row of its sector among the factors. */
  readonly sectorFactor: number;
  /** Log of the raw price that it is softly drawn to over months. */
  readonly basePrice: number;
  /** Deviation of what is its own. */
  readonly sigma: number;
  readonly marketBeta: number;
  readonly sectorBeta: number;
  /** Log of the usual turnover of one bar, in its currency. */
  readonly turnover: number;
}

/** One stream of draws for each purpose, so that a change in one leaves the others as they were. */
export const STREAM = { parameters: 1, initial: 2, factor: 3, stock: 4, index: 5, fundamentals: 6 } as const;

/** Factor rows: 0 is the market, then one for each sector. */
export const FACTOR_COUNT = 1 + SECTORS.length;
export const MARKET_SIGMA = 0.0025;
export const SECTOR_SIGMA = 0.0017;

const WON_PER_DOLLAR = 1_300;

export function stockParameters(seed: number): readonly StockParameters[] {
  return COMPANIES.map((company, position) => {
    const random = createRandom(seed, STREAM.parameters, position);
    const won = company.exchange === 'demo-krx';
    return {
      company,
      sectorFactor: 1 + SECTORS.indexOf(company.sector),
      basePrice: won ? random.between(Math.log(6_000), Math.log(320_000)) : random.between(Math.log(16), Math.log(290)),
      sigma: random.between(0.004, 0.0064),
      marketBeta: random.between(0.6, 1.4),
      sectorBeta: random.between(0.7, 1.3),
      turnover: random.between(Math.log(400_000), Math.log(8_000_000)) + (won ? Math.log(WON_PER_DOLLAR) : 0),
    };
  });
}
