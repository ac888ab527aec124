import type { Timeframe } from '#shared/domain/bar.ts';
import type { WallMs } from '#shared/lib/time.ts';
import { FollowedScreens } from '#shared/screeners/last-bar-states.ts';
import { ScreenCache } from '#shared/screeners/screen-cache.ts';
import type { MarketMoment } from '../objects/market/market-rpc.ts';
import { readJobs, type Claim, type JobRow } from '../store/job-table.ts';
import { EventBook } from './event-book.ts';
import type { JobContext } from './job.ts';
import { JOBS } from './jobs/index.ts';
import { forgetOldRuns, runClaimed, runDue } from './run-due.ts';

/** Closes between two tidyings of the history of runs. */
const TIDY_EVERY = 100;

/** The jobs of one market in memory: schedules are read once and again after an edit, not at every close. */
export class JobRunner {
  readonly context: JobContext;
  private holder = crypto.randomUUID();
  private jobs: JobRow[] | null = null;

  constructor(ports: Omit<JobContext, 'screens' | 'followed' | 'events'>) {
    const screens = new Map<Timeframe, ScreenCache>();
    this.context = {
      ...ports,
      events: new EventBook(ports.db, ports.market),
      followed: new FollowedScreens(),
      screens: (timeframe) => {
        let cache = screens.get(timeframe);
        if (cache === undefined) screens.set(timeframe, (cache = new ScreenCache()));
        return cache;
      },
    };
  }

  /** Schedules were edited. */
  forget(): void {
    this.jobs = null;
  }

  /** Whether a person left it on: what does its work at another time asks first. */
  async isOn(name: string): Promise<boolean> {
    return (await this.rows()).some((job) => job.name === name && job.enabled);
  }

  private async rows(): Promise<JobRow[]> {
    return (this.jobs ??= await readJobs(this.context.db, this.context.market.id));
  }

  async runDue(now: MarketMoment): Promise<void> {
    const jobs = await this.rows();
    let ran: Claim[];
    try {
      ran = await runDue({ context: this.context, jobs, holder: this.holder, now, clock });
    } catch (error) {
      // What was claimed and not written down as finished is taken up by the next try, as after a restart.
      this.holder = crypto.randomUUID();
      throw error;
    }
    const dueAt = new Map(ran.map((claim) => [claim.job, claim.dueAt]));
    // An edit while the jobs ran has already thrown the old rows away.
    if (this.jobs === jobs)
      this.jobs = jobs.map((job) => ({ ...job, lastDueAt: dueAt.get(job.name) ?? job.lastDueAt }));
    if (now.step % TIDY_EVERY === 0) await forgetOldRuns(this.context);
  }

  /** Runs a job because somebody asked, on the last close. False: there is no such job. */
  async runAsked(name: string, now: MarketMoment): Promise<boolean> {
    if (!(name in JOBS)) return false;
    const claim = { job: name, dueAt: now.marketAt, cause: `asked-${Date.now()}` };
    await runClaimed({ context: this.context, holder: this.holder, now, clock }, [claim]);
    return true;
  }
}

function clock(): WallMs {
  return Date.now() as WallMs;
}
