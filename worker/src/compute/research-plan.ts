import type { CreateBacktest } from '#shared/contract/backtest-run.ts';
import type { BacktestInput } from '#shared/simulator/backtest/input.ts';
import { PATHS_A_STREAM } from '#shared/simulator/research/monte-carlo.ts';
import { researchOf, resampledOf, searchOf } from './research-asked.ts';
import { WorkRefused, type Work } from './work.ts';

/** Tries and paths of one request: what is kept of each fits into a row. */
const TRIES_MAX = 20_000;
/** Bars that one request may walk in all: minutes, not hours. */
const BARS_WALKED_MAX = 2_000_000_000;
/** Bars of the first slice; later ones follow how long it took. */
const SLICE_BARS = 2_000_000;

/** How a request is cut: `total` tries or paths, of which `first` are a good beginning, in multiples of `unit`. */
export interface ResearchPlan {
  readonly total: number;
  readonly first: number;
  readonly unit: number;
}

/** Looks at a request before it is begun: refuses what cannot be done, whole, and says how much there is to do. */
export const researchPlanWork: Work = (frame) => {
  const { run, input } = researchOf(frame);
  return { head: planOf(run, input), columns: [] };
};

function planOf(run: CreateBacktest, input: BacktestInput): ResearchPlan {
  switch (run.kind) {
    case 'backtest':
      return { total: 0, first: 0, unit: 1 };
    case 'grid':
    case 'walk-forward': {
      const { trials, bars } = searchOf(run, input);
      const total = trials.configs.length * trials.spans.length;
      refuseTooMany(total, bars, TRIES_MAX);
      return { total, first: Math.max(1, Math.floor(SLICE_BARS / bars)), unit: 1 };
    }
    case 'monte-carlo': {
      const { length } = resampledOf(run, input).resampled;
      refuseTooMany(run.paths, length, Infinity);
      const streams = Math.max(1, Math.floor(SLICE_BARS / length / PATHS_A_STREAM));
      return { total: run.paths, first: streams * PATHS_A_STREAM, unit: PATHS_A_STREAM };
    }
  }
}

function refuseTooMany(tries: number, bars: number, most: number): void {
  const limit = Math.min(most, Math.floor(BARS_WALKED_MAX / bars));
  if (tries > limit) throw new WorkRefused('too-many-tries', { tries, bars, limit });
}
