import type { MarketEvent } from '../../domain/market-event.ts';
import { createRandom } from '../../lib/random.ts';
import { STEPS_PER_DAY } from './calendar.ts';
import { COMPANIES, MARKET_INDEX } from './companies.ts';
import { STREAM } from './parameters.ts';
import type { GeneratorState, IndexState, StockState } from './state.ts';

const CONSTITUENTS = 40;

/** Who is in the index at the beginning: 40 of the stocks, by lot. */
export function firstMembers(seed: number, stockCount: number): boolean[] {
  const random = createRandom(seed, STREAM.initial, STREAM.index);
  const order = Array.from({ length: stockCount }, (_, stock) => ({ stock, lot: random.uniform() }));
  order.sort((a, b) => a.lot - b.lot);
  const members = new Set(order.slice(0, CONSTITUENTS).map(({ stock }) => stock));
  return Array.from({ length: stockCount }, (_, stock) => members.has(stock));
}

/** The same as the list of the index begins with. */
export function firstConstituents(seed: number): MarketEvent[] {
  const about = MARKET_INDEX.symbol;
  return firstMembers(seed, COMPANIES.length).flatMap((isMember, position) => {
    const symbol = COMPANIES[position]?.symbol;
    return isMember && symbol !== undefined ? [{ symbol, kind: 'index-addition', about, at: 0, knownAt: 0 }] : [];
  });
}

export function initialIndex(seed: number): IndexState {
  const random = createRandom(seed, STREAM.initial, STREAM.index, 1);
  return { logLevel: Math.log(1_000), reviewStep: random.below(8 * STEPS_PER_DAY), change: null };
}

/**
 * The committee at the close of `step`: announces a change 4 to 6 days ahead, three to six weeks after the last one.
 * It chooses by lot and not by price: what has risen would otherwise be bought dear and what has fallen sold cheap,
 * and an index of prices that come back would sink for ever. Writes to `index`.
 */
export function reviewIndex(seed: number, step: number, index: IndexState, stocks: readonly StockState[]): void {
  if (index.change !== null || step < index.reviewStep) return;
  const random = createRandom(seed, STREAM.index, step, 1);
  const pick = (isMember: boolean): number => {
    const among = stocks.flatMap((stock, position) => (stock.isMember === isMember ? [position] : []));
    return among[random.below(among.length)] ?? 0;
  };
  const day = Math.floor(step / STEPS_PER_DAY) + 4 + random.below(3);
  index.change = { announcedStep: step, step: day * STEPS_PER_DAY, added: pick(false), removed: pick(true) };
  index.reviewStep = (day + 21 + random.below(22)) * STEPS_PER_DAY;
}

/** At the open of the change's bar: one stock comes in, one goes. */
export function changeMembers(step: number, { stocks, index }: Pick<GeneratorState, 'stocks' | 'index'>): void {
  const { change } = index;
  if (change?.step !== step) return;
  stocks.forEach((stock, position) => {
    if (position === change.added) stock.isMember = true;
    if (position === change.removed) stock.isMember = false;
  });
  index.change = null;
}
