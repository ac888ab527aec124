import type { BacktestResultView } from '#shared/contract/backtest-run.ts';
import { walkForward } from '#shared/simulator/research/walk-forward.ts';
import { bestOf } from '#shared/simulator/research/trials.ts';
import { resultView } from '../backtest/result-view.ts';
import { pathsView } from '../backtest/paths-view.ts';
import { searchView, walkView } from '../backtest/search-view.ts';
import { ranOf, researchOf, resampledOf, searchOf, taken, type Research } from './research-asked.ts';
import { WorkRefused, type Work } from './work.ts';

/** The whole answer to a request, once all its slices are there: their columns, put together, follow the bars. */
export const researchResultWork: Work = (frame) => ({ head: resultOf(researchOf(frame)), columns: [] });

function resultOf({ run, input, before }: Research): BacktestResultView {
  switch (run.kind) {
    case 'backtest':
      return resultView(input, ranOf(input));
    case 'grid': {
      const search = searchOf(run, input);
      const figures = column(before, 0);
      const { configs } = search.trials;
      const best = bestOf(figures, 0, configs.length);
      if (best === null) throw new WorkRefused('nothing-to-choose', { tries: configs.length });
      const chosen = { ...input, config: configs[best]! }; // one of them
      const result = ranOf(chosen);
      return { ...resultView(chosen, result), search: searchView(run, search, figures, result) };
    }
    case 'walk-forward': {
      const search = searchOf(run, input);
      const figures = column(before, 0);
      const { windows } = search;
      const walked = taken(walkForward(input, { windows, configs: search.trials.configs, figures }));
      return { ...resultView(input, walked.stitched), walk: walkView(run, search, figures, walked) };
    }
    case 'monte-carlo': {
      const { resampled, result } = resampledOf(run, input);
      const outcomes = { final: column(before, 0), drawdown: column(before, 1), ruined: column(before, 2) };
      return { ...resultView(input, result), paths: pathsView(run, resampled, outcomes) };
    }
  }
}

function column(columns: readonly Float64Array[], place: number): Float64Array {
  const found = columns[place];
  if (found === undefined) throw new WorkRefused('invalid-request', { field: 'columns' });
  return found;
}
