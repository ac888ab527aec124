import type { Objective } from '../../domain/research-codes.ts';
import type { StrategyConfig } from '../../strategies/strategy.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import { storeOf, type BacktestInput, type BacktestRefusal } from '../backtest/input.ts';
import type { Statistics } from '../backtest/result.ts';
import { tryBacktest } from '../backtest/run-backtest.ts';

/** Opening instants of the first and last bar of a stretch. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What is tried: each of the settings in each of the stretches, over the same bars. */
export interface Trials {
  readonly input: BacktestInput;
  readonly spans: readonly Span[];
  readonly configs: readonly StrategyConfig[];
  readonly objective: Objective;
}

/** Figures kept of a try, one number each, NaN where there is none. */
export const TRIAL_FIGURES = 6;
const SCORE = 0;
const RETURN = 1;
const SHARPE = 2;
const DRAWDOWN = 3;
const TRADES = 4;
const BAR_SHARPE = 5;

export interface Trial {
  /** By the objective; NaN: it could not be run, or there is nothing to divide by. */
  readonly score: number;
  readonly returnFraction: number;
  /** A year, as in the statistics. */
  readonly sharpe: number;
  readonly maxDrawdown: number;
  readonly closedTrades: number;
  /** Mean over deviation of the returns of bars. */
  readonly barSharpe: number;
}

/** The same input with a store for every instrument, so that many runs compute each column once. */
export function withStores(input: BacktestInput): BacktestInput {
  const instruments = input.instruments.map((given) =>
    given.store === undefined ? { ...given, store: storeOf(given) } : given,
  );
  return { ...input, instruments };
}

/**
 * Runs the tries from `begin` to before `end`, numbered stretch by stretch, and answers `TRIAL_FIGURES` numbers of each.
 * Error: that of the first try, when nothing of the kind can be run over these bars; a later one that cannot be run is
 * all NaN. Its answer does not depend on how the tries are cut into calls.
 */
export function runTrials(
  { input, spans, configs, objective }: Trials,
  { begin, end }: { readonly begin: number; readonly end: number },
): Result<Float64Array, BacktestRefusal> {
  const shared = withStores(input);
  const out = new Float64Array((end - begin) * TRIAL_FIGURES).fill(NaN);
  const scratch = { equity: new Float64Array(0) };
  let refusal: BacktestRefusal | null = null;
  let isAnyRun = false;
  for (let place = begin; place < end; place += 1) {
    const span = spans[Math.floor(place / configs.length)]!; // there are spans times configs places
    const config = configs[place % configs.length]!; // as above
    const run = tryBacktest({ ...shared, ...span, config }, scratch);
    if (!run.ok) {
      refusal ??= run.error;
      continue;
    }
    isAnyRun = true;
    const { statistics, equity } = run.value;
    const at = (place - begin) * TRIAL_FIGURES;
    out[at + SCORE] = scoreOf(statistics, objective);
    out[at + RETURN] = statistics.returnFraction;
    out[at + SHARPE] = statistics.sharpe ?? NaN;
    out[at + DRAWDOWN] = statistics.maxDrawdown;
    out[at + TRADES] = statistics.closedTrades;
    out[at + BAR_SHARPE] = barSharpe(equity);
  }
  return !isAnyRun && refusal !== null ? err(refusal) : ok(out);
}

/** One try out of the numbers of many. */
export function trialAt(figures: Float64Array, place: number): Trial {
  const at = place * TRIAL_FIGURES;
  const figure = (offset: number): number => figures[at + offset] ?? NaN;
  return {
    score: figure(SCORE),
    returnFraction: figure(RETURN),
    sharpe: figure(SHARPE),
    maxDrawdown: figure(DRAWDOWN),
    closedTrades: figure(TRADES),
    barSharpe: figure(BAR_SHARPE),
  };
}

/** The place of the best score among `count` tries from `first`; the earlier one of equals; null where none has any. */
export function bestOf(figures: Float64Array, first: number, count: number): number | null {
  let best: number | null = null;
  let score = -Infinity;
  for (let place = first; place < first + count; place += 1) {
    const own = trialAt(figures, place);
    // A setting that never traded has nothing to show.
    if (!(own.score > score) || own.closedTrades === 0) continue;
    score = own.score;
    best = place;
  }
  return best;
}

/** NaN where a figure has no denominator: it is never the best then. */
export function scoreOf(statistics: Statistics, objective: Objective): number {
  switch (objective) {
    case 'sharpe':
      return statistics.sharpe ?? NaN;
    case 'return':
      return statistics.returnFraction;
    case 'calmar':
      return statistics.calmar ?? NaN;
    case 'profit-factor':
      return statistics.profitFactor ?? NaN;
    case 'sqn':
      return statistics.sqn ?? NaN;
  }
}

/** `momentsOf(values).sharpe` in one pass: returns of bars are small numbers, so that nothing cancels. */
function barSharpe(values: Float64Array): number {
  const count = values.length - 1;
  let sum = 0;
  let squares = 0;
  let before = values[0] ?? 1;
  for (let i = 1; i <= count; i += 1) {
    const value = values[i]!; // in range
    // Most bars without a position change nothing.
    if (value !== before) {
      const change = value / before - 1;
      sum += change;
      squares += change * change;
      before = value;
    }
  }
  const variance = (squares - (sum * sum) / count) / (count - 1);
  return count > 2 && variance > 0 ? sum / count / Math.sqrt(variance) : NaN;
}
