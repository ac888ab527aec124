import { AnalysisDesk } from '../cron/analysis-desk.ts';
import type { Bindings } from '../env.ts';
import { analysesIn } from '../store/analyses.ts';
import { inOwnTurns } from '../store/in-own-turns.ts';
import { computeAnalyst } from './compute-analyst.ts';

/** The desk of one market. */
export function deskOf(env: Pick<Bindings, 'DB' | 'COMPUTE'>): AnalysisDesk {
  return new AnalysisDesk({
    analyst: computeAnalyst(env.COMPUTE),
    analyses: analysesIn(inOwnTurns(env.DB), () => Date.now()),
  });
}
