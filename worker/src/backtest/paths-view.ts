import type { BacktestResultView, CreateBacktest } from '#shared/contract/backtest-run.ts';
import { histogramOf, quantilesOf } from '#shared/simulator/research/distribution.ts';
import { fanOf } from '#shared/simulator/research/fan.ts';
import type { PathOutcomes, Resampled } from '#shared/simulator/research/monte-carlo.ts';

const COLUMNS = 30;

/** What many other pasts came to. */
export function pathsView(
  { resampling, seed, ruin }: Pick<Extract<CreateBacktest, { kind: 'monte-carlo' }>, 'resampling' | 'seed' | 'ruin'>,
  resampled: Resampled,
  { final, drawdown, ruined }: PathOutcomes,
): NonNullable<BacktestResultView['paths']> {
  const returns = final.map((worth) => worth - 1);
  return {
    resampling,
    paths: final.length,
    seed,
    block: resampled.block,
    drawnFrom: resampled.factors.length,
    length: resampled.length,
    ruin,
    lost: final.reduce((count, worth) => count + (worth < 1 ? 1 : 0), 0),
    ruined: ruined.reduce((count, one) => count + one, 0),
    returns: quantilesOf(returns),
    drawdowns: quantilesOf(drawdown),
    returnColumns: histogramOf(returns, COLUMNS),
    drawdownColumns: histogramOf(drawdown, COLUMNS),
    fan: fanOf(resampled, seed),
  };
}
