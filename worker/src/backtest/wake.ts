import type { UserId } from '#shared/domain/ids.ts';
import { MINUTE_MS, type WallMs } from '#shared/lib/time.ts';
import { compose } from '../composition.ts';
import type { Env } from '../env.ts';
import { log } from '../log.ts';
import { accountAdmin, userDoor } from '../peers.ts';
import { backtestWork } from '../store/backtests.ts';
import { inOwnTurns } from '../store/in-own-turns.ts';
import { driveBacktest, type DriveDeps } from './drive.ts';

/** What takes longer nobody waits for with the page open. */
const LONG_MS = 2 * MINUTE_MS;

/** Works on one request as long as a wake-up may, and wakes the next when there is more. */
export async function wakeBacktest(env: Env, id: string): Promise<void> {
  const composition = compose(env);
  const now = (): WallMs => Date.now() as WallMs;
  const deps: DriveDeps = {
    work: backtestWork(inOwnTurns(env.DB)),
    compute: env.COMPUTE,
    now,
    bars: (marketId, request) => composition.barsOfBacktest(marketId, request),
  };
  if (await driveBacktest(deps, id)) await env.ANALYSIS_QUEUE.send({ kind: 'backtest', key: id });
  else await tellEnded(env, id).catch((error: unknown) => log('research-not-told', { id, error }));
}

/**
 * Its card changes in the chats where one stands. Whoever asked for something that takes longer has left: their account
 * tells them, with the next brief.
 */
async function tellEnded(env: Env, id: string): Promise<void> {
  const ended = await backtestWork(env.DB).ended(id);
  if (ended === null) return;
  const { accountId, request, status, tookMs } = ended;
  const userId = ended.userId as UserId;
  await userDoor(env, userId).changed(id);
  if (status !== 'done' || tookMs < LONG_MS) return;
  const own = accountId ?? (await compose(env).directory.of({ userId, accountIds: null }))[0]?.id;
  if (own === undefined) return;
  const { kind, strategy, symbols } = request;
  await accountAdmin(env, own).researchDone({ id, kind, strategy, symbols }, userId);
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
