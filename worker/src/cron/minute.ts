import type { Env } from '../env.ts';

/**
 * The minute tick. Idempotent by `scheduledMs`: the platform may call it twice or not at all.
 * @param scheduledMs wall time the tick was due, UTC epoch milliseconds
 */
export async function runMinute(env: Env, scheduledMs: number): Promise<void> {
  await env.DB.prepare('SELECT ?1').bind(scheduledMs).first();
}
