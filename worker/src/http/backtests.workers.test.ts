import { runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { plainCard } from '#bot/cards/context.ts';
import type { BacktestRunDetail, BacktestRunView } from '#shared/contract/backtest-run.ts';
import type { BotView } from '#shared/contract/bot.ts';
import type { ChatMessage } from '#shared/contract/chat.ts';
import { SCOPES } from '#shared/domain/caller.ts';
import type { MarketId } from '#shared/domain/ids.ts';
import type { WallMs } from '#shared/lib/time.ts';
import { money, percent } from '#shared/words/format.ts';
import { sweepBacktests, wakeBacktest } from '../backtest/wake.ts';
import { compose } from '../composition.ts';
import { readEnv } from '../env.ts';
import { backtestRepository, backtestWork } from '../store/backtests.ts';
import { aToken } from '../testing/sign-in.ts';
import { boot } from './admin/boot.ts';

const TIMEOUT = { timeout: 90_000 };
const AXES = [
  { name: 'fast', values: [3, 5, 8] },
  { name: 'slow', values: [10, 15] },
];
const SETTINGS = { config: { fast: 5, slow: 10 }, sizing: { kind: 'all-in' } };

interface Answer {
  status: number;
  body: Record<string, unknown>;
}
let token = '';
let symbol = '';

async function ask(method: string, path: string, body?: unknown, by = token): Promise<Answer> {
  const response = await exports.default.fetch(`http://localhost/api/${path}`, {
    method,
    headers: { authorization: `Bearer ${by}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

async function asked(body: Record<string, unknown>): Promise<BacktestRunView> {
  const answer = await ask('POST', 'backtests', { symbols: [symbol], ...SETTINGS, ...body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body as unknown as BacktestRunView;
}

async function finished(id: string): Promise<BacktestRunDetail> {
  for (;;) {
    const { body } = await ask('GET', `backtests/${id}`);
    const run = body as unknown as BacktestRunDetail;
    if (run.finishedAt !== null) return run;
    await wakeBacktest(readEnv(env), id);
    await scheduler.wait(20);
  }
}

beforeEach(async () => {
  await boot(compose(readEnv(env)), { world: { kind: 'generated', seed: 5 }, speed: 0 });
  token = await aToken();
  await env.DB.prepare('DELETE FROM backtests').run();
  const { body } = await ask('GET', 'instruments?limit=2');
  symbol = (body['items'] as { symbol: string }[])[0]?.symbol ?? '';
});

describe('a request over stored bars', TIMEOUT, () => {
  test('is answered with its result, once it is done', async () => {
    const made = await asked({ kind: 'backtest' });
    expect(['waiting', 'running', 'done']).toContain(made.status);
    const run = await finished(made.id);
    expect(run).toMatchObject({ status: 'done', kind: 'backtest', problem: null });
    const result = run.result;
    if (result === null) throw new Error('a finished run has a result');
    expect(result.report.symbols).toEqual([symbol]);
    expect(result.curve.equity.at(-1)).toBeCloseTo(Number(result.report.statistics.finalEquity), 2);
    expect(result.curve.holding).toHaveLength(result.curve.t.length);
    expect(run.summary?.trials).toBe(1);
    const { body } = await ask('GET', 'backtests');
    expect((body['items'] as BacktestRunView[]).map(({ id }) => id)).toEqual([made.id]);
  });

  test('asked for in a chat is the same run, and its card says the same figures', async () => {
    const says = async (said: Record<string, unknown>): Promise<ChatMessage> => {
      const { body } = await ask('POST', 'chat', said);
      return (body['items'] as ChatMessage[]).at(-1)!; // Nod answers
    };
    const asked = await says({ text: `/backtest ${symbol}` });
    const id = asked.buttons.flat()[0]?.verb.split(' ')[1] ?? '';
    // It stands in a chat, as a channel would note it: what becomes of it is owed there.
    const user = env.USER.getByName((await ask('GET', 'me')).body['id'] as string);
    const card = { ...plainCard('asked'), tone: 'question' } as const;
    const chat = { channel: 'telegram', chatId: '42' } as const;
    await user.stands({ ...chat, subject: id, shown: { messageId: '7', hasPicture: false }, card });
    const run = await finished(id);
    const owed = await runInDurableObject(user, (_, { storage }) =>
      storage.sql.exec("SELECT form FROM delivery WHERE chat_id = '42' AND subject = ?", id).toArray(),
    );
    // Whoever is woken once more owes it once more, and it changes nothing.
    expect([...new Set(owed.map(({ form }) => form))]).toEqual(['redraw']);
    expect(run.request).toMatchObject({ strategy: 'ma-cross', symbols: [symbol], sizing: { kind: 'all-in' } });
    const done = await says({ verb: `backtest ${id}` });
    const { statistics } = run.result!.report; // a finished run has a result
    expect(done.title).toContain(percent(statistics.returnFraction, { signed: true }));
    expect(done.title).toContain(`held ${percent(run.result!.holding.returnFraction, { signed: true })}`); // as above
    expect(done.lines.join('\n')).toContain(money(statistics.finalEquity, 'USD', 'en', { style: 'round' }));
    expect(done.picture).toBe(`/api/pictures/backtests/${id}`);
    const png = await exports.default.fetch(`http://localhost${done.picture ?? ''}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const size = new DataView(await png.arrayBuffer());
    expect([size.getUint32(0), size.getUint32(16), size.getUint32(20)]).toEqual([0x89504e47, 1200, 800]);
  });

  test('says of how many tries a grid and a walk-forward are the best', async () => {
    const grid = await finished((await asked({ kind: 'grid', axes: AXES, objective: 'return' })).id);
    const search = grid.result?.search;
    expect(search?.luck.trials).toBe(6);
    expect(search?.trials.map(({ score }) => score ?? -Infinity)).toEqual(
      search?.trials.map(({ score }) => score ?? -Infinity).toSorted((a, b) => b - a),
    );
    expect(grid.result?.report.config).toEqual(search?.trials[0]?.config);
    expect(search?.luck.deflated ?? 0).toBeLessThan(search?.luck.probabilistic ?? 1);

    const walked = await finished(
      (await asked({ kind: 'walk-forward', axes: AXES, objective: 'return', windows: 3, ratio: 2 })).id,
    );
    expect(walked.result?.walk).toMatchObject({ combinations: 6, walk: 'rolling' });
    expect(walked.result?.walk?.windows).toHaveLength(3);
    expect(walked.summary?.trials).toBe(18);
  });

  test('of a bot over its days is begun once, however many tabs ask for it at once', async () => {
    const runs = backtestRepository(env.DB, env.ANALYSIS_QUEUE);
    const { body: me } = await ask('GET', 'me');
    const { request } = await asked({ kind: 'backtest' });
    const begin = (to: string) =>
      runs.create(
        {
          ...{ request: { ...request, from: '2026-01-05', to }, marketId: 'm' as MarketId, accountId: null },
          ...{ userId: String(me['id']), botId: 'b_1', isOnce: true },
        },
        Date.now() as WallMs,
      );
    const begun = await Promise.all([begin('2026-02-06'), begin('2026-02-06'), begin('2026-02-06')]);
    expect(begun.filter((id) => id !== null)).toHaveLength(1);
    expect(await begin('2026-02-09'), 'other days').not.toBeNull();
  });

  test('draws the same paths from the same seed', async () => {
    const body = { kind: 'monte-carlo', resampling: 'blocks', paths: 2_500, seed: 7 };
    const first = await finished((await asked(body)).id);
    const again = await finished((await asked(body)).id);
    expect(first.result?.paths).toMatchObject({ paths: 2_500, seed: 7 });
    expect(first.result?.paths?.returnColumns.counts.reduce((sum, count) => sum + count, 0)).toBe(2_500);
    expect(again.result?.paths).toEqual(first.result?.paths);
  });

  test('is refused before it is taken down when it cannot be done', async () => {
    const refusal = async (body: Record<string, unknown>): Promise<unknown> => {
      const { status, body: answer } = await ask('POST', 'backtests', {
        kind: 'grid',
        symbols: [symbol],
        axes: AXES,
        ...body,
      });
      return { status, code: answer['code'], field: answer['field'] };
    };
    expect(await refusal({ symbols: ['NO-SUCH'] })).toEqual({
      status: 404,
      code: 'unknown-instrument',
      field: 'symbols',
    });
    expect(await refusal({ strategy: 'crystal-ball' })).toMatchObject({ code: 'invalid-request', field: 'strategy' });
    expect(await refusal({ config: { fast: 60, slow: 20 } })).toMatchObject({ field: 'config.fast' });
    const parts = [{ strategy: 'breakout' }, { strategy: 'ma-cross', config: { fast: 1 } }];
    expect(
      await refusal({ strategy: 'weighted-vote', config: { parts } }),
      'a number of a part, by its path',
    ).toMatchObject({ status: 400, field: 'config.parts.1.config.fast' });
    expect(await refusal({ axes: [{ name: 'colour', values: [1] }] })).toMatchObject({ field: 'axes.0.name' });
    expect(await refusal({ sizing: { kind: 'bot' }, mayShort: true })).toMatchObject({ field: 'mayShort' });
    expect(await refusal({ fees: 1 })).toMatchObject({ code: 'unknown-field' });
    const many = Array.from({ length: 50 }, (_, place) => place + 2);
    const axes = [
      { name: 'fast', values: many },
      { name: 'slow', values: many },
    ];
    expect(await refusal({ axes })).toMatchObject({ status: 413, code: 'too-large' });
  });

  test('fails with a code and its numbers when the bars do not suffice', async () => {
    const run = await finished((await asked({ kind: 'walk-forward', axes: AXES, windows: 40 })).id);
    expect(run).toMatchObject({ status: 'failed', problem: { code: 'windows-longer-than-data' }, result: null });
    expect(Number(run.problem?.values['needed'])).toBeGreaterThan(Number(run.problem?.values['bars']));
    const none = await finished((await asked({ kind: 'grid', axes: AXES })).id);
    expect(none.problem, 'a day of bars has no Sharpe ratio').toEqual({
      code: 'nothing-to-choose',
      values: { tries: 6 },
    });
    const long = await finished((await asked({ kind: 'backtest', config: { fast: 90, slow: 250 } })).id);
    expect(long.problem).toEqual({ code: 'windows-longer-than-data', values: { needed: 251, bars: 100 } });
  });
});

describe('a request that is being worked on', TIMEOUT, () => {
  /** One whose wake-ups all went astray: it stands in its table, begun or not. */
  async function standing(id: string): Promise<void> {
    await env.DB.prepare("UPDATE backtests SET status = 'waiting', claimed_until = 0, finished_at = NULL WHERE id = ?1")
      .bind(id)
      .run();
  }

  test('is found by the sweep when nobody works on it, and left alone while somebody does', async () => {
    const { id } = await asked({ kind: 'backtest' });
    await finished(id);
    await standing(id);
    const now = Date.now() as WallMs;
    const work = backtestWork(env.DB);
    expect(await work.unfinished(now)).toEqual([id]);
    const mine = await work.claim(id, now, 60_000);
    expect(mine).not.toBeNull();
    expect(await work.unfinished(now)).toEqual([]);
    expect(await work.claim(id, now, 60_000)).toBeNull();
    expect(await work.claim(id, (now + 60_001) as WallMs, 60_000), 'whoever worked is gone').not.toBeNull();
    if (mine === null) return;
    const late = await work.advance(mine, { done: 1, total: 2, state: { head: {}, columns: [] } }, now);
    expect(late, 'whoever lost the claim writes nothing').toBeNull();
    await sweepBacktests(readEnv(env), now);
  });

  test('stops when it is cancelled, whatever its worker still writes', async () => {
    const { id } = await asked({ kind: 'backtest' });
    await finished(id);
    await standing(id);
    const work = backtestWork(env.DB);
    const mine = await work.claim(id, Date.now() as WallMs, 60_000);
    const cancelled = await ask('POST', `backtests/${id}/cancel`, {});
    expect(cancelled.body['status']).toBe('cancelled');
    if (mine === null) throw new Error('it was free');
    expect(await work.advance(mine, { done: 1, total: 1, state: { head: {}, columns: [] } }, 0 as WallMs)).toBeNull();
    await wakeBacktest(readEnv(env), id);
    expect((await ask('GET', `backtests/${id}`)).body['status']).toBe('cancelled');
  });

  test('is one of few at once', async () => {
    const made = [
      await asked({ kind: 'backtest' }),
      await asked({ kind: 'backtest' }),
      await asked({ kind: 'backtest' }),
    ];
    for (const { id } of made) await finished(id);
    for (const { id } of made) await standing(id);
    await env.DB.prepare('UPDATE backtests SET claimed_until = ?1')
      .bind(Date.now() + 60_000)
      .run();
    const refused = await ask('POST', 'backtests', { kind: 'backtest', symbols: [symbol] });
    expect(refused).toMatchObject({ status: 429, body: { code: 'backtests-waiting' } });
  });
});

describe('who sees it', TIMEOUT, () => {
  test('only who asked: others, and tokens bound to accounts, find nothing', async () => {
    const { id } = await asked({ kind: 'backtest' });
    await finished(id);
    const { body } = await ask('GET', 'accounts');
    const [account] = body['items'] as { id: string }[];
    const bound = await aToken(SCOPES, [account?.id ?? '']);
    expect((await ask('GET', `backtests/${id}`, undefined, bound)).status).toBe(404);
    expect((await ask('GET', 'backtests', undefined, bound)).body['items']).toEqual([]);
    expect((await ask('DELETE', `backtests/${id}`, {}, bound)).status).toBe(404);
    expect((await ask('POST', 'backtests', { kind: 'backtest', symbols: [symbol] }, bound)).status).toBe(403);
    const reader = await aToken(['read']);
    expect((await ask('POST', `backtests/${id}/cancel`, {}, reader)).status).toBe(403);
    await env.DB.prepare(
      `INSERT INTO users (id, name, role, language, created_at) SELECT 'u_else', 'Else', role, language, created_at FROM users LIMIT 1`,
    ).run();
    await env.DB.prepare("UPDATE backtests SET user_id = 'u_else' WHERE id = ?1").bind(id).run();
    expect((await ask('GET', `backtests/${id}`)).status).toBe(404);
    expect((await ask('GET', 'backtests')).body['items']).toEqual([]);
  });

  test('a bot is tested with its own strategy, money, level and list', async () => {
    const sizing = { method: 'equal-weight', positions: 4 };
    const own = { strategy: 'ma-cross', strategyConfig: { fast: 7, slow: 31 }, sizing };
    const made = await ask('POST', 'bots', { investmentAmount: 20_000, riskLevel: 'low', durationWeeks: 8, ...own });
    const bot = made.body as unknown as BotView;
    const parts = [{ strategy: 'breakout' }, { strategy: 'ma-cross', config: { fast: 60, slow: 20 } }];
    const vote = { strategy: 'weighted-vote', strategyConfig: { parts } };
    const refused = await ask('POST', 'bots', { investmentAmount: 9, riskLevel: 'low', durationWeeks: 8, ...vote });
    expect(refused).toMatchObject({ status: 400, body: { field: 'strategyConfig.parts.1.config.fast' } });
    const run = await ask('POST', `bots/${bot.id}/backtest`, { kind: 'backtest' });
    expect(run.status, JSON.stringify(run.body)).toBe(201);
    const { request, botId, accountId, id } = run.body as unknown as BacktestRunView;
    expect({ botId, accountId }).toEqual({ botId: bot.id, accountId: bot.accountId });
    expect(request).toMatchObject({ strategy: 'ma-cross', cash: '20000', sizing: { kind: 'bot', riskLevel: 'low' } });
    expect(request.sizing, 'its own way to a size').toMatchObject({ method: sizing });
    expect(request.config, 'not the usual settings').toMatchObject({ fast: 7, slow: 31 });
    expect(request.symbols.length, 'what is priced in won is left out').toBe(40);
    expect((await finished(id)).status).toBe('done');
    const bound = await aToken(SCOPES, [bot.accountId]);
    expect((await ask('GET', `backtests/${id}`, undefined, bound)).status).toBe(200);
    expect((await ask('POST', 'bots/b_00000000_x/backtest', { kind: 'backtest' })).status).toBe(404);
  });
});
