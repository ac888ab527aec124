import { invariant } from '../../lib/invariant.ts';
import { createRandom } from '../../lib/random.ts';
import { STEPS_PER_DAY } from './calendar.ts';
import { drawCandle } from './candle.ts';
import { followingEarnings } from './earnings.ts';
import type { MarketEvent } from './events.ts';
import { announcementsAt, eventsAt } from './events.ts';
import { moveFactors } from './factors.ts';
import { INDEX_POSITION } from './instruments.ts';
import { changeMembers, reviewIndex } from './market-index.ts';
import type { StockParameters } from './parameters.ts';
import { MARKET_SIGMA, STREAM } from './parameters.ts';
import { announceSplit, takeSplit } from './splits.ts';
import type { GeneratorState } from './state.ts';
import { copyState } from './state.ts';
import type { StepBars } from './step-bars.ts';
import { emptyBars, writeBar } from './step-bars.ts';
import type { StockMove } from './stock.ts';
import { moveStock } from './stock.ts';

export interface GeneratedStep {
  /** The state before the next step. */
  readonly state: GeneratorState;
  readonly bars: StepBars;
  /** What took effect at this bar's open; after a split the prices of this bar are already the new ones. */
  readonly events: readonly MarketEvent[];
  /** What became known at this bar's close. */
  readonly announced: readonly MarketEvent[];
}

/** Draws the bars of `before.step` and the state after them. `before` stays as it is. */
export function nextStep(seed: number, parameters: readonly StockParameters[], before: GeneratorState): GeneratedStep {
  const { step } = before;
  const state = copyState(before);
  const bars = emptyBars(step, INDEX_POSITION + 1);
  const factors = moveFactors(seed, step, state.factors);
  const activity = activityAt(step);
  changeMembers(step, state);

  const moves = parameters.map((habits, position): StockMove => {
    const stock = state.stocks[position];
    const [market, sector] = [factors[0], factors[habits.sectorFactor]];
    invariant(stock && market && sector, 'a state has every stock and factor');
    const random = createRandom(seed, STREAM.stock, step, position);
    takeSplit(step, stock);
    const { logPrice } = stock;
    const hasEarnings = stock.earningsStep === step;
    const move = moveStock(random, habits, stock, { market, sector, activity, hasEarnings });
    const candle = drawCandle(random, logPrice, move);
    const { exchange } = habits.company;
    writeBar(bars, position, { exchange, kind: 'stock' }, { ...candle, volume: Math.exp(move.turnover) / candle.c });
    if (hasEarnings) stock.earningsStep = followingEarnings(random, step);
    stock.split = announceSplit(random, step, stock, exchange);
    return move;
  });
  moveIndex(seed, state, bars, moves);
  reviewIndex(seed, step, state.index, state.stocks);

  const after = { ...state, step: step + 1 };
  return { state: after, bars, events: eventsAt(step, before), announced: announcementsAt(step, after) };
}

/** The index is the geometric mean of its members, chained, so that neither a split nor a new member moves it. */
function moveIndex(seed: number, state: GeneratorState, bars: StepBars, moves: readonly StockMove[]): void {
  let [gap, body, volume, count] = [0, 0, 0, 0];
  moves.forEach((move, position) => {
    if (state.stocks[position]?.isMember !== true) return;
    gap += move.gap;
    body += move.body;
    volume += bars.v[position] ?? 0;
    count++;
  });
  const { index, step } = state;
  const move = { gap: gap / count, body: body / count, sigma: MARKET_SIGMA };
  const candle = drawCandle(createRandom(seed, STREAM.index, step, 0), index.logLevel, move);
  writeBar(bars, INDEX_POSITION, { exchange: 'demo-us', kind: 'index' }, { ...candle, volume });
  index.logLevel += move.gap + move.body;
}

/** More is traded, and prices move more, around 16:00 UTC than around 04:00: from 0.9 to 1.1, as two parabolas. */
function activityAt(step: number): number {
  const phase = ((step % STEPS_PER_DAY) / STEPS_PER_DAY + 2 / 24) % 1;
  const half = phase < 0.5 ? phase * 2 : phase * 2 - 1;
  const arch = 0.4 * half * (1 - half);
  return phase < 0.5 ? 1 - arch : 1 + arch;
}
