// A process may end at any moment while it works on a request. What it wrote is the truth; the queue only wakes.
import { env, exports } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import type { BacktestRunDetail } from '#shared/contract/backtest-run.ts';
import { decodeFrame, encodeFrame } from '#shared/lib/frame.ts';
import type { WallMs } from '#shared/lib/time.ts';
import { compose } from '../composition.ts';
import { readEnv } from '../env.ts';
import { boot } from '../http/admin/boot.ts';
import { backtestWork, type BacktestWork } from '../store/backtests.ts';
import { aToken } from '../testing/sign-in.ts';
import { driveBacktest, type DriveDeps } from './drive.ts';

const TIMEOUT = { timeout: 90_000 };
const HOUR_MS = 3_600_000;
const SEARCH = {
  axes: [
    { name: 'fast', values: [3, 4, 5, 6, 8] },
    { name: 'slow', values: [10, 12, 15, 20] },
  ],
  objective: 'return',
};
const KINDS = [
  { kind: 'grid', ...SEARCH },
  { kind: 'walk-forward', ...SEARCH, windows: 3, ratio: 2 },
  { kind: 'monte-carlo', resampling: 'blocks', paths: 2_500, seed: 7 },
];

const work = backtestWork(env.DB);
let token = '';
let symbol = '';
/** Far ahead of every other clock here: the real queue never takes up what this test works on. */
let now = 0;

async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await exports.default.fetch(`http://localhost/api/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  expect(response.status, path).toBeLessThan(300);
  return response.json();
}

/** Asked for, and as it stands in its table before anybody took it up. */
async function asked(kind: Readonly<Record<string, unknown>>): Promise<string> {
  const settings = { config: { fast: 5, slow: 10 }, sizing: { kind: 'all-in' } };
  const { id } = await ask<{ id: string }>('POST', 'backtests', { symbols: [symbol], ...settings, ...kind });
  await env.DB.prepare(
    `UPDATE backtests SET status = 'waiting', claimed_until = ?2, done = 0, total = 0, attempts = 0, state = NULL,
       problem = NULL, summary = NULL, result = NULL, finished_at = NULL WHERE id = ?1`,
  )
    .bind(id, now)
    .run();
  now += 1;
  return id;
}

/** Heavy work as it is, of requests that are cut as small as ones over years of minutes; and where each slice began. */
function cutSmall(): { compute: Fetcher; begins: number[] } {
  const { COMPUTE } = readEnv(env);
  const begins: number[] = [];
  const fetch = async (url: string, init: { body: ArrayBuffer }): Promise<Response> => {
    const { begin } = (decodeFrame(init.body)?.head ?? {}) as { begin?: number };
    if (begin !== undefined) begins.push(begin);
    const response = await COMPUTE.fetch(url, init);
    if (!url.endsWith('research-plan') || !response.ok) return response;
    const head = decodeFrame(await response.arrayBuffer())?.head as { unit: number };
    return new Response(encodeFrame({ head: { ...head, first: head.unit }, columns: [] }));
  };
  return { compute: { fetch } as unknown as Fetcher, begins };
}

/** The process ends at its first or second write, before it is made or after. The first of all is the plan. */
function killedAt(write: 'first' | 'second', when: 'before' | 'after'): BacktestWork {
  let left = write === 'first' ? 1 : 2;
  return {
    ...work,
    advance: async (...step) => {
      left -= 1;
      if (left === 0 && when === 'before') throw new Error('killed');
      const row = await work.advance(...step);
      if (left === 0) throw new Error('killed');
      return row;
    },
  };
}

function drive(id: string, given: Partial<DriveDeps> = {}): Promise<boolean> {
  const composition = compose(readEnv(env));
  const bars: DriveDeps['bars'] = (marketId, request) => composition.barsOfBacktest(marketId, request);
  return driveBacktest({ work, compute: cutSmall().compute, now: () => now as WallMs, bars, ...given }, id);
}

const stored = (id: string): Promise<{ done: number; total: number; attempts: number } | null> =>
  env.DB.prepare('SELECT done, total, attempts FROM backtests WHERE id = ?1').bind(id).first();

beforeEach(async () => {
  now = Date.now() + 10 * 365 * 24 * HOUR_MS;
  await boot(compose(readEnv(env)), { world: { kind: 'generated', seed: 5 }, speed: 0 });
  token = await aToken();
  await env.DB.prepare('DELETE FROM backtests').run();
  const { items } = await ask<{ items: { symbol: string }[] }>('GET', 'instruments?limit=1');
  symbol = items[0]?.symbol ?? '';
});

test.for(KINDS)('a $kind that was killed in the middle ends as if it never was', TIMEOUT, async (kind) => {
  const undisturbed = await asked(kind);
  await drive(undisturbed);
  const whole = await ask<BacktestRunDetail>('GET', `backtests/${undisturbed}`);
  expect(whole).toMatchObject({ status: 'done', problem: null });

  const id = await asked(kind);
  await expect(drive(id, { work: killedAt('second', 'after') })).rejects.toThrow('killed');
  const half = await stored(id);
  expect(half?.done, 'one slice is kept').toBeGreaterThan(0);
  expect(half?.done).toBeLessThan(half?.total ?? 0);
  await drive(id);
  expect(await stored(id), 'for all anybody knows somebody still works on it').toEqual(half);

  now += HOUR_MS;
  expect(await work.unfinished(now as WallMs), 'its claim ran out').toEqual([id]);
  const second = cutSmall();
  await expect(drive(id, { work: killedAt('first', 'before'), compute: second.compute })).rejects.toThrow('killed');
  expect(second.begins, 'it goes on where the kept half ends').toEqual([half?.done]);
  now += HOUR_MS;
  const third = cutSmall();
  await drive(id, { compute: third.compute });
  expect(third.begins[0], 'what was not written is done again').toBe(half?.done);
  const resumed = await ask<BacktestRunDetail>('GET', `backtests/${id}`);
  expect(resumed).toMatchObject({ status: 'done', problem: null, summary: whole.summary });
  expect(resumed.result).toEqual(whole.result);
});

test('a request that ends every process that takes it up is given up', TIMEOUT, async () => {
  const id = await asked(KINDS[0] ?? {});
  let kills = 0;
  for (; kills < 20; kills += 1) {
    const isKilled = await drive(id, { work: killedAt('first', 'before') }).then(
      () => false,
      () => true,
    );
    if (!isKilled) break;
    now += HOUR_MS;
  }
  expect(kills).toBe(5);
  expect(await ask('GET', `backtests/${id}`)).toMatchObject({ status: 'failed', problem: { code: 'unavailable' } });
});
