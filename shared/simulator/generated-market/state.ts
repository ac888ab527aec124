import { invariant } from '../../lib/invariant.ts';

/*
 * Everything the generator remembers between two steps: plain numbers, so that JSON carries a state exactly and
 * `packState` makes it a BLOB of 8 kB. Randomness is not in it: each step draws from (seed, step).
 */

/** 1 upwards, 0 sideways, -1 downwards. */
export type Direction = -1 | 0 | 1;

/** A stretch of time with one direction, of a stock or of a factor. */
export interface RegimeState {
  direction: Direction;
  /** Bars it still lasts, and bars it has lasted. */
  left: number;
  age: number;
  /** Log return per bar that it adds once it has set in. */
  drift: number;
}

export interface StockState {
  /** Log of the raw price, not rounded to ticks. */
  logPrice: number;
  /** Where the log price is softly drawn to; itself a slow walk around the stock's base price. */
  anchor: number;
  /** Of its own returns, relative to its usual one (GARCH). */
  variance: number;
  regime: RegimeState;
  /** The part of its price that recent shocks overdid, and that fades. */
  overshoot: number;
  /** While sideways: the middle of the range. */
  rangeMiddle: number;
  /** Log of how much more than usual is traded: slow noise, and a burst that fades. */
  volumeNoise: number;
  burst: number;
  /** The next earnings. */
  earningsStep: number;
  /** The announced split; null without. */
  split: { readonly announcedStep: number; readonly step: number; readonly ratio: number } | null;
  /** Is it in the index? */
  isMember: boolean;
}

export interface FactorState {
  variance: number;
  regime: RegimeState;
  /** Sum of its returns, softly drawn to 0. */
  level: number;
}

export interface IndexState {
  logLevel: number;
  /** When the committee next announces a change. */
  reviewStep: number;
  /** The announced change, stocks by number; null without. */
  change: {
    readonly announcedStep: number;
    readonly step: number;
    readonly added: number;
    readonly removed: number;
  } | null;
}

/** `step` is the next one to generate. `nextStep` never writes to the state it is given. */
export interface GeneratorState {
  readonly step: number;
  readonly stocks: readonly StockState[];
  readonly factors: readonly FactorState[];
  readonly index: IndexState;
}

export function copyState(state: GeneratorState): GeneratorState {
  return {
    step: state.step,
    stocks: state.stocks.map((stock) => ({ ...stock, regime: { ...stock.regime } })),
    factors: state.factors.map((factor) => ({ ...factor, regime: { ...factor.regime } })),
    index: { ...state.index },
  };
}

const STOCK_NUMBERS = 16;
const FACTOR_NUMBERS = 6;
const HEAD_NUMBERS = 9;

/** The state as bytes; exact. */
export function packState(state: GeneratorState): ArrayBuffer {
  const { index } = state;
  const numbers = [state.step, state.stocks.length, state.factors.length, index.logLevel, index.reviewStep];
  numbers.push(index.change?.announcedStep ?? -1, index.change?.step ?? -1);
  numbers.push(index.change?.added ?? -1, index.change?.removed ?? -1);
  for (const stock of state.stocks) {
    numbers.push(
      stock.logPrice,
      stock.anchor,
      stock.variance,
      ...packRegime(stock.regime),
      stock.rangeMiddle,
      stock.overshoot,
    );
    numbers.push(stock.volumeNoise, stock.burst, stock.earningsStep, stock.isMember ? 1 : 0);
    numbers.push(stock.split?.announcedStep ?? -1, stock.split?.step ?? -1, stock.split?.ratio ?? -1);
  }
  for (const factor of state.factors) numbers.push(factor.variance, ...packRegime(factor.regime), factor.level);
  return Float64Array.from(numbers).buffer;
}

/** The inverse of `packState`. Throws when the buffer is no state. */
export function unpackState(buffer: ArrayBuffer): GeneratorState {
  invariant(buffer.byteLength % 8 === 0, `not a generator state: ${buffer.byteLength} bytes`);
  const numbers = new Float64Array(buffer);
  let position = 0;
  const take = (): number => {
    const value = numbers[position++];
    invariant(value !== undefined && Number.isFinite(value), 'a generator state is finite numbers');
    return value;
  };
  const step = take();
  const stockCount = take();
  const factorCount = take();
  const expected = HEAD_NUMBERS + stockCount * STOCK_NUMBERS + factorCount * FACTOR_NUMBERS;
  invariant(numbers.length === expected, `a generator state of ${numbers.length} numbers, not ${expected}`);

  const regime = (): RegimeState => ({
    direction: Math.sign(take()) as Direction,
    left: take(),
    age: take(),
    drift: take(),
  });
  const split = (): StockState['split'] => {
    const announced = { announcedStep: take(), step: take(), ratio: take() };
    return announced.step < 0 ? null : announced;
  };
  const index = { logLevel: take(), reviewStep: take() };
  const change = { announcedStep: take(), step: take(), added: take(), removed: take() };
  const stock = (): StockState => ({
    logPrice: take(),
    anchor: take(),
    variance: take(),
    regime: regime(),
    rangeMiddle: take(),
    overshoot: take(),
    volumeNoise: take(),
    burst: take(),
    earningsStep: take(),
    isMember: take() === 1,
    split: split(),
  });
  return {
    step,
    stocks: Array.from({ length: stockCount }, stock),
    factors: Array.from({ length: factorCount }, () => ({ variance: take(), regime: regime(), level: take() })),
    index: { ...index, change: change.step < 0 ? null : change },
  };
}

function packRegime(regime: RegimeState): number[] {
  return [regime.direction, regime.left, regime.age, regime.drift];
}
