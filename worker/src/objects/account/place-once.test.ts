import { expect, test } from 'vitest';
import type { CreateOrder } from '#shared/contract/proposal.ts';
import { DAY_MS, MINUTE_MS, type WallMs } from '#shared/lib/time.ts';
import { HRBM, OWNER, SimAccount, unwrap } from '#worker/src/testing/sim-account.ts';
import { tighten } from './modes.ts';

const BUY: CreateOrder = { symbol: 'HRBM', side: 'buy', quantity: '10', limitPrice: '90' };
const key = (name: string, body = 'body') => ({ key: { key: name, bodyHash: body }, isAnsweredAtOnce: true });
const codeOf = (answer: { ok: boolean; error?: { code: string } }) => (answer.ok ? 'ok' : answer.error?.code);

test('an order is answered as stored, and has left in the same turn', async () => {
  const account = await SimAccount.open();
  const order = unwrap(await account.api.createOrder(OWNER, BUY, key('one')));
  expect(order.status, 'nothing is said that no broker has said').toBe('sending');
  expect(account.broker.requests).toHaveLength(1);
  await account.settle();
  expect(unwrap(await account.api.order(OWNER, order.id)).status).toBe('accepted');
});

test('the same request again, at once, later and after a crash, is the same order and the same answer', async () => {
  const account = await SimAccount.open();
  const ask = () => account.api.createOrder(OWNER, BUY, key('one'));
  const answers = await Promise.all([ask(), ask(), ask()]);
  await account.settle();
  answers.push(await ask());
  account.crash();
  answers.push(await ask());
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect([account.intents().length, account.broker.requests.length]).toEqual([1, 1]);
});

test('another request under the key is refused; the key is free again after a day', async () => {
  const account = await SimAccount.open();
  unwrap(await account.api.createOrder(OWNER, BUY, key('one')));
  await account.settle();
  const other = { ...BUY, quantity: '11' };
  expect(codeOf(await account.api.createOrder(OWNER, other, key('one', 'other')))).toBe('idempotency-mismatch');
  account.now = (account.now + DAY_MS) as WallMs;
  expect(codeOf(await account.api.createOrder(OWNER, other, key('one', 'other')))).toBe('ok');
});

test('a key that is free again is taken though old keys were cleared away a moment before', async () => {
  const account = await SimAccount.open();
  unwrap(await account.api.createOrder(OWNER, BUY, key('one')));
  await account.settle();
  const later = (symbol: string, ms: number, name: string) => {
    account.now = (account.now + ms) as WallMs;
    return account.api.createOrder(OWNER, { ...BUY, symbol, quantity: '11', limitPrice: '1' }, key(name));
  };
  expect(codeOf(await later('OTHR', DAY_MS - MINUTE_MS, 'two'))).toBe('ok');
  await account.settle();
  expect(codeOf(await later('HRBM', 2 * MINUTE_MS, 'one'))).toBe('ok');
  expect(account.intents()).toHaveLength(3);
});

test('what was refused stays refused under its key; where nothing could be known it may be tried again', async () => {
  const account = await SimAccount.open();
  const tooMuch = { ...BUY, quantity: '10000' };
  const refused = await account.api.createOrder(OWNER, tooMuch, key('big'));
  expect(codeOf(refused)).toBe('check-denied');
  expect(await account.api.createOrder(OWNER, tooMuch, key('big'))).toEqual(refused);
  account.market.isDown = true;
  const atMarket = { symbol: 'HRBM', side: 'buy', quantity: '10' } as const;
  expect(codeOf(await account.api.createOrder(OWNER, atMarket, key('later')))).toBe('unavailable');
  account.market.isDown = false;
  expect(codeOf(await account.api.createOrder(OWNER, atMarket, key('later')))).toBe('ok');
});

test('a sale under a key sells once', async () => {
  const account = await SimAccount.open();
  unwrap(await account.api.createOrder(OWNER, { ...BUY, limitPrice: '101' }));
  await account.bar({ [HRBM]: { open: 100 } });
  const sell: CreateOrder = { symbol: 'HRBM', side: 'sell', quantity: '4' };
  const sold = unwrap(await account.api.createOrder(OWNER, sell, key('sale')));
  expect(sold.status).toBe('sending');
  await account.settle();
  expect(unwrap(await account.api.createOrder(OWNER, sell, key('sale')))).toEqual(sold);
  await account.bar({ [HRBM]: { open: 100 } });
  expect(account.broker.held(HRBM)).toBe('6');
});

test('a repeat of a sale that waits for its stop to end gets the order it becomes, and sells nothing more', async () => {
  const account = await SimAccount.open({ broker: { protects: true } });
  unwrap(await account.api.createOrder(OWNER, { ...BUY, limitPrice: '101', stopPrice: '95' }));
  await account.bar({ [HRBM]: { open: 100 } });
  const sell: CreateOrder = { symbol: 'HRBM', side: 'sell', quantity: '4' };
  const ask = () => account.api.createOrder(OWNER, sell, key('sale'));
  account.broker.faults.isSlow = true;
  for (const answer of [await ask(), await ask()]) {
    expect(answer, 'it still waits').toMatchObject({ error: { code: 'unavailable', values: { what: 'broker' } } });
  }
  account.crash();
  account.broker.heal();
  await account.pass(60_000);
  const answers = [await ask(), await ask()].map(unwrap);
  account.crash();
  answers.push(unwrap(await ask()));
  expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
  expect(answers[0]).toMatchObject({ side: 'sell', quantity: '4' });
  expect(account.intents().filter(({ purpose }) => purpose === 'manual')).toHaveLength(1);
});

test('while a sale waits, the same request waits with it', async () => {
  const account = await SimAccount.open({ broker: { protects: true } });
  unwrap(await account.api.createOrder(OWNER, { ...BUY, limitPrice: '101', stopPrice: '95' }));
  await account.bar({ [HRBM]: { open: 100 } });
  const sell: CreateOrder = { symbol: 'HRBM', side: 'sell', quantity: '4' };
  const ask = () => account.api.createOrder(OWNER, sell, key('sale'));
  const [first, second] = (await Promise.all([ask(), ask()])).map(unwrap);
  expect(second?.id).toBe(first?.id);
  expect(account.intents().filter(({ purpose }) => purpose === 'manual')).toHaveLength(1);
});

test('what was taken back is not remembered', async () => {
  const account = await SimAccount.open();
  const { ctx } = account;
  expect(() =>
    ctx.transaction(() => {
      tighten(ctx, 'halted', { reason: 'person' }, OWNER);
      throw new Error('taken back');
    }),
  ).toThrow('taken back');
  expect(unwrap(await account.api.view(OWNER)).mode).toBe('active');
  expect(codeOf(await account.api.createOrder(OWNER, BUY, key('one')))).toBe('ok');
});

test('who lost the right to trade does not learn what a key was answered', async () => {
  const account = await SimAccount.open();
  unwrap(await account.api.createOrder(OWNER, BUY, key('one')));
  const reader = { ...OWNER, scopes: ['read'] as const };
  expect(codeOf(await account.api.createOrder(reader, BUY, key('one')))).toBe('scope-missing');
});
