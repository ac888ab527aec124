import type { ReasonView } from '#shared/contract/common.ts';
import { failure, type Failure } from '#shared/contract/errors.ts';
import type { JobView } from '#shared/contract/market.ts';
import { err, ok, type Result } from '#shared/lib/result.ts';
import { toIso, type MarketMs } from '#shared/lib/time.ts';
import type { Jobs } from '#shared/usecases/ports.ts';
import { isSchedule, nextDue, type ScheduleMarket } from '../cron/schedule.ts';
import type { Env } from '../env.ts';
import { marketDoor } from '../peers.ts';
import { accountDirectory } from './account-directory.ts';
import { openDatabase } from './database.ts';
import { inOwnTurns } from './in-own-turns.ts';
import { changeJob, readJobs, readLastRuns, type JobRow, type JobRunRow } from './job-table.ts';

/** Where the market stands, as far as the next run depends on it. */
interface Clock {
  readonly market: ScheduleMarket;
  readonly now: MarketMs;
  readonly nextCloseAt: MarketMs | null;
}

/** Schedules as rows, with the last run of each on one market. */
export function jobRepository(env: Env): Jobs {
  const db = inOwnTurns(env.DB);
  const known = (isKnown: boolean, name: string): Result<void, Failure> =>
    isKnown ? ok(undefined) : err(failure('not-found', { id: name.slice(0, 40) }));
  return {
    list: async (marketId) => {
      const door = marketDoor(env, marketId);
      const [jobs, runs, state, instruments, nextCloseAt] = await Promise.all([
        readJobs(db, marketId),
        readLastRuns(db, marketId),
        door.state(),
        door.instruments(),
        door.nextCloseAt(),
      ]);
      const market = { timeframe: state.baseTimeframe, exchange: instruments[0]?.exchange ?? 'us' };
      const clock = { market, now: state.marketAt, nextCloseAt };
      return jobs.map((job) => jobView(job, runs.get(job.name) ?? null, clock));
    },
    update: async (name, change) => {
      if (change.schedule !== undefined && !isSchedule(change.schedule))
        return err(failure('invalid-request', undefined, 'schedule'));
      return known(await changeJob(env.DB, name, change), name);
    },
    // The schedules are everybody's: every market that keeps them reads them again.
    changed: async (marketId) => {
      const live = await accountDirectory(openDatabase(env.DB)).liveMarkets();
      await Promise.all([...new Set([marketId, ...live])].map((id) => marketDoor(env, id).jobsChanged()));
    },
    run: async (marketId, name) => known(await marketDoor(env, marketId).runJob(name), name),
  };
}

function jobView(job: JobRow, run: JobRunRow | null, clock: Clock): JobView {
  const next = job.enabled ? nextDue(job.schedule, clock) : null;
  return {
    name: job.name,
    schedule: job.schedule,
    calendar: job.calendar,
    enabled: job.enabled,
    lastRunAt: run === null ? null : toIso(run.startedAt),
    lastDurationMs: run?.finishedAt == null ? null : run.finishedAt - run.startedAt,
    lastResult: run === null ? null : (run.result ?? 'running'),
    lastMessage: run?.message == null ? null : (JSON.parse(run.message) as ReasonView),
    nextRunAt: next === null ? null : toIso(next),
  };
}
