import type { BacktestResultView, CreateBacktest, TrialView } from '#shared/contract/backtest-run.ts';
import { toIso, DAY_MS, type MarketMs } from '#shared/lib/time.ts';
import type { BacktestResult } from '#shared/simulator/backtest/result.ts';
import {
  deflatedSharpe,
  luckySharpe,
  probabilisticSharpe,
  varianceOf,
} from '#shared/simulator/research/deflated-sharpe.ts';
import { momentsOf } from '#shared/simulator/research/moments.ts';
import { trialAt } from '#shared/simulator/research/trials.ts';
import type { WalkForward } from '#shared/simulator/research/walk-forward.ts';
import type { Search } from '../compute/research-asked.ts';

/** Tries that are kept with a result, the best. */
const TRIALS_MAX = 500;
const YEAR_MS = 365.25 * DAY_MS;

type Grid = Pick<Extract<CreateBacktest, { kind: 'grid' }>, 'objective' | 'axes'>;
type Walk = Pick<Extract<CreateBacktest, { kind: 'walk-forward' }>, 'objective' | 'axes' | 'walk'>;

/** What a grid tried, best first, and how far luck alone explains the best of it. */
export function searchView(
  { objective, axes }: Grid,
  { trials, refused }: Search,
  figures: Float64Array,
  best: BacktestResult,
): NonNullable<BacktestResultView['search']> {
  const all = trials.configs.map((config, place) => ({ config, ...trialAt(figures, place) }));
  const ran = all.filter(({ returnFraction }) => !Number.isNaN(returnFraction));
  const ranked = ran.toSorted((a, b) => rank(b) - rank(a));
  const views = ranked
    .slice(0, TRIALS_MAX)
    .map(({ config, score, returnFraction, sharpe, maxDrawdown, closedTrades }): TrialView => ({
      config: { ...config },
      score: known(score),
      returnFraction: known(returnFraction),
      sharpe: known(sharpe),
      maxDrawdown: known(maxDrawdown),
      closedTrades,
    }));
  const ratios = ran.map(({ barSharpe }) => barSharpe);
  const tried = { variance: varianceOf(ratios), trials: ran.length };
  return { objective, axes, refused, failed: all.length - ran.length, luck: luckOf(best, tried), trials: views };
}

/** What was chosen in every window and what became of it. */
export function walkView(
  { objective, axes, walk }: Walk,
  { trials, refused }: Search,
  figures: Float64Array,
  { windows, stitched, efficiency }: WalkForward,
): NonNullable<BacktestResultView['walk']> {
  const combinations = trials.configs.length;
  // How much the tries of one window differ, on average; each choice is the best of so many.
  const variances = windows.map((_, window) =>
    varianceOf(trials.configs.map((_config, place) => trialAt(figures, window * combinations + place).barSharpe)),
  );
  const variance = variances.reduce((sum, one) => sum + one, 0) / variances.length;
  return {
    walk,
    objective,
    axes,
    combinations,
    refused,
    efficiency,
    luck: luckOf(stitched, { variance, trials: combinations }),
    windows: windows.map(({ inSample, outOfSample, config, chosen, statistics }) => ({
      chosenFrom: instant(inSample.from),
      from: instant(outOfSample.from),
      to: instant(outOfSample.to),
      config: config === null ? null : { ...config },
      inSample: chosen && { returnFraction: known(chosen.returnFraction), score: known(chosen.score) },
      returnFraction: statistics?.returnFraction ?? 0,
      buyAndHold: statistics?.buyAndHold ?? null,
      maxDrawdown: statistics?.maxDrawdown ?? 0,
      closedTrades: statistics?.closedTrades ?? 0,
    })),
  };
}

function luckOf(
  { curve }: BacktestResult,
  tried: { readonly variance: number; readonly trials: number },
): NonNullable<BacktestResultView['search']>['luck'] {
  const { sharpe, count, skewness, kurtosis } = momentsOf(curve.equity);
  const measured = sharpe === null ? null : { sharpe, count, skewness, kurtosis };
  const years = ((curve.t.at(-1) ?? 0) - (curve.t[0] ?? 0)) / YEAR_MS;
  return {
    trials: tried.trials,
    luckySharpe: luckySharpe(tried.variance, tried.trials) * Math.sqrt(years > 0 ? count / years : 0),
    probabilistic: measured && probabilisticSharpe(measured, 0),
    deflated: measured && deflatedSharpe(measured, tried),
  };
}

/** Those without a score, and those that never traded, come last. */
function rank({ score, closedTrades }: { readonly score: number; readonly closedTrades: number }): number {
  return Number.isNaN(score) || closedTrades === 0 ? -Number.MAX_VALUE : score;
}

function known(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function instant(t: number): string {
  return toIso(t as MarketMs);
}
