import type { Random } from '../../lib/random.ts';
import { STEPS_PER_DAY } from './calendar.ts';
import type { Company } from './companies.ts';
import type { StockState } from './state.ts';

/** A board finds its shares too dear from here on. */
const DEAR: Record<Company['exchange'], number> = { 'demo-us': Math.log(420), 'demo-krx': Math.log(560_000) };

/** The split that is announced at the close of `step`, or null. It takes effect at a midnight, 5 to 8 days on. */
export function announceSplit(
  random: Random,
  step: number,
  stock: Pick<StockState, 'logPrice' | 'split'>,
  exchange: Company['exchange'],
): StockState['split'] {
  const excess = stock.logPrice - DEAR[exchange];
  if (stock.split !== null || excess < 0) return stock.split;
  const day = Math.floor(step / STEPS_PER_DAY) + 5 + random.below(4);
  return { announcedStep: step, step: day * STEPS_PER_DAY, ratio: random.chance(0.7) ? 2 : 3 };
}

/** At the open of the split's bar: what is measured in prices of old shares is from here on in new ones. */
export function takeSplit(step: number, stock: StockState): void {
  if (stock.split?.step !== step) return;
  const shift = Math.log(stock.split.ratio);
  stock.logPrice -= shift;
  stock.anchor -= shift;
  stock.rangeMiddle -= shift;
  stock.split = null;
}
