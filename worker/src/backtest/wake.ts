import type { WallMs } from '#shared/lib/time.ts';
import { compose } from '../composition.ts';
import type { Env } from '../env.ts';
import { log } from '../log.ts';
import { backtestWork } from '../store/backtests.ts';
import { driveBacktest, type DriveDeps } from './drive.ts';

/** Works on one request as long as a wake-up may, and wakes the next when there is more. */
export async function wakeBacktest(env: Env, id: string): Promise<void> {
  const composition = compose(env);
  const now = (): WallMs => Date.now() as WallMs;
  const deps: DriveDeps = {
    work: backtestWork(env.DB),
    compute: env.COMPUTE,
    now,
    bars: (marketId, request) => composition.barsOfBacktest(marketId, request),
  };
  if (await driveBacktest(deps, id)) await env.ANALYSIS_QUEUE.send({ kind: 'backtest', key: id });
}

/** Wakes what is unfinished and nobody works on: a wake-up was lost, or whoever worked is gone. */
export async function sweepBacktests(env: Env, now: WallMs): Promise<void> {
  const ids = await backtestWork(env.DB).unfinished(now);
  for (const id of ids) {
    await env.ANALYSIS_QUEUE.send({ kind: 'backtest', key: id }).catch((error: unknown) =>
      log('wake-failed', { id, error }),
    );
  }
}
