import { abortAllDurableObjects, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test, vi } from 'vitest';
import type { AccountId, MarketId } from '#shared/domain/ids.ts';
import type { LevelHit } from '#shared/domain/market.ts';
import type { MarketMs } from '#shared/lib/time.ts';
import type { MarketRpc } from '../market/market-rpc.ts';
import type { PaperBrokerRpc } from './paper-broker-rpc.ts';

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
  });
  await abortAllDurableObjects();
  expect(await cutOff).toBe('cut off');
  await market().state();
  expect(await watched()).toEqual([{ owner: `paper-broker:${ACCOUNT}` }]);
});
