import type { BacktestResultView, BacktestRunView, CreateBacktest } from '#shared/contract/backtest-run.ts';
import type { Failure } from '#shared/contract/errors.ts';
import type { MarketId } from '#shared/domain/ids.ts';
import type { Frame } from '#shared/lib/frame.ts';
import type { Result } from '#shared/lib/result.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { PastBars } from '#shared/usecases/past-bars.ts';
import { askCompute, type ComputeFailure } from '../compute/ask-compute.ts';
import type { ResearchPlan } from '../compute/research-plan.ts';
import type { BacktestWork, ClaimedBacktest } from '../store/backtests.ts';
import { askedOf } from './asked.ts';

/** What working on requests needs. */
export interface DriveDeps {
  readonly work: BacktestWork;
  readonly compute: Fetcher;
  readonly now: () => WallMs;
  readonly bars: (marketId: MarketId, request: CreateBacktest) => Promise<Result<PastBars[], Failure>>;
}

/** Wall time of one slice that is aimed at: progress moves, and a cancel is soon heard. */
const SLICE_MS = 1_000;
/** A slice that takes longer than this is given up. */
const SLICE_TIMEOUT_MS = 120_000;
/** Whoever has not written for so long is gone. */
const LEASE_MS = SLICE_TIMEOUT_MS + 30_000;
/** One wake-up works so long; the rest is for the next. */
const WAKE_UP_MS = 240_000;
/** After so many times without one more slice done it is given up. */
const ATTEMPTS_MAX = 5;
const RETRY_MS = 20_000;

/**
 * Works on a request, slice by slice, until it is finished, cancelled, or this wake-up has had its time. Every slice is
 * written before the next begins; whoever goes on after a restart begins there.
 * @returns whether there is more to do for the next wake-up
 */
export async function driveBacktest(deps: DriveDeps, id: string): Promise<boolean> {
  const began = deps.now();
  const claimed = await deps.work.claim(id, began, LEASE_MS);
  if (claimed === null) return false;
  // Whoever took it up so often wrote nothing and let nothing go: it ended them.
  if (claimed.attempts > ATTEMPTS_MAX) return refuse(deps, claimed, { code: 'unavailable', values: {} });
  const past = await deps.bars(claimed.marketId, claimed.request);
  if (!past.ok) return refuse(deps, claimed, { code: past.error.code, values: { ...past.error.values } });
  const slicer = new Slicer(deps, claimed, past.value);
  let row: ClaimedBacktest | null = claimed;
  while (row !== null) {
    // One run is one piece: nothing to plan, and nothing that earlier slices could have left.
    const isOver: boolean = row.request.kind === 'backtest' || (row.state !== null && row.done >= row.total);
    if (!isOver && deps.now() - began > WAKE_UP_MS) {
      await deps.work.release(row, 0 as WallMs);
      return true;
    }
    const step: Result<ClaimedBacktest | null, ComputeFailure> = isOver
      ? await slicer.finish(row)
      : row.state === null
        ? await slicer.plan(row)
        : await slicer.slice(row, row.state);
    if (!step.ok) return failed(deps, row, step.error);
    row = step.value;
  }
  return false;
}

/** How a request is cut, as it is kept beside what the slices answered. */
interface Cut extends ResearchPlan {
  /** The newest bar there was when it was begun: a market that runs does not move under a request. */
  readonly until: number;
}

/** One request over its bars: each step asks `COMPUTE` once and writes what came of it. Null: done, or not ours any more. */
class Slicer {
  readonly #deps: DriveDeps;
  readonly #past: readonly PastBars[];
  readonly #request: CreateBacktest;
  /** Tries or paths of the next slice; 0: as planned. */
  #size = 0;

  constructor(deps: DriveDeps, { request }: ClaimedBacktest, past: readonly PastBars[]) {
    this.#deps = deps;
    this.#past = past;
    this.#request = request;
  }

  async plan(row: ClaimedBacktest): Promise<Result<ClaimedBacktest | null, ComputeFailure>> {
    const until = this.#newest();
    const answer = await this.#ask('research-plan', { until }, []);
    if (!answer.ok) return answer;
    const plan = answer.value.head as ResearchPlan;
    const head: Cut = { ...plan, until };
    return this.#advance(row, { done: 0, total: plan.total, state: { head, columns: [] } });
  }

  async slice(row: ClaimedBacktest, state: Frame): Promise<Result<ClaimedBacktest | null, ComputeFailure>> {
    const cut = state.head as Cut;
    if (this.#size === 0) this.#size = cut.first;
    const begin = row.done;
    const end = Math.min(cut.total, begin + this.#size);
    const asked = this.#deps.now();
    const answer = await this.#ask('research-slice', { until: cut.until, begin, end }, []);
    if (!answer.ok) return answer;
    this.#follow(this.#deps.now() - asked, cut.unit);
    const columns = answer.value.columns.map((column, place) => joined(state.columns[place], column));
    return this.#advance(row, { done: end, total: cut.total, state: { head: cut, columns } });
  }

  async finish(row: ClaimedBacktest): Promise<Result<null, ComputeFailure>> {
    const { head, columns } = row.state ?? { head: { until: this.#newest() }, columns: [] };
    const answer = await this.#ask('research-result', { until: (head as Cut).until }, columns);
    if (!answer.ok) return answer;
    const result = answer.value.head as BacktestResultView;
    const ended = { status: 'done', problem: null, summary: summaryOf(result), result } as const;
    await this.#deps.work.end(row, ended, this.#deps.now());
    return { ok: true, value: null };
  }

  #newest(): number {
    return Math.max(...this.#past.map(({ bars }) => bars.t.at(-1) ?? 0));
  }

  #ask(
    work: string,
    { until, ...rest }: { readonly until: number; readonly begin?: number; readonly end?: number },
    behind: readonly Float64Array[],
  ): Promise<Result<Frame, ComputeFailure>> {
    const { head, columns } = askedOf(this.#request, this.#past, until);
    const frame = { head: { ...head, ...rest }, columns: [...columns, ...behind] };
    return askCompute(this.#deps.compute, { work, frame, timeoutMs: SLICE_TIMEOUT_MS });
  }

  async #advance(
    row: ClaimedBacktest,
    step: Parameters<BacktestWork['advance']>[1],
  ): Promise<Result<ClaimedBacktest | null, ComputeFailure>> {
    const value = await this.#deps.work.advance(row, step, (this.#deps.now() + LEASE_MS) as WallMs);
    return { ok: true, value };
  }

  /** The next slice as long as is aimed at, at most twice or half as long as this one, in whole units. */
  #follow(tookMs: number, unit: number): void {
    const factor = Math.max(0.5, Math.min(2, SLICE_MS / Math.max(1, tookMs)));
    this.#size = Math.max(unit, Math.floor((this.#size * factor) / unit) * unit);
  }
}

function joined(before: Float64Array | undefined, next: Float64Array): Float64Array {
  if (before === undefined) return next;
  const all = new Float64Array(before.length + next.length);
  all.set(before);
  all.set(next, before.length);
  return all;
}

async function failed(deps: DriveDeps, row: ClaimedBacktest, failure: ComputeFailure): Promise<boolean> {
  if (failure.kind === 'refused') return refuse(deps, row, failure);
  if (row.attempts >= ATTEMPTS_MAX) return refuse(deps, row, { code: 'unavailable', values: {} });
  await deps.work.release(row, (deps.now() + RETRY_MS) as WallMs);
  return false;
}

async function refuse(
  { work, now }: DriveDeps,
  row: ClaimedBacktest,
  { code, values }: { readonly code: string; readonly values: Readonly<Record<string, string | number>> },
): Promise<boolean> {
  await work.end(
    row,
    { status: 'failed', problem: { code, values: { ...values } }, summary: null, result: null },
    now(),
  );
  return false;
}

function summaryOf({ report, search, walk }: BacktestResultView): BacktestRunView['summary'] {
  const { returnFraction, buyAndHold, maxDrawdown, closedTrades } = report.statistics;
  const trials = search?.luck.trials ?? (walk === null ? 1 : walk.combinations * walk.windows.length);
  return { returnFraction, buyAndHold, maxDrawdown, closedTrades, trials };
}
