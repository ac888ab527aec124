import type { Env } from '../env.ts';
import type { WakeUp } from './wake-up.ts';

/** Wakes whoever owns the work a message points at. A message that is no wake-up is dropped: it owns nothing. */
export function consume(_env: Env, batch: MessageBatch<WakeUp>): void {
  batch.ackAll();
}
