import type { Fundamentals } from '../../domain/fundamentals.ts';
import type { MarketId } from '../../domain/ids.ts';
import { createRandom } from '../../lib/random.ts';
import { stepOpensAt } from './calendar.ts';
import { generatedInstruments } from './instruments.ts';
import { STREAM, stockParameters } from './parameters.ts';

const WON_PER_DOLLAR = 1_300;
/** One in eight loses money: P/E is not a number of every company. */
const LOSS_CHANCE = 0.125;

/**
 * What the invented companies are said to have reported before the first bar: as invented as their prices, and drawn
 * around them, so that P/E, P/B and yields come out like those of real companies. The same for the same seed.
 */
export function inventedFundamentals(seed: number, marketId: MarketId): Fundamentals[] {
  const begin = stepOpensAt(0);
  const instruments = generatedInstruments(marketId);
  return stockParameters(seed).flatMap(({ basePrice, company }, position): Fundamentals[] => {
    const instrument = instruments[position];
    if (instrument === undefined) return [];
    const random = createRandom(seed, STREAM.fundamentals, position);
    const inWon = company.exchange === 'demo-krx';
    // From 300 million to 300 billion dollars.
    const value = Math.exp(random.between(Math.log(3e8), Math.log(3e11))) * (inWon ? WON_PER_DOLLAR : 1);
    const shares = Math.round(value / Math.exp(basePrice));
    const isLoss = random.chance(LOSS_CHANCE);
    const earnings = isLoss ? -value * random.between(0.005, 0.08) : value / random.between(7, 45);
    const equity = value / random.between(0.7, 9);
    const dividends = isLoss || random.chance(0.3) ? 0 : earnings * random.between(0.1, 0.65);
    return [
      {
        instrumentId: instrument.id,
        asOf: begin,
        knownAt: begin,
        currency: instrument.currency,
        shares,
        earnings: Math.round(earnings),
        equity: Math.round(equity),
        dividends: Math.round(dividends),
        source: 'invented',
      },
    ];
  });
}
