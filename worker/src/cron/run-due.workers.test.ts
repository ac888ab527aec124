import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import type { AccountId, MarketId } from '#shared/domain/ids.ts';
import type { MarketMs, WallMs } from '#shared/lib/time.ts';
import { FollowedScreens } from '#shared/screeners/last-bar-states.ts';
import { ScreenCache } from '#shared/screeners/screen-cache.ts';
import type { AccountFollower } from '../objects/market/market-follower.ts';
import { readJobs, trimRuns } from '../store/job-table.ts';
import type { JobContext } from './job.ts';
import { runDue } from './run-due.ts';

let count = 0;
const close = (step: number) => ({ step, moment: 'close', marketAt: (step * 900_000) as MarketMs }) as const;

interface World {
  readonly context: JobContext;
  readonly calls: string[];
  /** Throws inside an account's call. */
  fail: (call: string) => void;
}

function world(): World {
  const calls: string[] = [];
  const say = async (call: string): Promise<void> => {
    calls.push(call);
    made.fail(call);
  };
  const account: AccountFollower = {
    botsToLook: () => say('botsToLook').then(() => []),
    look: () => say('look'),
    monitor: ({ step }) => say(`monitor ${step}`),
    snapshot: ({ step }) => say(`snapshot ${step}`),
    brief: () => say('brief'),
    alertsToJudge: () => say('alertsToJudge').then(() => []),
    judgeAlerts: () => say('judgeAlerts'),
    owedNods: () => say('owedNods').then(() => []),
    judgeNods: () => say('judgeNods'),
    holdEnded: () => say('holdEnded'),
    onLevels: () => say('onLevels'),
    onSplits: () => say('onSplits'),
  };
  const made: World = {
    calls,
    fail: () => undefined,
    context: {
      db: env.DB,
      market: {
        id: `jobs-${++count}` as MarketId,
        timeframe: '15m',
        exchange: 'demo-us',
        window: () => Promise.resolve(null),
        isInvented: true,
        announced: () => new Map(),
        nextCloseAt: () => null,
        splits: () => new Map(),
      },
      followers: () => [{ accountId: 'a' as AccountId, activeBots: 1, openQuestions: 0 }],
      account: () => account,
      screens: () => new ScreenCache(),
      desk: {
        look: () => Promise.resolve(),
        lines: () => Promise.resolve(new Map()),
        forecasts: () => Promise.resolve(new Map()),
      },
      beside: () => Promise.resolve(null),
      events: { at: () => Promise.resolve(new Map()), earnings: () => null, record: () => Promise.resolve() },
      followed: new FollowedScreens(),
      dailyScreens: () => Promise.resolve({ looked: 0, found: 0 }),
      screensAtClose: () => Promise.resolve([]),
    },
  };
  return made;
}

async function due({ context }: World, step: number, holder = 'one'): Promise<void> {
  const jobs = await readJobs(env.DB, context.market.id);
  await runDue({ context, jobs, holder, now: close(step), clock: () => Date.now() as WallMs });
}

async function runs({ context }: World, job: string): Promise<unknown[]> {
  const query = 'SELECT due_at AS at, result, attempts FROM job_runs WHERE market_id = ? AND job = ? ORDER BY due_at';
  return (await env.DB.prepare(query).bind(context.market.id, job).all()).results;
}

describe('what is due on a close', () => {
  test('runs once, whoever asks how often', async () => {
    const made = world();
    await Promise.all([due(made, 5), due(made, 5), due(made, 5)]);
    await due(made, 5, 'another');
    expect(made.calls.filter((call) => call === 'monitor 5')).toHaveLength(1);
    expect(await runs(made, 'position-monitor')).toEqual([{ at: 4_500_000, result: 'ok', attempts: 1 }]);
  });

  test('is run again by the next holder when the first died in the middle, and only what it had not finished', async () => {
    const made = world();
    made.fail = (call) => {
      if (call === 'botsToLook') throw new Error('the process is gone');
    };
    await due(made, 5);
    // As a kill leaves it: claimed, begun, never finished.
    await env.DB.prepare(
      "UPDATE job_runs SET finished_at = NULL, result = NULL WHERE market_id = ? AND job = 'strategy-run'",
    )
      .bind(made.context.market.id)
      .run();
    made.fail = () => undefined;
    await due(made, 5, 'after the restart');
    expect(await runs(made, 'strategy-run')).toEqual([{ at: 4_500_000, result: 'ok', attempts: 2 }]);
    expect(made.calls.filter((call) => call === 'monitor 5')).toHaveLength(1);
  });

  test('goes on when one job fails, and says which', async () => {
    const made = world();
    made.fail = (call) => {
      if (call === 'monitor 5') throw new Error('no');
    };
    await due(made, 5);
    expect(await runs(made, 'position-monitor')).toMatchObject([{ result: 'failed' }]);
    expect(await runs(made, 'strategy-run')).toMatchObject([{ result: 'ok' }]);
  });

  test("leaves out what is disabled; a day's work comes at its last close", async () => {
    const made = world();
    await env.DB.prepare("UPDATE jobs SET enabled = 0 WHERE name = 'screening'").run();
    await due(made, 95);
    await due(made, 96);
    await env.DB.prepare("UPDATE jobs SET enabled = 1 WHERE name = 'screening'").run();
    expect(await runs(made, 'screening')).toEqual([]);
    expect(made.calls.filter((call) => call.startsWith('snapshot'))).toEqual(['snapshot 96']);
  });

  test('has a history of 200 runs', async () => {
    const made = world();
    const rows = Array.from({ length: 300 }, (_, at) => ({ at }));
    await env.DB.prepare(
      `INSERT INTO job_runs (job, market_id, due_at, cause, holder, started_at)
       SELECT 'analysis', ?1, value ->> 'at', 'due', 'x', 0 FROM json_each(?2)`,
    )
      .bind(made.context.market.id, JSON.stringify(rows))
      .run();
    await trimRuns(env.DB, made.context.market.id);
    const left = await runs(made, 'analysis');
    expect([left.length, left[0]]).toEqual([200, { at: 100, result: null, attempts: 1 }]);
  });
});
