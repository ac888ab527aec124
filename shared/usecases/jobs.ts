import { failure, type Failure } from '../contract/errors.ts';
import type { JobView, UpdateJob } from '../contract/market.ts';
import type { Caller } from '../domain/caller.ts';
import type { MarketId } from '../domain/ids.ts';
import { err, ok, type Result } from '../lib/result.ts';
import { requireOwner } from './access.ts';
import type { UseCaseDeps } from './ports.ts';

/** What runs by itself, on the active market, with its last and next run. */
export async function listJobs(deps: UseCaseDeps): Promise<Result<JobView[], Failure>> {
  const marketId = await deps.markets.activeId();
  return marketId === null ? ok([]) : ok(await deps.jobs.list(marketId));
}

export async function showJob(deps: UseCaseDeps, name: string): Promise<Result<JobView, Failure>> {
  return jobOf(deps, await deps.markets.activeId(), name);
}

async function jobOf(deps: UseCaseDeps, marketId: MarketId | null, name: string): Promise<Result<JobView, Failure>> {
  const jobs = marketId === null ? [] : await deps.jobs.list(marketId);
  const job = jobs.find((known) => known.name === name);
  return job === undefined ? err(failure('not-found', { id: name })) : ok(job);
}

/** Enables, disables or reschedules a job. It runs for everybody, so the owner decides. */
export async function updateJob(
  deps: UseCaseDeps,
  caller: Caller,
  request: { name: string; input: UpdateJob },
): Promise<Result<JobView, Failure>> {
  const scope = await requireOwner(deps, caller, 'admin');
  if (!scope.ok) return scope;
  const updated = await deps.jobs.update(request.name, request.input);
  if (!updated.ok) return updated;
  const marketId = await deps.markets.activeId();
  if (marketId !== null) await deps.jobs.changed(marketId);
  return jobOf(deps, marketId, request.name);
}

/** Runs a job now, on the last closed bar. */
export async function runJob(deps: UseCaseDeps, caller: Caller, name: string): Promise<Result<JobView, Failure>> {
  const scope = await requireOwner(deps, caller, 'admin');
  if (!scope.ok) return scope;
  const marketId = await deps.markets.activeId();
  if (marketId === null) return err(failure('unavailable'));
  const run = await deps.jobs.run(marketId, name);
  return run.ok ? jobOf(deps, marketId, name) : run;
}
