import { env, exports } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ScreenRunView, ScreenView } from '#shared/contract/screen.ts';
import type { MarketId } from '#shared/domain/ids.ts';
import type { ScreenTree } from '#shared/domain/screen-tree.ts';
import { decodeFrame } from '#shared/lib/frame.ts';
import { DAY_MS, type MarketMs, type WallMs } from '#shared/lib/time.ts';
import { compose } from '../composition.ts';
import { readEnv } from '../env.ts';
import { importBars } from '../objects/bars/import-bars.ts';
import { marketDoor } from '../peers.ts';
import { consume } from '../queues/consume.ts';
import { SCREEN_RUN } from '../screen-runs.ts';
import { screensIn } from '../store/screens.ts';
import { writeSetting } from '../store/settings.ts';
import { aToken, owner } from '../testing/sign-in.ts';
import { boot } from './admin/boot.ts';

/* A screen over a market too large for one answer: the row says what is owed, messages only wake, slices go elsewhere. */

const STOCKS = 640;
const DAYS = 45;
/** Every fourth stock closes higher than ten bars before. */
const RISING: ScreenTree = {
  universe: { kind: 'everything' },
  where: {
    kind: 'compare',
    left: { kind: 'change', bars: 10 },
    is: 'above',
    right: { kind: 'number', value: 0 },
  },
  rank: { by: { kind: 'change', bars: 10 }, first: 'largest' },
};
/** The same over an indicator, so that it is another screen. */
const OVER: ScreenTree = {
  ...RISING,
  where: {
    ...RISING.where,
    left: { kind: 'price', field: 'close' },
    right: { kind: 'indicator', name: 'sma-20' },
  } as ScreenTree['where'],
};

function csv(): string {
  const rows = ['date,symbol,open,high,low,close,volume'];
  for (let day = 0; day < DAYS; day += 1) {
    const date = new Date(Date.UTC(2020, 0, 1) + day * DAY_MS).toISOString().slice(0, 10);
    for (let stock = 0; stock < STOCKS; stock += 1) {
      const close = stock % 4 === 0 ? 100 + day + stock / 100 : 200 - day;
      rows.push(`${date},S${stock},${close},${close + 1},${close - 1},${close},1000`);
    }
  }
  return rows.join('\n');
}

let token: string;
let marketId: MarketId;

async function ask<T>(method: string, path: string, body?: unknown): Promise<T & { status: number }> {
  const response = await exports.default.fetch(`http://localhost/api/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, ...(await response.json<T>()) };
}

/** The Worker with another COMPUTE: what is sent there is looked at on its way, and may be kept from arriving. */
function withCompute(onSlice: (slice: { index: number; instruments: number; bytes: number }) => Promise<void>) {
  let index = 0;
  const fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const body = init?.body as ArrayBuffer;
    const instruments = (decodeFrame(body)?.columns.length ?? 0) - 1;
    await onSlice({ index: index++, instruments, bytes: body.byteLength });
    return env.COMPUTE.fetch(input, init);
  };
  return compose({ ...readEnv(env), COMPUTE: { fetch } as unknown as Fetcher });
}

/** A run that is owed and of which no message was sent: nobody but the test works on it. */
async function begun(tree: ScreenTree): Promise<string> {
  const { marketAt } = await marketDoor(readEnv(env), marketId).state();
  const screens = screensIn(env.DB, () => Promise.resolve());
  return screens.startRun({ userId: await owner(), marketId, tree, marketAt, total: STOCKS }, Date.now() as WallMs);
}

/** Time goes by: the lease of whoever worked on it runs out. */
async function leaseRunsOut(id: string): Promise<void> {
  await env.DB.prepare('UPDATE screen_runs SET lease_until = 0 WHERE id = ?1').bind(id).run();
}
describe('a screen over more than one answer can wait for', () => {
  beforeAll(async () => {
    await boot(compose(readEnv(env)), { world: { kind: 'generated', seed: 5 }, speed: 0 });
    token = await aToken();
    const source = new Response(csv()).body as ReadableStream<Uint8Array>;
    const imported = await importBars(env, { name: 'large.csv', source, exchange: 'us' });
    if (!imported.ok) throw new Error(imported.error.code);
    ({ marketId } = imported.value);
    await marketDoor(readEnv(env), marketId).boot({
      id: marketId,
      source: { kind: 'replay', timeframe: '1d' },
      speed: 0,
    });
    const { database } = compose(readEnv(env));
    await writeSetting(database, 'active-market', marketId);
  }, 120_000);

  test('goes slice by slice, and what worked on it may die in the middle', { timeout: 60_000 }, async () => {
    const id = await begun(RISING);
    const sizes: { instruments: number; bytes: number }[] = [];
    let dies = (): void => undefined;
    const dead = new Promise<void>((resolve) => (dies = resolve));
    // The first worker is killed while its third slice is out: nothing it does afterwards ever happens.
    void withCompute(async ({ index }) => {
      if (index < 2) return;
      dies();
      await new Promise(() => undefined);
    }).workOnScreenRun(id);
    await dead;
    expect(await ask<ScreenRunView>('GET', `screens/runs/${id}`)).toMatchObject({ state: 'running', done: 200 });

    const second = withCompute((slice) => {
      sizes.push(slice);
      return Promise.resolve();
    });
    await second.workOnScreenRun(id);
    expect(sizes, 'as long as the lease holds, it is left to the one who took it').toEqual([]);
    await leaseRunsOut(id);
    // What other tests left behind would be swept with it.
    await env.DB.prepare('DELETE FROM screen_runs WHERE id <> ?1').bind(id).run();
    await second.sweepScreenRuns();
    const run = await ask<ScreenRunView>('GET', `screens/runs/${id}`);
    expect(run).toMatchObject({ state: 'done', done: STOCKS, failure: null });
    expect(run.result).toMatchObject({ looked: STOCKS, found: STOCKS / 4, unknown: 0 });
    expect(run.result?.hits).toHaveLength(STOCKS / 4);
    const scores = run.result?.hits.map(({ score }) => score ?? NaN) ?? [];
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(
      sizes.reduce((sum, { instruments }) => sum + instruments, 0),
      'each once',
    ).toBe(STOCKS);
    // The market is never whole anywhere: 100 instruments and 50,000 bars at most.
    expect(Math.max(...sizes.map(({ instruments }) => instruments))).toBeLessThanOrEqual(100);
    expect(Math.max(...sizes.map(({ bytes }) => bytes))).toBeLessThan(50_000 * 6 * 8);
  });

  test('is cancelled in the middle: nothing further is measured, nothing is kept', { timeout: 60_000 }, async () => {
    const id = await begun(OVER);
    let slices = 0;
    await withCompute(async ({ index }) => {
      slices += 1;
      if (index === 1) expect(await ask('POST', `screens/runs/${id}/cancel`, {})).toMatchObject({ state: 'cancelled' });
    }).workOnScreenRun(id);
    expect(slices).toBe(2);
    expect(await ask<ScreenRunView>('GET', `screens/runs/${id}`)).toMatchObject({ state: 'cancelled', result: null });
    await leaseRunsOut(id);
    await compose(readEnv(env)).workOnScreenRun(id);
    expect(await ask<ScreenRunView>('GET', `screens/runs/${id}`), 'it stays so').toMatchObject({ state: 'cancelled' });
    expect(await ask('POST', 'screens/runs/sr_nobody/cancel', {})).toMatchObject({ status: 404 });
  });

  test('is woken by a message of the queue, which may come twice', { timeout: 60_000 }, async () => {
    const saved = await ask<ScreenView>('POST', 'screens', { name: 'Over', screen: OVER });
    const run = await ask<ScreenRunView>('POST', `screens/${saved.id}/run`, {});
    expect(run).toMatchObject({ status: 200, state: 'running', total: STOCKS, result: null });
    const { id } = run;
    const message = { body: { kind: SCREEN_RUN, key: id } };
    const batch = { messages: [message, message], ackAll: () => undefined } as unknown as MessageBatch<{
      kind: string;
      key: string;
    }>;
    await expect
      .poll(
        async () => {
          await consume(readEnv(env), batch);
          return (await ask<ScreenRunView>('GET', `screens/runs/${id}`)).state;
        },
        { timeout: 40_000 },
      )
      .toBe('done');
    const { items } = await ask<{ items: { found: number }[] }>('GET', `screens/${saved.id}/results`);
    expect(items).toMatchObject([{ found: STOCKS / 4 }]);
  });

  test('is owed so many times at once, and the same one once', async () => {
    await env.DB.prepare("UPDATE screen_runs SET state = 'cancelled' WHERE state = 'running'").run();
    const over = (bars: number): ScreenTree => ({
      ...RISING,
      where: { ...RISING.where, left: { kind: 'change', bars } } as ScreenTree['where'],
    });
    // Held, so that none of them ends meanwhile.
    const hold = () => env.DB.prepare('UPDATE screen_runs SET lease_until = ?1').bind(Number.MAX_SAFE_INTEGER).run();
    const run = async (bars: number) => {
      const answer = await ask<ScreenRunView & { code?: string }>('POST', 'screens/run', { screen: over(bars) });
      await hold();
      return answer;
    };
    const first = await run(3);
    expect(first).toMatchObject({ status: 200, state: 'running' });
    expect(await run(3), 'asked for again').toMatchObject({ id: first.id, state: 'running' });
    expect([await run(4), await run(5)]).toMatchObject([{ status: 200 }, { status: 200 }]);
    expect(await run(6)).toMatchObject({ status: 429, code: 'too-many-requests' });
    await ask('POST', `screens/runs/${first.id}/cancel`, {});
    expect(await run(6)).toMatchObject({ status: 200, state: 'running' });
    await env.DB.prepare("UPDATE screen_runs SET state = 'cancelled' WHERE state = 'running'").run();
  });

  test(
    'at the end of a day is begun for that day, and the next day says what is new',
    { timeout: 60_000 },
    async () => {
      const falling: ScreenTree = { ...RISING, where: { kind: 'not', of: RISING.where } };
      const saved = await ask<ScreenView>('POST', 'screens', { name: 'Falling', screen: falling });
      const state = await marketDoor(readEnv(env), marketId).state();
      const finished = async (marketAt: number): Promise<void> => {
        await compose(readEnv(env)).dailyScreens({ marketId, marketAt: marketAt as MarketMs });
        const row = await env.DB.prepare('SELECT id FROM screen_runs WHERE market_at = ?1 AND tree = ?2')
          .bind(marketAt, JSON.stringify(saved.screen))
          .first<{ id: string }>();
        const work = async (): Promise<string> => {
          await compose(readEnv(env)).workOnScreenRun(row?.id ?? '');
          return (await ask<ScreenRunView>('GET', `screens/runs/${row?.id ?? ''}`)).state;
        };
        await expect.poll(work, { timeout: 40_000 }).toBe('done');
      };
      const dayBefore = state.marketAt - DAY_MS;
      await finished(dayBefore);
      await finished(state.marketAt);
      const { items } = await ask<{ items: ScreenView[] }>('GET', 'screens');
      expect(items.find(({ id }) => id === saved.id)?.news).toEqual({
        marketAt: new Date(state.marketAt).toISOString(),
        found: (STOCKS * 3) / 4,
        isNew: 0,
        gone: 0,
      });
      const { items: results } = await ask<{ items: { marketAt: string }[] }>('GET', `screens/${saved.id}/results`);
      expect(results.map(({ marketAt }) => Date.parse(marketAt))).toEqual([state.marketAt, dayBefore]);
    },
  );
});
