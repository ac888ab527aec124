import type { WallMs } from '#shared/lib/time.ts';
import { MINUTE_MS } from '#shared/lib/time.ts';
import { sweepBacktests } from '../backtest/wake.ts';
import { compose } from '../composition.ts';
import type { Env } from '../env.ts';
import { beat } from '../heartbeat.ts';
import { log } from '../log.ts';
import { accountAdmin, marketDoor, sessionDoor } from '../peers.ts';
import { copyAuditHeads } from './audit-heads.ts';
import { readSetting } from '../store/settings.ts';
import { openBook, watchMinute } from './watch-minute.ts';

/** An account this late has lost its alarm. */
const LATE_MS = 2 * MINUTE_MS;

/**
 * The minute tick: the watchdog of alarms that were lost, of requests nobody works on, of markets that do not go on, of keys
 * that go once all is sold, and once a day of the audit chains. Idempotent: the platform may call it twice or not at all.
 * @param scheduledMs wall time the tick was due, UTC epoch milliseconds
 */
export async function runMinute(env: Env, scheduledMs: number): Promise<void> {
  const composition = compose(env);
  const { directory, database, connections } = composition;
  const now = scheduledMs as WallMs;
  const book = await openBook(composition, now);
  const late = await directory.late((scheduledMs - LATE_MS) as WallMs);
  const active = await readSetting(database, 'active-market');
  const work = late.map((id) => ({ id, wake: () => accountAdmin(env, id).wake() }));
  for (const { id } of await connections.all()) work.push({ id, wake: () => sessionDoor(env, id).wakeIfLate() });
  const markets = [...(active === null ? [] : [active]), ...(await directory.liveMarkets())];
  for (const id of markets) work.push({ id, wake: () => marketDoor(env, id).wake() });
  const done = await Promise.allSettled(work.map(({ wake }) => wake()));
  for (const [index, outcome] of done.entries())
    if (outcome.status === 'rejected') log('wake-failed', { id: work[index]?.id, error: outcome.reason as unknown });
  await sweepBacktests(env, now);
  await composition.sweepScreenRuns().catch((error: unknown) => log('screen-runs-not-swept', { error }));
  await composition.forgetSoldOut().catch((error: unknown) => log('keys-not-forgotten', { error }));
  await copyAuditHeads(env, now);
  const goesOn = await watchMinute(composition, book, { markets, now });
  // No ping of a process: it says that this minute's work was done.
  const isWell = goesOn && done.every(({ status }) => status === 'fulfilled');
  await beat(env, database, { now, isWell, outside: env.OUTSIDE ?? { fetch: (...asked) => fetch(...asked) } });
}
