import type { Frame } from '#shared/lib/frame.ts';
import type { Env } from '../env.ts';
import { log } from '../log.ts';
import { askCompute } from './ask-compute.ts';

/** A slice takes a fraction of a second; a busy machine may take its time. */
const TIMEOUT_MS = 20_000;

/** Asks for one piece of heavy work; null, and a line in the log, when nobody answered. */
export function besideIn({ COMPUTE }: Pick<Env, 'COMPUTE'>): (work: string, frame: Frame) => Promise<Frame | null> {
  return async (work, frame) => {
    const answer = await askCompute(COMPUTE, { work, frame, timeoutMs: TIMEOUT_MS });
    if (answer.ok) return answer.value;
    log('work-not-done', { work, ...answer.error });
    return null;
  };
}
