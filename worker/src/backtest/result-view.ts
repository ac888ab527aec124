import type { BacktestResultView } from '#shared/contract/backtest-run.ts';
import { drawdownCurve, drawdownsOf } from '#shared/simulator/backtest/drawdowns.ts';
import type { BacktestInput } from '#shared/simulator/backtest/input.ts';
import type { BacktestResult } from '#shared/simulator/backtest/result.ts';
import { growthOf } from '#shared/simulator/backtest/statistics.ts';
import { heldAfterCosts, holdingCurve } from '#shared/simulator/research/holding.ts';
import { thinPlaces } from '#shared/simulator/research/thin.ts';
import { reportOf } from './report.ts';

/** Points of a curve that is kept: more than a phone has pixels across. */
const POINTS_MAX = 500;
/** Trades that are kept with a result, the newest. */
const TRADES_MAX = 1_000;

/** A result as it is kept and shown: the curve thinned, the newest trades, holding beside it. */
export function resultView(input: BacktestInput, result: BacktestResult): BacktestResultView {
  const { t, equity } = result.curve;
  const drawdown = drawdownCurve(equity);
  const held = holdingCurve(input, t);
  const growth = growthOf(t, held, input.timeframe);
  const { maxDrawdown } = drawdownsOf(t, held);
  const afterCosts = heldAfterCosts(input, t);
  const places = thinPlaces(equity, POINTS_MAX);
  const at = (column: Float64Array, digits: number): number[] =>
    places.map((place) => Number(column[place]!.toFixed(digits))); // in range
  const report = reportOf(input, { ...result, trades: result.trades.slice(-TRADES_MAX) });
  return {
    report,
    tradeCount: result.trades.length,
    curve: { t: at(t, 0), equity: at(equity, 2), drawdown: at(drawdown, 5), holding: at(held, 2) },
    holding: { ...growth, returnFraction: (held.at(-1) ?? input.cash) / input.cash - 1, maxDrawdown, afterCosts },
    search: null,
    walk: null,
    paths: null,
  };
}
