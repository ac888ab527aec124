import { expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '#shared/risk/limits.ts';
import { buySignal, HRBM, OTHR, OWNER, SimAccount, unwrap } from '#worker/src/testing/sim-account.ts';
import { firstTradesLeft, limitsOf, writeMeta } from './meta.ts';

/** An account whose first two trades are a quarter of the usual size. */
async function beginner(): Promise<SimAccount> {
  const account = await SimAccount.open();
  const firstTrades = { count: 2, sizeFraction: 0.25 };
  writeMeta(account.ctx.sql, 'limits', { ...DEFAULT_LIMITS, firstTrades, investedMax: '6000' });
  return account;
}

it('asks before its first trades whatever the bot may do alone, and at a quarter of the size', async () => {
  const usual = (await (await SimAccount.open()).asking({ autonomy: 'ask' })).question;
  const account = await beginner();
  const { question } = await account.asking({ autonomy: 'auto' });
  expect(question.askBecause).toEqual({ code: 'first-live-trades', values: { left: 2 } });
  expect(Number(question.quantity)).toBe(Math.floor(Number(usual.quantity) / 4));
  expect(account.intents()).toHaveLength(0);
});

it('is through them when as many entries were bought, not when they were asked or sent', async () => {
  const account = await beginner();
  const { question } = await account.asking({ autonomy: 'auto' });
  unwrap(await account.approve(question));
  expect(firstTradesLeft(account.ctx.sql)).toBe(2);
  await account.bar({ [HRBM]: { open: 100 } });
  expect(firstTradesLeft(account.ctx.sql)).toBe(1);
  unwrap(await account.api.createOrder(OWNER, { symbol: 'OTHR', side: 'buy', quantity: '1', stopPrice: '90' }));
  await account.bar({ [OTHR]: { open: 100 } });
  expect(firstTradesLeft(account.ctx.sql)).toBe(0);
  expect(limitsOf(account.ctx.sql)).toMatchObject({ firstTrades: null, investedMax: '6000' });
});

it('binds a person’s own orders too, by size and by what may be invested', async () => {
  const account = await beginner();
  const ask = async (quantity: string) =>
    unwrap(await account.api.validate(OWNER, { symbol: 'HRBM', side: 'buy', quantity, stopPrice: '95' })).checks.filter(
      ({ verdict }) => verdict !== 'pass',
    );
  // 10 % of 100,000, a quarter of it.
  expect(await ask('24')).toEqual([]);
  expect(await ask('26')).toMatchObject([{ reason: { code: 'first-trades-size' } }]);
  expect((await ask('70')).map(({ reason }) => reason?.code)).toEqual(['first-trades-size', 'invested-too-much']);
});

it('a halt, a sale and a stop are not held up by them', async () => {
  const account = await beginner();
  await account.holding({ autonomy: 'auto' }, buySignal());
  unwrap(await account.api.panic(OWNER));
  await account.bar({ [HRBM]: { open: 100 } });
  expect(account.broker.held(HRBM)).toBe('0');
});
