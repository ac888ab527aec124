import type { Measured } from '#shared/analysis/analysis.ts';
import { HORIZON_BARS } from '#shared/analysis/forecast.ts';
import type { Frame } from '#shared/lib/frame.ts';
import { ok, type Result } from '#shared/lib/result.ts';
import type { Analyst, AnalystFailure, BarsOf } from '#shared/ports/analyst.ts';
import { askCompute } from '../compute/ask-compute.ts';

/** One question takes a second or two; a busy machine may take its time. */
const TIMEOUT_MS = 30_000;

/** The analyst beside this process: everything it knows is in the question. */
export function computeAnalyst(compute: Fetcher): Analyst {
  const ask = (
    { columns, timeframe }: BarsOf,
    work: string,
    head: object = {},
  ): Promise<Result<Frame, AnalystFailure>> => {
    const { t, o, h, l, c, v } = columns;
    const frame: Frame = { head: { timeframe, ...head }, columns: [t, o, h, l, c, v] };
    return askCompute(compute, { work, frame, timeoutMs: TIMEOUT_MS });
  };
  return {
    async measure(bars) {
      const answer = await ask(bars, 'analyse');
      return answer.ok ? ok(answer.value.head as Measured) : answer;
    },
    async pastForecasts(bars, ago) {
      const answer = await ask(bars, 'forecast', { ago });
      if (!answer.ok) return answer;
      const [agos, chances, ...edges] = answer.value.columns;
      // In range: the work answers columns of one length, three times `HORIZON_BARS` of them.
      const edge = (name: number, row: number): number[] =>
        Array.from({ length: HORIZON_BARS }, (_, bar) => edges[name * HORIZON_BARS + bar]![row]!);
      return ok(
        Array.from(agos ?? [], (one, row) => ({
          ago: one,
          forecast: { low: edge(0, row), median: edge(1, row), high: edge(2, row), chanceUp: chances![row]! },
        })),
      );
    },
    async pastDirections(bars, cases) {
      const answer = await ask(bars, 'direction', { cases });
      if (!answer.ok) return answer;
      const [agos, chances] = answer.value.columns;
      return ok(Array.from(agos ?? [], (ago, row) => ({ ago, chanceUp: chances![row]! }))); // in range: of one length
    },
  };
}
