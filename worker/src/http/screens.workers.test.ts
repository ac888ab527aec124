import { env, exports } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { ScreenResultView, ScreenRunView, ScreenView } from '#shared/contract/screen.ts';
import type { InstrumentId, MarketId } from '#shared/domain/ids.ts';
import type { ScreenTree } from '#shared/domain/screen-tree.ts';
import type { MarketMs, WallMs } from '#shared/lib/time.ts';
import { compose } from '../composition.ts';
import { readEnv } from '../env.ts';
import { screensIn } from '../store/screens.ts';
import { readSetting } from '../store/settings.ts';
import { aToken } from '../testing/sign-in.ts';
import { boot } from './admin/boot.ts';

const ABOVE: ScreenTree = {
  universe: { kind: 'everything' },
  where: {
    kind: 'compare',
    left: { kind: 'price', field: 'close' },
    is: 'above',
    right: { kind: 'indicator', name: 'sma-20' },
  },
  rank: { by: { kind: 'change', bars: 20 }, first: 'largest' },
};

async function ask<T>(
  method: string,
  path: string,
  body?: unknown,
  token?: string,
): Promise<T & { status: number; code?: string }> {
  const response = await exports.default.fetch(`http://localhost/api/${path}`, {
    method,
    headers: { authorization: `Bearer ${token ?? (await aToken())}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, ...(await response.json<T>()) };
}

test('a screen is saved, run, turned into a watchlist and refused where it is wrong', { timeout: 60_000 }, async () => {
  await boot(compose(readEnv(env)), { world: { kind: 'generated', seed: 5 }, speed: 0 });
  const { items } = await ask<{ items: ScreenView[] }>('GET', 'screens');
  expect(items.filter(({ isPreset }) => isPreset)).toHaveLength(12);
  const soon = await ask<ScreenRunView>('POST', 'screens/earnings-soon/run', {});
  expect(soon.result, 'who reports when is announced').toMatchObject({ looked: 60, unknown: 0 });
  expect(soon.result?.funnel[0]?.count).toBeGreaterThan(0);
  const outside = await ask<ScreenRunView>('POST', 'screens/index-addition/run', {});
  expect(outside.result?.funnel[0], 'forty of sixty are in the index').toMatchObject({ count: 20 });
  expect(await ask('GET', 'indices'), 'a generated market has one of its own').toMatchObject({
    items: [{ symbol: 'DK:NOD40', members: 40 }],
  });
  const inIndex = { ...ABOVE, universe: { kind: 'index', symbol: 'DK:NOD40' } };
  expect(await ask('POST', 'screens/run', { screen: inIndex })).toMatchObject({ status: 200, total: 40 });
  const elsewhere = { ...ABOVE, where: { kind: 'member', index: 'SP500' } };
  expect(await ask('POST', 'screens/run', { screen: elsewhere }), 'no list of it is known').toMatchObject({
    status: 404,
    code: 'unknown-instrument',
  });
  expect(await ask('POST', 'screens/breakout-52-week/run', {}), 'a year of days is not there yet').toMatchObject({
    status: 422,
    code: 'too-few-bars',
  });

  const saved = await ask<ScreenView>('POST', 'screens', { name: 'Over its average', screen: ABOVE });
  expect(saved).toMatchObject({ status: 201, title: { en: 'Over its average' }, isPreset: false, warnings: [] });
  const run = await ask<ScreenRunView>('POST', `screens/${saved.id}/run`, {});
  const { result } = run;
  expect(run).toMatchObject({ status: 200, state: 'done', done: 60, total: 60 });
  expect(result).toMatchObject({ looked: 60, unknown: 0, comparedWith: null });
  expect(result?.found).toBeGreaterThan(0);
  const scores = result?.hits.map(({ score }) => score ?? NaN) ?? [];
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  expect(result?.hits[0]?.figures).toHaveLength(result?.columns.length ?? -1);

  const kept = await ask<{ items: unknown[] }>('GET', `screens/${saved.id}/results`);
  expect(kept.items, 'the same bar again is one result').toEqual([{ ...result, screenId: saved.id }]);
  const list = await ask<{ id: string; items: unknown[] }>('POST', `screens/${saved.id}/watchlist`, {});
  expect(list).toMatchObject({ status: 201, name: 'Over its average' });
  expect(list.items).toHaveLength(result?.found ?? -1);

  const own = { ...ABOVE, universe: { kind: 'watchlist', id: list.id } };
  const said = async (): Promise<string | undefined> =>
    (await ask<ScreenView>('POST', 'screens/check', { screen: own })).explained[0]?.en;
  expect(await said(), 'by the name it has').toBe('your watchlist “Over its average”');
  expect(await ask('DELETE', `watchlists/${list.id}`)).toMatchObject({ status: 200 });
  expect(await said()).toBe('a watchlist that is no longer there');

  const wrong = { ...ABOVE, where: { kind: 'pattern', name: 'nonsense' } };
  expect(await ask('POST', 'screens/run', { screen: wrong })).toMatchObject({ status: 404, code: 'unknown-indicator' });
  expect(await ask('POST', 'screens/run', { screen: { ...ABOVE, where: { kind: 'compare' } } })).toMatchObject({
    status: 400,
    code: 'invalid-request',
  });
  const never = { ...ABOVE, where: { ...ABOVE.where, right: { kind: 'price', field: 'close' } } };
  const words = await ask<ScreenView>('POST', 'screens/check', { screen: never });
  expect(words.warnings[0]?.en).toContain('can never hold');
  expect(await ask('DELETE', `screens/${saved.id}`)).toMatchObject({ status: 200 });
  expect(await ask('GET', `screens/${saved.id}`)).toMatchObject({ status: 404 });
});

test('what is only tried is kept within a bound, and whoever only reads runs none', async () => {
  await boot(compose(readEnv(env)), { world: { kind: 'generated', seed: 5 }, speed: 0 });
  const saved = await ask<ScreenView>('POST', 'screens', { name: 'Kept', screen: ABOVE });
  await ask('POST', `screens/${saved.id}/run`, {});
  await env.DB.prepare(
    `INSERT INTO screen_results (definition_hash, market_id, timeframe, bar_at, looked, body, created_at)
     WITH RECURSIVE many (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many LIMIT 300)
     SELECT 'tried' || n, 'm', '1d', n, 1, '{}', 0 FROM many`,
  ).run();
  const tried = { ...ABOVE, where: { ...ABOVE.where, right: { kind: 'number', value: 3 } } };
  expect(await ask('POST', 'screens/run', { screen: tried })).toMatchObject({ status: 200, state: 'done' });
  const { results } = await env.DB.prepare(
    "SELECT definition_hash AS hash FROM screen_results WHERE definition_hash LIKE 'tried%' ORDER BY bar_at",
  ).all<{ hash: string }>();
  expect(results.length).toBeLessThanOrEqual(200);
  expect(results.at(-1)?.hash, 'the newest stay').toBe('tried300');
  const after = await ask<ScreenView>('POST', 'screens', { name: 'Tried before', screen: tried });
  for (const { id } of [saved, after])
    expect((await ask<{ items: unknown[] }>('GET', `screens/${id}/results`)).items, id).toHaveLength(1);
  const reads = await aToken(['read']);
  for (const path of ['screens/run', 'screens/earnings-soon/run', 'instruments/NVDA/analysis'])
    expect(await ask('POST', path, { screen: ABOVE }, reads), path).toMatchObject({
      ...{ status: 403, code: 'scope-missing' },
    });
});

test('a run that nobody works on is taken over once its lease ran out, and only then', async () => {
  const woken: string[] = [];
  const screens = screensIn(env.DB, (id) => {
    woken.push(id);
    return Promise.resolve();
  });
  const at = (ms: number): WallMs => ms as WallMs;
  await env.DB.prepare(
    `INSERT INTO users (id, name, role, created_at) VALUES ('u1', 'Mina', 'owner', 0) ON CONFLICT DO NOTHING`,
  ).run();
  const id = await screens.startRun(
    { userId: 'u1', marketId: 'm' as MarketId, tree: ABOVE, marketAt: 7 as MarketMs, total: 5_000 },
    at(1_000),
  );
  expect(await screens.claimRun(id, { now: at(2_000), until: at(9_000) })).toMatchObject({ done: 0, total: 5_000 });
  expect(await screens.claimRun(id, { now: at(3_000), until: at(9_000) }), 'somebody works on it').toBeNull();
  await screens.progress(id, 800, at(9_500));
  expect(await screens.waitingRuns(at(9_000))).toEqual([]);
  expect(await screens.waitingRuns(at(9_500))).toEqual([id]);
  expect(await screens.claimRun(id, { now: at(9_500), until: at(12_000) })).not.toBeNull();
  await screens.endRun(id, null);
  expect(await screens.run(id)).toMatchObject({ state: 'done', done: 5_000, failure: null });
  expect(await screens.claimRun(id, { now: at(99_000), until: at(100_000) }), 'it has ended').toBeNull();
});

test('what a screen found is kept by its definition, newest first, within a bound', async () => {
  const screens = screensIn(env.DB, () => Promise.resolve());
  const place = { tree: ABOVE, marketId: 'm2' as MarketId, timeframe: '1d' } as const;
  for (let day = 1; day <= 70; day += 1) {
    const hits = [{ instrumentId: `i${day}` as InstrumentId, score: 1, figures: [] }];
    const rest = { looked: 1, unknown: 0, funnel: [1], closest: null, found: 1, hits };
    const result = { tree: ABOVE, timeframe: '1d' as const, marketAt: day, barAt: day, ...rest };
    await screens.saveResults(place.marketId, [result], day as WallMs);
  }
  const all = await screens.results(place, { limit: 100 });
  expect(all.map(({ barAt }) => barAt)).toEqual(Array.from({ length: 60 }, (_, index) => 70 - index));
  const [before] = await screens.results(place, { before: 70, limit: 1 });
  expect(before?.barAt).toBe(69);
  const reordered = { where: ABOVE.where, rank: ABOVE.rank, universe: ABOVE.universe } as ScreenTree;
  expect(await screens.results({ ...place, tree: reordered }, { limit: 1 }), 'however it is written').toHaveLength(1);
});

test(
  'a saved screen looks by itself at the end of a day, and the list says what is new',
  { timeout: 60_000 },
  async () => {
    const composition = compose(readEnv(env));
    await boot(composition, { world: { kind: 'generated', seed: 6 }, speed: 0 });
    const token = await aToken();
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const screen: ScreenTree = {
      universe: { kind: 'everything' },
      where: {
        kind: 'compare',
        left: { kind: 'change', bars: 1 },
        is: 'above',
        right: { kind: 'number', value: 0 },
      },
    };
    const made = await exports.default.fetch('http://localhost/api/screens', {
      method: 'POST',
      headers,
      body: JSON.stringify({ name: 'Up', screen }),
    });
    const { id } = await made.json<ScreenView>();
    const marketId = await readSetting(composition.database, 'active-market');
    const market = env.MARKET.getByName(marketId ?? '');
    const { marketAt } = await market.state();
    const dayBefore = (marketAt - 86_400_000) as MarketMs;
    await composition.dailyScreens({ marketId: marketId as MarketId, marketAt: dayBefore });
    expect(await market.runJob('saved-screens')).toBe(true);
    const run = await env.DB.prepare(`SELECT result, message FROM job_runs WHERE job = 'saved-screens'`).first();
    expect(run).toMatchObject({ result: 'ok' });
    const get = async <T>(path: string): Promise<T> =>
      (await exports.default.fetch(`http://localhost/api/${path}`, { headers })).json<T>();
    const { items: results } = await get<{ items: ScreenResultView[] }>(`screens/${id}/results`);
    expect(results.map((one) => Date.parse(one.marketAt))).toEqual([marketAt, dayBefore]);
    const [now, then] = results.map(({ hits }) => hits.map(({ symbol }) => symbol));
    const { items } = await get<{ items: ScreenView[] }>('screens');
    expect(items.find((one) => one.id === id)?.news).toEqual({
      marketAt: new Date(marketAt).toISOString(),
      found: now?.length,
      isNew: now?.filter((symbol) => then?.includes(symbol) !== true).length,
      gone: then?.filter((symbol) => now?.includes(symbol) !== true).length,
    });
    expect(now, 'so that it says something').not.toEqual(then);
    const asked = await exports.default.fetch(`http://localhost/api/screens/${id}/run`, { method: 'POST', headers });
    const { result } = await asked.json<ScreenRunView>();
    expect(result, 'who asks at the same bar is told the same').toEqual(results[0]);
  },
);
