import { z } from 'zod';
import { runTrials, TRIAL_FIGURES } from '#shared/simulator/research/trials.ts';
import { walkPaths } from '#shared/simulator/research/monte-carlo.ts';
import { researchOf, resampledOf, searchOf, taken } from './research-asked.ts';
import { WorkRefused, type Work } from './work.ts';

const Slice = z.object({ begin: z.int().min(0), end: z.int().min(1) });

/**
 * Tries or paths `begin` to before `end` of a request: for tries one column of `TRIAL_FIGURES` numbers each, for paths
 * their ends, falls and ruins.
 */
export const researchSliceWork: Work = (frame) => {
  const { run, input } = researchOf(frame);
  const slice = Slice.safeParse(frame.head);
  if (!slice.success) throw new WorkRefused('invalid-request', { field: 'begin' });
  const { begin, end } = slice.data;
  switch (run.kind) {
    case 'backtest':
      return { head: {}, columns: [] };
    case 'grid':
    case 'walk-forward': {
      const figures = runTrials(searchOf(run, input).trials, { begin, end });
      // A window whose every try is refused has no choice; a grid's is the refusal itself.
      return {
        head: {},
        columns: [run.kind === 'grid' && begin === 0 ? taken(figures) : noneOr(figures, end - begin)],
      };
    }
    case 'monte-carlo': {
      const { final, drawdown, ruined } = walkPaths(resampledOf(run, input).resampled, {
        begin,
        end,
        seed: run.seed,
        ruin: run.ruin,
      });
      return { head: {}, columns: [final, drawdown, ruined] };
    }
  }
};

function noneOr(figures: ReturnType<typeof runTrials>, count: number): Float64Array {
  return figures.ok ? figures.value : new Float64Array(count * TRIAL_FIGURES).fill(NaN);
}
