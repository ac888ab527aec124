import type { MarketId } from '#shared/domain/ids.ts';
import type { MarketMs, WallMs } from '#shared/lib/time.ts';

/** A schedule as it stands in D1. */
export interface JobRow {
  readonly name: string;
  readonly schedule: string;
  readonly calendar: string;
  readonly enabled: boolean;
  /** The newest time it was due in this market, done or not; null before the first. */
  readonly lastDueAt: MarketMs | null;
}

export interface JobRunRow {
  readonly dueAt: MarketMs;
  readonly startedAt: WallMs;
  readonly finishedAt: WallMs | null;
  readonly result: 'ok' | 'failed' | null;
  readonly message: string | null;
}

export interface Claim {
  readonly job: string;
  readonly dueAt: MarketMs;
  /** `due`, or `asked-<wall ms>`. */
  readonly cause: string;
}

export interface Finish extends Claim {
  readonly result: 'ok' | 'failed';
  readonly message: string;
  readonly startedAt: WallMs;
  readonly finishedAt: WallMs;
}

/** Runs kept of each job and market. */
const RUNS_KEPT = 200;

export async function readJobs(db: D1Database, marketId: MarketId): Promise<JobRow[]> {
  const { results } = await db
    .prepare(
      `SELECT name, schedule, calendar, enabled,
         (SELECT max(due_at) FROM job_runs WHERE job = name AND market_id = ?1 AND cause = 'due') AS lastDueAt
       FROM jobs ORDER BY ord, name`,
    )
    .bind(marketId)
    .all<Omit<JobRow, 'enabled'> & { enabled: number }>();
  return results.map((row) => ({ ...row, enabled: row.enabled === 1 }));
}

/** The same, where what was begun and has not finished does not count. */
export async function readUnfinished(db: D1Database, marketId: MarketId): Promise<JobRow[]> {
  const { results } = await db
    .prepare(
      `SELECT name, schedule, calendar, enabled,
         (SELECT max(due_at) FROM job_runs
          WHERE job = name AND market_id = ?1 AND cause = 'due' AND finished_at IS NOT NULL) AS lastDueAt
       FROM jobs ORDER BY ord, name`,
    )
    .bind(marketId)
    .all<Omit<JobRow, 'enabled'> & { enabled: number }>();
  return results.map((row) => ({ ...row, enabled: row.enabled === 1 }));
}

/** An enabled job whose newest run failed; `inARow`: whether the one before did too. */
export interface FailedJob {
  readonly name: string;
  readonly at: WallMs;
  readonly inARow: boolean;
}

export async function readFailed(db: D1Database, marketId: MarketId): Promise<FailedJob[]> {
  const { results } = await db
    .prepare(
      `SELECT name, at, inARow FROM (
         SELECT job AS name, finished_at AS at, result,
           lead(result) OVER newest IS 'failed' AS inARow, row_number() OVER newest AS place
         FROM job_runs WHERE market_id = ?1 AND finished_at IS NOT NULL
         WINDOW newest AS (PARTITION BY job ORDER BY finished_at DESC, due_at DESC))
       WHERE place = 1 AND result = 'failed' AND name IN (SELECT name FROM jobs WHERE enabled = 1) ORDER BY at, name`,
    )
    .bind(marketId)
    .all<Omit<FailedJob, 'inARow'> & { inARow: number }>();
  return results.map((row) => ({ ...row, inARow: row.inARow === 1 }));
}

/** The newest run of each job of a market. */
export async function readLastRuns(db: D1Database, marketId: MarketId): Promise<Map<string, JobRunRow>> {
  const { results } = await db
    .prepare(
      `SELECT job, due_at AS dueAt, max(started_at) AS startedAt, finished_at AS finishedAt, result, message
       FROM job_runs WHERE market_id = ?1 GROUP BY job`,
    )
    .bind(marketId)
    .all<JobRunRow & { job: string }>();
  return new Map(results.map(({ job, ...run }) => [job, run]));
}

/**
 * Claims runs for `holder`: each is given to one holder only. A run that another holder began and did not finish is
 * taken over, as a lock-step market has one object and its earlier holders are dead. Answers the jobs it may run.
 */
export async function claimRuns(
  db: D1Database,
  { marketId, holder, claims, at }: { marketId: MarketId; holder: string; claims: readonly Claim[]; at: WallMs },
): Promise<Set<string>> {
  const rows = JSON.stringify(claims);
  const [fresh, taken] = await db.batch<{ job: string }>([
    db
      .prepare(
        `INSERT INTO job_runs (job, market_id, due_at, cause, holder, started_at)
         SELECT value ->> 'job', ?1, value ->> 'dueAt', value ->> 'cause', ?2, ?3 FROM json_each(?4) WHERE true
         ON CONFLICT DO NOTHING RETURNING job`,
      )
      .bind(marketId, holder, at, rows),
    db
      .prepare(
        `UPDATE job_runs SET holder = ?2, attempts = attempts + 1, started_at = ?3
         WHERE market_id = ?1 AND finished_at IS NULL AND holder <> ?2
           AND (job, due_at, cause) IN (SELECT value ->> 'job', value ->> 'dueAt', value ->> 'cause' FROM json_each(?4))
         RETURNING job`,
      )
      .bind(marketId, holder, at, rows),
  ]);
  return new Set([...(fresh?.results ?? []), ...(taken?.results ?? [])].map(({ job }) => job));
}

export async function finishRuns(db: D1Database, marketId: MarketId, finished: readonly Finish[]): Promise<void> {
  await db
    .prepare(
      `UPDATE job_runs SET started_at = f.value ->> 'startedAt', finished_at = f.value ->> 'finishedAt', result = f.value ->> 'result', message = f.value ->> 'message'
       FROM json_each(?2) AS f
       WHERE market_id = ?1 AND job = f.value ->> 'job' AND due_at = f.value ->> 'dueAt' AND cause = f.value ->> 'cause'`,
    )
    .bind(marketId, JSON.stringify(finished))
    .run();
}

/** Forgets all but the newest runs of each job of a market. */
export async function trimRuns(db: D1Database, marketId: MarketId): Promise<void> {
  await db
    .prepare(
      `DELETE FROM job_runs WHERE market_id = ?1 AND due_at < (
         SELECT min(due_at) FROM (
           SELECT due_at FROM job_runs AS newer WHERE newer.job = job_runs.job AND newer.market_id = ?1
           ORDER BY due_at DESC LIMIT ?2))`,
    )
    .bind(marketId, RUNS_KEPT)
    .run();
}

/** False: there is no such job. */
export async function changeJob(
  db: D1Database,
  name: string,
  change: { schedule?: string | undefined; enabled?: boolean | undefined },
): Promise<boolean> {
  const enabled = change.enabled === undefined ? null : Number(change.enabled);
  const row = await db
    .prepare(
      'UPDATE jobs SET schedule = coalesce(?2, schedule), enabled = coalesce(?3, enabled) WHERE name = ?1 RETURNING name',
    )
    .bind(name, change.schedule ?? null, enabled)
    .first();
  return row !== null;
}
