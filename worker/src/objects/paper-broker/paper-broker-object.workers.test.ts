import { abortAllDurableObjects, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test, vi } from 'vitest';
import type { AccountId, MarketId, UserId } from '#shared/domain/ids.ts';
import type { LevelHit } from '#shared/domain/market.ts';
import type { MarketMs } from '#shared/lib/time.ts';
import type { MarketRpc } from '../market/market-rpc.ts';
import { aBrokerRequest } from '#shared/testing/a-broker-request.ts';
import type { PaperBrokerRpc } from './paper-broker-rpc.ts';
import { PATIENCE } from '../../testing/patience.ts';

const MARKET = 'demo-900' as MarketId;
const ACCOUNT = 'a_paper001' as AccountId;

const market = (): MarketRpc => env.MARKET.getByName(MARKET);
const paper = (): PaperBrokerRpc & { onLevels(hits: readonly LevelHit[], moment: object): Promise<void> } =>
  env.PAPER_BROKER.getByName(ACCOUNT);

async function watched(): Promise<unknown[]> {
  return runInDurableObject(env.MARKET.getByName(MARKET), (_, { storage }) =>
    storage.sql.exec('SELECT owner FROM level').toArray(),
  );
}

test('a fill stays watched until its account has heard of it, so that a crash before makes the market tell again', async () => {
  await market().boot({ id: MARKET, source: { kind: 'generated', seed: 3 }, speed: 0 });
  const { marketAt, step } = await market().state();
  const [instrument] = await market().instruments();
  await paper().open({ accountId: ACCOUNT, marketId: MARKET });
  const answer = await paper().submit({
    clientOrderId: 'ptest-1-e-1',
    instrumentId: instrument!.id, // there are 61
    symbol: instrument!.symbol,
    currency: instrument!.currency,
    side: 'buy',
    type: 'market',
    quantity: '3',
    notional: null,
    limitPrice: null,
    stopPrice: null,
    trail: null,
    timeInForce: 'gtc',
    extendedHours: false,
    orderClass: 'simple',
    takeProfit: null,
    stopLoss: null,
  });
  expect(answer).toMatchObject({ kind: 'accepted', order: { state: 'accepted' } });
  expect(await watched()).toEqual([{ owner: `paper-broker:${ACCOUNT}` }]);
  const hit = { levelId: 'ptest-1-e-1', instrumentId: instrument!.id, price: 10, moment: 'open' } as const;
  const moment = { step: step + 1, moment: 'open', marketAt: (marketAt + 1) as MarketMs };
  await paper().configure({ newsDelayMs: 60_000 });
  const cutOff = paper()
    .onLevels([hit], moment)
    .catch(() => 'cut off');
  await vi.waitFor(async () => {
    expect((await paper().book()).executions).toHaveLength(1);
  }, PATIENCE);
  await abortAllDurableObjects();
  expect(await cutOff).toBe('cut off');
  await market().state();
  expect(await watched()).toEqual([{ owner: `paper-broker:${ACCOUNT}` }]);
});

test('a change moves its level, and both exits of a bracket are watched from its fill on, until one trades', async () => {
  const id = 'demo-901' as MarketId;
  const accountId = 'a_paper002' as AccountId;
  const broker: ReturnType<typeof paper> = env.PAPER_BROKER.getByName(accountId);
  const levels = () =>
    runInDurableObject(env.MARKET.getByName(id), (_, { storage }) =>
      storage.sql
        .exec<{ body: string }>('SELECT * FROM level')
        .toArray()
        .map((row) => JSON.stringify(row)),
    );
  await env.MARKET.getByName(id).boot({ id, source: { kind: 'generated', seed: 4 }, speed: 0 });
  const { marketAt, step } = await (env.MARKET.getByName(id) as MarketRpc).state();
  const [instrument] = await (env.MARKET.getByName(id) as MarketRpc).instruments();
  await env.ACCOUNT.getByName(accountId).open({
    id: accountId,
    name: 'Paper',
    ownerId: 'u_paper' as UserId,
    marketId: id,
    world: 'demo',
    baseCurrency: 'USD',
    deposit: '100000',
    writer: 'test',
  });
  await broker.open({ accountId, marketId: id });
  const terms = { instrumentId: instrument!.id, symbol: instrument!.symbol, currency: instrument!.currency };
  const first = aBrokerRequest({ ...terms, clientOrderId: 'c-1', type: 'limit', limitPrice: '4.25' });
  const placed = await broker.submit(first);
  if (placed.kind !== 'accepted') throw new Error(JSON.stringify(placed));
  expect((await levels()).join()).toContain('4.25');
  const change = { quantity: null, limitPrice: '4.75', stopPrice: null, trail: null };
  expect(await broker.replace({ ...change, replaces: placed.order, clientOrderId: 'c-2' })).toMatchObject({
    kind: 'accepted',
    order: { clientOrderId: 'c-2', replaces: placed.order.brokerOrderId },
  });
  expect(await broker.orderByClientId('c-1')).toMatchObject({ order: { state: 'replaced' } });
  expect((await levels()).join()).not.toContain('4.25');
  await broker.cancel({ clientOrderId: 'c-2', brokerOrderId: null });

  const exits = { takeProfit: { limitPrice: '9000.5' }, stopLoss: { stopPrice: '3.5', limitPrice: null } };
  await broker.submit(aBrokerRequest({ ...terms, clientOrderId: 'c-3', orderClass: 'bracket', ...exits }));
  expect((await levels()).join()).not.toContain('9000.5');
  const told = { step: step + 1, marketAt: (marketAt + 1) as MarketMs };
  const hit = { instrumentId: instrument!.id, moment: 'open' } as const;
  await broker.onLevels([{ ...hit, levelId: 'c-3', price: 10 }], { ...told, moment: 'open' });
  const watchedNow = (await levels()).join();
  expect([watchedNow.includes('9000.5'), watchedNow.includes('3.5')]).toEqual([true, true]);
  const { orders } = await broker.book();
  const stop = orders.find(({ type }) => type === 'stop')!;
  await broker.onLevels([{ ...hit, levelId: stop.clientOrderId, price: 3.5, moment: 'range' }], {
    ...told,
    moment: 'range',
  });
  const after = await broker.book();
  expect(after.orders.map(({ state }) => state)).toEqual(['replaced', 'cancelled', 'filled', 'cancelled', 'filled']);
  expect([after.positions, await levels()]).toEqual([[], []]);
});
