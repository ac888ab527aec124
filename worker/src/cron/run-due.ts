import type { MarketMs, WallMs } from '#shared/lib/time.ts';
import { log } from '../log.ts';
import type { MarketMoment } from '../objects/market/market-rpc.ts';
import { claimRuns, finishRuns, trimRuns, type Claim, type Finish, type JobRow } from '../store/job-table.ts';
import type { Job, JobContext } from './job.ts';
import { JOBS } from './jobs/index.ts';
import { dueAt } from './schedule.ts';

export interface RunDue {
  readonly context: JobContext;
  readonly jobs: readonly JobRow[];
  /** Who claims: one running object; another after a restart. */
  readonly holder: string;
  readonly now: MarketMoment;
  readonly clock: () => WallMs;
}

/**
 * Starts everything that is due at a close and runs it to its end, in the order of the jobs. Each run is claimed
 * before; a second caller finds nothing to do, and after a crash the runs that did not finish are done again. A job that
 * fails does not keep the others from running. Answers what was due, done or not.
 */
export async function runDue({ context, jobs, holder, now, clock }: RunDue): Promise<Claim[]> {
  const { market } = context;
  const claims = jobs.flatMap((job): Claim[] => {
    const after = job.lastDueAt ?? ((now.marketAt - 1) as MarketMs);
    // After a crash the close is repeated: what was claimed at it is looked at again.
    const from = Math.min(after, now.marketAt - 1) as MarketMs;
    const due = job.enabled ? dueAt(job.schedule, { market, after: from, now: now.marketAt }) : null;
    return due === null ? [] : [{ job: job.name, dueAt: due, cause: 'due' }];
  });
  await runClaimed({ context, holder, now, clock }, claims);
  return claims;
}

/** Runs what of these claims can be had. */
export async function runClaimed(
  { context, holder, now, clock }: Omit<RunDue, 'jobs'>,
  claims: readonly Claim[],
): Promise<void> {
  if (claims.length === 0) return;
  const { db, market } = context;
  const mine = await claimRuns(db, { marketId: market.id, holder, claims, at: clock() });
  const finished: Finish[] = [];
  for (const claim of claims) {
    if (!mine.has(claim.job)) continue;
    const startedAt = clock();
    finished.push({ ...claim, ...(await runOne(claim, { context, now })), startedAt, finishedAt: clock() });
  }
  if (finished.length > 0) await finishRuns(db, market.id, finished);
}

async function runOne(
  { job: name }: Claim,
  { context, now }: { context: JobContext; now: MarketMoment },
): Promise<Pick<Finish, 'result' | 'message'>> {
  const job: Job | undefined = JOBS[name];
  if (job === undefined)
    return { result: 'failed', message: JSON.stringify({ code: 'unknown-job', values: { job: name } }) };
  try {
    return { result: 'ok', message: JSON.stringify(await job(context, now)) };
  } catch (error) {
    log('job-failed', { job: name, market: context.market.id, step: now.step, error });
    const text = error instanceof Error ? error.message : String(error);
    return { result: 'failed', message: JSON.stringify({ code: 'job-failed', values: { error: text.slice(0, 300) } }) };
  }
}

/** Keeps the history of runs short; not at every close. */
export async function forgetOldRuns(context: JobContext): Promise<void> {
  await trimRuns(context.db, context.market.id);
}
