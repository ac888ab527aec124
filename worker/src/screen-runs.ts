import type { Frame } from '#shared/lib/frame.ts';
import type { UseCaseDeps } from '#shared/usecases/ports.ts';
import { workOnScreenRun } from '#shared/usecases/run-screen.ts';
import { askCompute } from './compute/ask-compute.ts';
import type { Env } from './env.ts';
import { log } from './log.ts';

/** The kind of a message that says a run waits. */
export const SCREEN_RUN = 'screen-run';
/** A slice takes a fraction of a second; a busy machine may take its time. */
const TIMEOUT_MS = 20_000;

/** Measures a slice beside this process; null when nobody answered. */
export async function measureBeside({ COMPUTE }: Pick<Env, 'COMPUTE'>, frame: Frame): Promise<Frame | null> {
  const answer = await askCompute(COMPUTE, { work: 'screen', frame, timeoutMs: TIMEOUT_MS });
  if (answer.ok) return answer.value;
  log('screen-not-measured', { ...answer.error });
  return null;
}

export async function wakeScreening({ SCREENING_QUEUE }: Pick<Env, 'SCREENING_QUEUE'>, key: string): Promise<void> {
  await SCREENING_QUEUE.send({ kind: SCREEN_RUN, key });
}

/** Takes up runs whose message was lost, or whose worker was: the minute calls it. */
export async function sweepScreenRuns(deps: UseCaseDeps): Promise<void> {
  for (const id of await deps.screens.waitingRuns(deps.now())) await workOnScreenRun(deps, id);
}
