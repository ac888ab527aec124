import type { MarketId } from '../../domain/ids.ts';
import type { Instrument } from '../../domain/instrument.ts';
import { invariant } from '../../lib/invariant.ts';
import { createRandom } from '../../lib/random.ts';
import type { MarketMs } from '../../lib/time.ts';
import { STEPS_PER_DAY, stepOpensAt } from './calendar.ts';
import { drawCandle } from './candle.ts';
import { firstEarnings, followingEarnings } from './earnings.ts';
import type { MarketEvent } from './events.ts';
import { announcementsAt, eventsAt } from './events.ts';
import type { FactorMove } from './factors.ts';
import { initialFactors, moveFactors } from './factors.ts';
import { generatedInstruments, INDEX_POSITION } from './instruments.ts';
import { firstMembers, initialIndex, reviewIndex } from './market-index.ts';
import type { StockParameters } from './parameters.ts';
import { MARKET_SIGMA, stockParameters, STREAM } from './parameters.ts';
import { nextRegime } from './regimes.ts';
import { announceSplit } from './splits.ts';
import type { GeneratorState, StockState } from './state.ts';
import { copyState } from './state.ts';
import { moveStock, STOCK_HABITS } from './stock.ts';
import { toTick } from './ticks.ts';

/** The bars of one step, raw prices on the tick, indexed like `instruments`; they open at `at` and last 15 minutes. */
export interface StepBars {
  readonly at: MarketMs;
  readonly o: Float64Array;
  readonly h: Float64Array;
  readonly l: Float64Array;
  readonly c: Float64Array;
  readonly v: Float64Array;
}

export interface GeneratedStep {
  /** The state before the next step. */
  readonly state: GeneratorState;
  readonly bars: StepBars;
  /** What took effect at this bar's open: a split's prices of this bar are already the new ones. */
  readonly events: readonly MarketEvent[];
  /** What became known at this bar's close. */
  readonly announced: readonly MarketEvent[];
}

/** A market that a seed makes. It sees its seed and the step, nothing else; equal seeds are equal markets. */
export interface GeneratedMarket {
  readonly instruments: readonly Instrument[];
  initialState(): GeneratorState;
  /** The bars of `state.step`. */
  nextStep(state: GeneratorState): GeneratedStep;
}

/** `seed`: a safe integer. */
export function createGeneratedMarket(seed: number, marketId: MarketId): GeneratedMarket {
  const parameters = stockParameters(seed);
  return {
    instruments: generatedInstruments(marketId),
    initialState: () => initialState(seed, parameters),
    nextStep: (state) => nextStep(seed, parameters, state),
  };
}

function initialState(seed: number, parameters: readonly StockParameters[]): GeneratorState {
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

const STILL: FactorMove = { gap: 0, body: 0 };

function nextStep(seed: number, parameters: readonly StockParameters[], before: GeneratorState): GeneratedStep {
  const { step } = before;
  const state = copyState(before);
  const { stocks, index } = state;
  const bars = emptyBars(step);
  const events = eventsAt(step, before);
  const moves = moveFactors(seed, step, state.factors);
  const activity = activityAt(step);

  if (index.change?.step === step) changeMembers(state);
  const members = { gap: 0, body: 0, volume: 0, count: 0 };
  parameters.forEach((habits, position) => {
    const stock = stocks[position];
    invariant(stock, 'a state has every stock');
    const random = createRandom(seed, STREAM.stock, step, position);
    if (stock.split?.step === step) split(stock, stock.split.ratio);
    const { logPrice } = stock;
    const hasEarnings = stock.earningsStep === step;
    const move = moveStock(random, habits, stock, {
      market: moves[0] ?? STILL,
      sector: moves[habits.sectorFactor] ?? STILL,
      activity,
      hasEarnings,
    });
    const { o, h, l, c } = drawCandle(random, logPrice, move);
    const { exchange } = habits.company;
    bars.o[position] = toTick(exchange, o);
    bars.h[position] = toTick(exchange, h);
    bars.l[position] = toTick(exchange, l);
    bars.c[position] = toTick(exchange, c);
    const volume = Math.max(1, Math.round(Math.exp(move.turnover) / c));
    bars.v[position] = volume;
    if (hasEarnings) stock.earningsStep = followingEarnings(random, step);
    stock.split = announceSplit(random, step, stock, exchange);
    if (stock.isMember) {
      members.gap += move.gap;
      members.body += move.body;
      members.volume += volume;
      members.count++;
    }
  });
  setIndexBar(seed, state, bars, members);
  reviewIndex(seed, step, index, stocks);

  const after = { ...state, step: step + 1 };
  return { state: after, bars, events, announced: announcementsAt(step, after) };
}

/** The index is the geometric mean of its members: chained, so that neither a split nor a new member moves it. */
function setIndexBar(
  seed: number,
  { step, index }: GeneratorState,
  bars: StepBars,
  members: { gap: number; body: number; volume: number; count: number },
): void {
  const move = {
    gap: members.gap / members.count,
    body: members.body / members.count,
    sigma: MARKET_SIGMA,
  };
  const { o, h, l, c } = drawCandle(createRandom(seed, STREAM.index, step, 0), index.logLevel, move);
  index.logLevel += move.gap + move.body;
  bars.o[INDEX_POSITION] = toTick('demo-us', o);
  bars.h[INDEX_POSITION] = toTick('demo-us', h);
  bars.l[INDEX_POSITION] = toTick('demo-us', l);
  bars.c[INDEX_POSITION] = toTick('demo-us', c);
  bars.v[INDEX_POSITION] = members.volume;
}

function split(stock: StockState, ratio: number): void {
  const shift = Math.log(ratio);
  stock.logPrice -= shift;
  stock.anchor -= shift;
  stock.rangeMiddle -= shift;
  stock.split = null;
}

function changeMembers({ stocks, index }: GeneratorState): void {
  stocks.forEach((stock, position) => {
    if (position === index.change?.added) stock.isMember = true;
    if (position === index.change?.removed) stock.isMember = false;
  });
  index.change = null;
}

/** More is traded, and prices move more, around 16:00 UTC than around 04:00: from 0.9 to 1.1, as two parabolas. */
function activityAt(step: number): number {
  const day = (step % STEPS_PER_DAY) / STEPS_PER_DAY;
  const phase = (day + 11 / 24) % 1;
  const half = phase < 0.5 ? phase * 2 : phase * 2 - 1;
  const arch = 4 * half * (1 - half);
  return phase < 0.5 ? 1 - 0.1 * arch : 1 + 0.1 * arch;
}

function emptyBars(step: number): StepBars {
  const column = (): Float64Array => new Float64Array(INDEX_POSITION + 1);
  return { at: stepOpensAt(step), o: column(), h: column(), l: column(), c: column(), v: column() };
}
