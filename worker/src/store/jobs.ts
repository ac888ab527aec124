import { Cron } from 'croner';
import type { ReasonView } from '#shared/contract/common.ts';
import { failure } from '#shared/contract/errors.ts';
import type { JobView } from '#shared/contract/market.ts';
import type { MarketId } from '#shared/domain/ids.ts';
import { err, ok } from '#shared/lib/result.ts';
import { DAY_MS, toIso, type MarketMs, type WallMs } from '#shared/lib/time.ts';
import type { Jobs } from '#shared/usecases/ports.ts';
import type { Env } from '../env.ts';
import { log } from '../log.ts';
import { marketDoor } from '../peers.ts';

interface JobRow {
  name: string;
  schedule: string;
  calendar: string;
  enabled: number;
  due_at: number | null;
  started_at: number | null;
  finished_at: number | null;
  result: string | null;
  message: string | null;
}

/** The newest run of each job stands beside it. */
const LIST = `SELECT jobs.name, schedule, calendar, enabled, due_at, started_at, finished_at, result, message
  FROM jobs LEFT JOIN (
    SELECT *, row_number() OVER (PARTITION BY job ORDER BY started_at DESC) AS place FROM job_runs WHERE market_id = ?1
  ) AS runs ON runs.job = jobs.name AND runs.place = 1
  ORDER BY jobs.ord`;

/** Schedules as rows, with the last run of each on one market. */
export function jobRepository(env: Env): Jobs {
  return {
    list: async (marketId) => {
      const [{ results }, { marketAt }, nextCloseAt] = await Promise.all([
        env.DB.prepare(LIST).bind(marketId).all<JobRow>(),
        marketDoor(env, marketId).state(),
        marketDoor(env, marketId).nextCloseAt(),
      ]);
      return results.map((row) => jobView(row, { marketAt, nextCloseAt }));
    },
    update: async (name, { schedule, enabled }) => {
      if (schedule !== undefined && !isSchedule(schedule))
        return err(failure('invalid-request', undefined, 'schedule'));
      const { meta } = await env.DB.prepare(
        'UPDATE jobs SET schedule = coalesce(?1, schedule), enabled = coalesce(?2, enabled) WHERE name = ?3',
      )
        .bind(schedule ?? null, enabled === undefined ? null : Number(enabled), name)
        .run();
      return meta.changes > 0 ? ok(undefined) : err(failure('not-found', { id: name.slice(0, 40) }));
    },
    changed: (marketId) => marketDoor(env, marketId).jobsChanged(),
    run: async (marketId: MarketId, name: string) =>
      (await marketDoor(env, marketId).runJob(name))
        ? ok(undefined)
        : err(failure('not-found', { id: name.slice(0, 40) })),
  };
}

function jobView(row: JobRow, at: { marketAt: MarketMs; nextCloseAt: MarketMs | null }): JobView {
  const { started_at: started, finished_at: finished, result } = row;
  return {
    name: row.name,
    schedule: row.schedule,
    calendar: row.calendar,
    enabled: row.enabled === 1,
    lastRunAt: started === null ? null : toIso(started as WallMs),
    lastDurationMs: started === null || finished === null ? null : finished - started,
    lastResult: started === null ? null : finished === null ? 'running' : result === 'ok' ? 'ok' : 'failed',
    lastMessage: readMessage(row),
    nextRunAt: row.enabled === 1 ? nextRun(row.schedule, at) : null,
  };
}

function readMessage({ name, message }: JobRow): ReasonView | null {
  if (message === null) return null;
  try {
    return JSON.parse(message) as ReasonView;
  } catch (error) {
    log('job-message-unreadable', { name, error });
    return null;
  }
}

function isSchedule(schedule: string): boolean {
  return schedule.startsWith('@') ? EVERY.has(schedule) : cronOf(schedule) !== null;
}

const EVERY = new Set(['@close', '@day']);

/** Market time of the next run, as far as it is known; null at the end of the data. */
function nextRun(schedule: string, at: { marketAt: MarketMs; nextCloseAt: MarketMs | null }): string | null {
  const { marketAt, nextCloseAt } = at;
  if (nextCloseAt === null) return null;
  if (schedule === '@close') return toIso(nextCloseAt);
  if (schedule === '@day') {
    const dayEnd = (Math.floor(marketAt / DAY_MS) + 1) * DAY_MS;
    return toIso(Math.max(nextCloseAt, dayEnd) as MarketMs);
  }
  return cronOf(schedule)?.nextRun(new Date(marketAt))?.toISOString() ?? null;
}

function cronOf(schedule: string): Cron | null {
  try {
    return new Cron(schedule, { paused: true, mode: '5-part', timezone: 'UTC' });
  } catch {
    return null;
  }
}
