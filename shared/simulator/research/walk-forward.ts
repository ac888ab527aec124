import type { Walk } from '../../domain/research-codes.ts';
import type { StrategyConfig } from '../../strategies/strategy.ts';
import { err, ok, type Result } from '../../lib/result.ts';
import { drawdownsOf } from '../backtest/drawdowns.ts';
import type { BacktestInput, BacktestRefusal } from '../backtest/input.ts';
import type { BacktestResult, Statistics, Trade } from '../backtest/result.ts';
import { runBacktest } from '../backtest/run-backtest.ts';
import { exposureOf, growthOf, monthsOf, over, tradeFigures } from '../backtest/statistics.ts';
import { bestOf, trialAt, withStores, type Span, type Trial } from './trials.ts';

export interface WalkPlan {
  readonly walk: Walk;
  readonly windows: number;
  /** How many times as long the stretch is on which the first choice is made as the one on which it is tried. */
  readonly ratio: number;
}

/** A stretch to choose on and the one after it, on which the choice is tried. */
export interface Window {
  readonly inSample: Span;
  readonly outOfSample: Span;
}

/** Bars of a stretch below which nothing can be said. */
export const STRETCH_MIN = 10;

/**
 * Cuts a timeline into windows whose out-of-sample stretches follow each other without gap or overlap to its end; what
 * does not divide evenly is left out at the beginning. Error: `windows-longer-than-data`, with how many bars are needed.
 */
export function windowsOf(times: Float64Array, { walk, windows, ratio }: WalkPlan): Result<Window[], BacktestRefusal> {
  const bars = times.length;
  const outside = Math.floor(bars / (windows + ratio));
  if (outside < STRETCH_MIN) {
    return err({
      code: 'windows-longer-than-data',
      values: { needed: Math.ceil(STRETCH_MIN * (windows + ratio)), bars },
    });
  }
  const inside = Math.floor(outside * ratio);
  const offset = bars - inside - outside * windows;
  const at = (place: number): number => times[place]!; // only places below `bars` are asked for
  return ok(
    Array.from({ length: windows }, (_, window) => {
      const cut = offset + inside + window * outside;
      const begin = walk === 'rolling' ? cut - inside : offset;
      return {
        inSample: { from: at(begin), to: at(cut - 1) },
        outOfSample: { from: at(cut), to: at(cut + outside - 1) },
      };
    }),
  );
}

/** One window after it was walked: what was chosen on the stretch before, and what became of it on the next. */
export interface WalkedWindow extends Window {
  /** Null: no setting had anything to show; the money stayed in cash. */
  readonly config: StrategyConfig | null;
  readonly chosen: Trial | null;
  readonly statistics: Statistics | null;
}

export interface WalkForward {
  readonly windows: readonly WalkedWindow[];
  /** The out-of-sample stretches one after the other, with the money of one going into the next. */
  readonly stitched: BacktestResult;
  /** Mean annual return out of sample over that of the choices in sample; null where that is not above 0. */
  readonly efficiency: number | null;
}

/**
 * Chooses on each in-sample stretch by the figures of its tries, runs each choice on the stretch after it, and stitches
 * those: everything is sold at the last open of a stretch and costs are paid, so that no choice inherits a position.
 * `figures` are those of `runTrials` over the windows' in-sample stretches.
 */
export function walkForward(
  input: BacktestInput,
  tried: {
    readonly windows: readonly Window[];
    readonly configs: readonly StrategyConfig[];
    readonly figures: Float64Array;
  },
): Result<WalkForward, BacktestRefusal> {
  const shared = withStores(input);
  const { windows, configs, figures } = tried;
  const walked: WalkedWindow[] = [];
  const runs: BacktestResult[] = [];
  let cash = input.cash;
  for (const [place, window] of windows.entries()) {
    const first = place * configs.length;
    const best = bestOf(figures, first, configs.length);
    const config = best === null ? null : configs[best - first]!; // it is one of them
    const run = runBacktest({
      ...shared,
      ...window.outOfSample,
      cash,
      config: config ?? input.config,
      atEnd: 'closed',
    });
    if (!run.ok) return run;
    const result = config === null ? idle(run.value, cash) : run.value;
    cash = result.statistics.finalEquity;
    runs.push(result);
    walked.push({
      ...window,
      config,
      chosen: best === null ? null : trialAt(figures, best),
      statistics: config === null ? null : result.statistics,
    });
    if (!(cash > 0)) break;
  }
  return ok({ windows: walked, stitched: stitch(input, runs), efficiency: efficiencyOf(walked) });
}

/** A stretch on which nothing was chosen: the money lies still. */
function idle(run: BacktestResult, cash: number): BacktestResult {
  const { t } = run.curve;
  const statistics = {
    ...run.statistics,
    startCash: cash,
    finalEquity: cash,
    fees: 0,
    dividends: 0,
    annualTurnover: null,
  };
  const curve = { t, equity: new Float64Array(t.length).fill(cash) };
  return { ...run, curve, trades: [], unfilled: {}, statistics };
}

function stitch(input: BacktestInput, runs: readonly BacktestResult[]): BacktestResult {
  const first = runs[0]!; // there are windows
  const length = runs.reduce((sum, { curve }) => sum + curve.t.length, 0);
  const t = new Float64Array(length);
  const equity = new Float64Array(length);
  const trades: Trade[] = [];
  const unfilled: Record<string, number> = {};
  let offset = 0;
  let traded = 0;
  for (const { curve, trades: own, unfilled: missed, statistics } of runs) {
    t.set(curve.t, offset);
    equity.set(curve.equity, offset);
    for (const trade of own) trades.push(moved(trade, offset));
    for (const [code, count] of Object.entries(missed)) unfilled[code] = (unfilled[code] ?? 0) + count;
    const years = (curve.t.at(-1)! - curve.t[0]!) / YEAR_MS; // a run has bars
    traded += (statistics.annualTurnover ?? 0) * years;
    offset += curve.t.length;
  }
  const falls = drawdownsOf(t, equity);
  const growth = growthOf(t, equity, input.timeframe);
  const finalEquity = equity[length - 1]!; // there are bars
  const sum = (of: (statistics: Statistics) => number): number =>
    runs.reduce((total, { statistics }) => total + of(statistics), 0);
  const held = runs.reduce((product, { statistics }) => product * (1 + (statistics.buyAndHold ?? 0)), 1);
  const curve = { t, equity };
  return {
    curve,
    trades,
    statistics: {
      startCash: input.cash,
      finalEquity,
      returnFraction: finalEquity / input.cash - 1,
      ...growth,
      ...falls,
      calmar: growth.annualReturn === null ? null : over(growth.annualReturn, falls.maxDrawdown),
      ...tradeFigures(trades),
      exposure: exposureOf(trades, length),
      annualTurnover: over(traded, (t[length - 1]! - t[0]!) / YEAR_MS), // there are bars
      fees: sum(({ fees }) => fees),
      dividends: sum(({ dividends }) => dividends),
      buyAndHold: held - 1,
    },
    months: monthsOf(curve, input.cash),
    unfilled,
    assumptions: first.assumptions,
    warnings: first.warnings,
  };
}

const YEAR_MS = 365.25 * 86_400_000;

function moved(trade: Trade, steps: number): Trade {
  const { entry, exit } = trade;
  return {
    ...trade,
    entry: { ...entry, step: entry.step + steps },
    exit: exit === null ? null : { ...exit, step: exit.step + steps },
  };
}

function efficiencyOf(windows: readonly WalkedWindow[]): number | null {
  let inside = 0;
  let outside = 0;
  for (const { chosen, statistics, inSample, outOfSample } of windows) {
    if (chosen === null || statistics === null) continue;
    inside += Math.log1p(Math.max(-0.999, chosen.returnFraction)) / (inSample.to - inSample.from);
    outside += Math.log1p(Math.max(-0.999, statistics.returnFraction)) / (outOfSample.to - outOfSample.from);
  }
  return inside > 0 ? outside / inside : null;
}
