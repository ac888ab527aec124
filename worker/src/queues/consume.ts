import { wakeBacktest } from '../backtest/wake.ts';
import { compose } from '../composition.ts';
import type { Env } from '../env.ts';
import { log } from '../log.ts';
import { SCREEN_RUN } from '../screen-runs.ts';
import { wakeUp, type WakeUp } from './wake-up.ts';

/** Who is woken by each kind of message. What a kind has no owner for is dropped: it owns nothing. */
const OWNERS: Readonly<Record<string, (env: Env, key: string) => Promise<void>>> = {
  backtest: wakeBacktest,
  [SCREEN_RUN]: (env, key) => compose(env).workOnScreenRun(key),
};

/**
 * Wakes whoever owns the work a message points at. Every message is done with here: what could not be finished stands in
 * its table, and is swept.
 */
export async function consume(env: Env, batch: MessageBatch<WakeUp>): Promise<void> {
  await Promise.all(
    batch.messages.map(async ({ body }) => {
      const message = wakeUp.safeParse(body);
      if (!message.success) return;
      const { kind, key } = message.data;
      if (!Object.hasOwn(OWNERS, kind)) return;
      await OWNERS[kind]?.(env, key).catch((error: unknown) => log('wake-failed', { kind, key, error }));
    }),
  );
  batch.ackAll();
}
