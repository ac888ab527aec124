import { abortAllDurableObjects, evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, test, vi } from 'vitest';
import { unpackColumns } from '#shared/domain/bar.ts';
import { visibleUntil } from '#shared/domain/bar-times.ts';
import type { AccountId, MarketId } from '#shared/domain/ids.ts';
import type { MarketState } from '#shared/domain/market.ts';
import type { MarketMs } from '#shared/lib/time.ts';
import { createGeneratedMarket } from '#shared/simulator/generated-market/generated-market.ts';
import { PATIENCE } from '../../testing/patience.ts';
import { importBars } from '../bars/import-bars.ts';
import type { MarketRpc } from './market-rpc.ts';

let count = 0;
const DAY = 86_400_000;

function marketOf(id: string): MarketRpc {
  return env.MARKET.getByName(id);
}

async function generated(
  change: { speed?: number; noWait?: boolean } = {},
): Promise<{ id: MarketId; market: MarketRpc; state: MarketState }> {
  const id = `demo-${++count}` as MarketId;
  const market = marketOf(id);
  const state = await market.boot({ id, source: { kind: 'generated', seed: 7 }, ...change });
  return { id, market, state };
}

/** A file of `days` daily bars of two stocks, B without a bar on every fifth day. */
async function replay(
  days: number,
  change: { speed?: number } = {},
): Promise<{ id: MarketId; market: MarketRpc; state: MarketState }> {
  count += 1;
  const rows = ['date,symbol,open,high,low,close,volume'];
  for (let day = 0; day < days; day++) {
    const date = new Date(Date.UTC(2020, 0, 1) + day * DAY).toISOString().slice(0, 10);
    rows.push(`${date},A,${100 + day},${103 + day},${98 + day},${101 + day},${1000 + count}`);
    if (day % 5 !== 4) rows.push(`${date},B,50,51,49,50,10`);
  }
  const done = await importBars(env, {
    name: 'f.csv',
    source: new Response(rows.join('\n')).body as ReadableStream<Uint8Array>,
    exchange: 'us',
  });
  if (!done.ok) throw new Error(done.error.code);
  const id = done.value.marketId;
  const market = marketOf(id);
  return { id, market, state: await market.boot({ id, source: { kind: 'replay', timeframe: '1d' }, ...change }) };
}

async function until(market: MarketRpc, reached: (state: MarketState) => boolean): Promise<MarketState> {
  return vi.waitFor(
    async () => {
      const state = await market.state();
      expect(reached(state), JSON.stringify(state)).toBe(true);
      return state;
    },
    { timeout: 30_000, interval: 20 },
  );
}

/** A follower without bots is never called by jobs that look; one without anything is called by none of the levels. */
const NOBODY = 'a_nobody' as AccountId;

describe('a generated market', () => {
  test('stands at its hundredth bar until a bot is active, everything before it stored', async () => {
    const { id, market, state } = await generated();
    expect(state).toMatchObject({
      world: 'demo',
      step: 100,
      steps: null,
      phase: 'standing',
      baseTimeframe: '15m',
      speed: 0.8,
    });
    const instruments = await market.instruments();
    expect(instruments).toHaveLength(61);
    const bars = env.BARS.getByName(`${id}:15m`);
    expect(await bars.stats()).toMatchObject({ bars: 6_100, instruments: 61 });
    const quotes = await market.quotes(instruments.map((instrument) => instrument.id));
    const until = visibleUntil('demo-us', '15m', state.marketAt);
    const last = unpackColumns(await bars.read({ instrumentId: instruments[3]!.id, until, limit: 1 })); // there are 61
    expect(quotes[3]).toEqual({
      instrumentId: instruments[3]!.id,
      price: last.c[0],
      at: state.marketAt,
      source: 'generated',
    });
  });

  test('booted again is the same market', async () => {
    const { id, market, state } = await generated();
    expect(await market.boot({ id, source: { kind: 'generated', seed: 999 } })).toEqual(state);
    expect(await market.boot({ id, source: { kind: 'generated', seed: 7 }, speed: 5, noWait: true })).toMatchObject({
      speed: 5,
      noWait: true,
    });
  });

  test('killed anywhere, shows the bars its seed makes, none lost or doubled', async () => {
    const { id, market } = await generated({ speed: 100 });
    await runInDurableObject(env.MARKET.getByName(id), (_, state) => {
      // Past the waiting place without a bot, so that no account is needed.
      state.storage.sql.exec(`UPDATE meta SET value = json_set(value, '$.standAt', 0) WHERE key = 'config'`);
    });
    await evictDurableObject(env.MARKET.getByName(id));
    await marketOf(id).wake();
    for (let kill = 1; kill <= 3; kill++) {
      await until(marketOf(id), ({ step }) => step >= 100 + kill * 4);
      await abortAllDurableObjects();
    }
    const { step } = await marketOf(id).control({ paused: true });
    const source = createGeneratedMarket(7, id);
    let state = source.initialState();
    const closes: number[] = [];
    for (let number = 0; number < step; number++) {
      const next = source.nextStep(state);
      closes.push(next.bars.c[10] as number);
      state = next.state;
    }
    const read = await env.BARS.getByName(`${id}:15m`).read({
      instrumentId: source.instruments[10]!.id, // there are 61
      until: 8e15 as MarketMs,
      limit: 5_000,
    });
    expect([...unpackColumns(read).c].slice(0, step)).toEqual(closes);
    expect(market).toBeDefined();
  });
});

describe('a replay', () => {
  test('moves through its distinct days and ends with them', async () => {
    const { id, market, state } = await replay(130, { speed: 500 });
    expect(state).toMatchObject({ world: 'replay', step: 100, steps: 130, phase: 'standing', baseTimeframe: '1d' });
    expect(state.zone, 'its days have the date of its exchange').toBe('America/New_York');
    expect(state.marketAt).toBe(Date.parse('2020-04-09T20:00:00Z'));
    await runInDurableObject(env.MARKET.getByName(id), (_, storage) => {
      storage.storage.sql.exec(`UPDATE meta SET value = json_set(value, '$.standAt', 0) WHERE key = 'config'`);
    });
    await evictDurableObject(env.MARKET.getByName(id));
    await market.wake();
    const end = await until(marketOf(id), ({ phase }) => phase === 'ended');
    expect(end.step).toBe(130);
    const [a, b] = await marketOf(id).instruments();
    const quotes = await marketOf(id).quotes([a!.id, b!.id]); // there are two
    // B has no bar on the last day: its quote is as old as its last bar.
    expect(quotes.map(({ price, at }) => [price, new Date(at).toISOString()])).toEqual([
      [230, '2020-05-09T20:00:00.000Z'],
      [50, '2020-05-08T20:00:00.000Z'],
    ]);
  });

  test("a person's run of a job is done on the last close and written down", async () => {
    const { id, market } = await replay(120);
    expect(await market.runJob('screening')).toBe(true);
    expect(await market.runJob('no-such-job')).toBe(false);
    const { results } = await env.DB.prepare('SELECT job, result FROM job_runs WHERE market_id = ?').bind(id).all();
    expect(results).toEqual([{ job: 'screening', result: 'ok' }]);
  });

  test('killed inside a bar, gives an order the open of that bar while it lasts and nothing in its range', async () => {
    const { id, market } = await replay(120);
    const [a] = await market.instruments();
    const afterKillIn = async (moment: string) => {
      await runInDurableObject(env.MARKET.getByName(id), (_, { storage }) => {
        storage.sql.exec(`UPDATE meta SET value = json_set(value, '$.moment', ?) WHERE key = 'clock'`, moment);
      });
      await abortAllDurableObjects();
      return marketOf(id).tradable(a!.id); // there are two
    };
    expect(await market.tradable(a!.id)).toBeNull();
    // The hundredth bar closed at 200; the next one opens there as well, and a day later.
    expect(await afterKillIn('open')).toEqual({ price: 200, at: Date.parse('2020-04-10T13:30:00Z') });
    expect(await afterKillIn('range')).toBeNull();
  });

  test('told to wait for nobody, does not wait for the question it holds for', async () => {
    const { market } = await replay(120, { speed: 50 });
    await market.follow(NOBODY, { activeBots: 1, openQuestions: 1 });
    const { holdUntil } = await until(market, ({ phase }) => phase === 'held');
    expect(holdUntil).toBeGreaterThan(Date.now() + 20_000);
    // Without a bot it stands at its hundredth bar, so that no account is called.
    await market.follow(NOBODY, { activeBots: 0, openQuestions: 1 });
    await market.control({ noWait: true });
    const goesOn = async () => expect((await market.state()).phase).toBe('standing');
    await vi.waitFor(goesOn, PATIENCE);
  });

  test('keeps the levels of everybody who came at once, each as it was set last', async () => {
    const { id, market } = await generated();
    const [first] = await market.instruments();
    const level = (name: string) => [
      { id: name, instrumentId: first!.id, kind: 'at-or-below' as const, price: 1, rank: 0 as const }, // there are many
    ];
    const owners = ['a_one', 'a_two', 'a_three'].map((name) => ({
      kind: 'paper-broker' as const,
      accountId: name as AccountId,
    }));
    await Promise.all([
      ...owners.map((owner) => market.setLevels(owner, level('before'))),
      ...owners.slice(1).map((owner) => market.setLevels(owner, level('after'))),
      market.setLevels(owners[2]!, []), // there are three
    ]);
    await abortAllDurableObjects();
    const rows = await runInDurableObject(env.MARKET.getByName(id), (_, { storage }) =>
      storage.sql.exec<{ body: string }>('SELECT body FROM level ORDER BY owner').toArray(),
    );
    const kept = rows.map(({ body }) => JSON.parse(body) as { owner: { accountId: string }; levels: { id: string }[] });
    expect(kept.map(({ owner, levels }) => [owner.accountId, levels.map((one) => one.id)])).toEqual([
      ['a_one', ['before']],
      ['a_two', ['after']],
    ]);
  });

  test('keeps levels over a kill', async () => {
    const { id, market, state } = await replay(120);
    expect(state.phase).toBe('standing');
    const [a] = await market.instruments();
    const owner = { kind: 'account', accountId: NOBODY } as const;
    await market.setLevels(owner, [{ id: 'stop', instrumentId: a!.id, kind: 'at-or-below', price: 1, rank: 0 }]); // there are two
    await abortAllDurableObjects();
    await marketOf(id).state();
    const rows = await runInDurableObject(env.MARKET.getByName(id), (_, { storage }) =>
      storage.sql.exec('SELECT owner FROM level').toArray(),
    );
    expect(rows).toEqual([{ owner: 'account:a_nobody' }]);
  });
});

describe('past prices, for limits', () => {
  test('of an invented market are its bars, of a replay its days, and never a bar that has not closed', async () => {
    const { market: demo } = await generated();
    const [first, second] = await demo.instruments();
    const ids = [first, second].flatMap((instrument) => instrument?.id ?? []);
    const past = await demo.past([...ids, 'i_nobody' as never]);
    expect(past.map(({ instrumentId }) => instrumentId)).toEqual(ids);
    const [quote] = await demo.quotes(ids.slice(0, 1));
    const { t, close, tradedValue } = past[0]?.prices ?? { t: [], close: [], tradedValue: [] };
    expect([t.length, close.length, tradedValue.length]).toEqual([61, 61, 61]);
    expect(close[60]).toBe(quote?.price);
    expect([...Array.from(t)].sort((a, b) => a - b)).toEqual(Array.from(t));

    const { market, state } = await replay(130);
    const [stock] = await market.instruments();
    const [days] = await market.past([stock?.id ?? ('' as never)]);
    expect(Number(days?.prices.t[60])).toBeLessThan(state.marketAt);
    expect(days?.prices.close[60]).toBe(101 + state.step - 1);
  });
});
