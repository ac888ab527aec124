import { expect, test } from 'vitest';
import { buySignal, OWNER, SimAccount } from '../../testing/sim-account.ts';

const off = (account: SimAccount) => account.api.update(OWNER, { mayTrade: false });
const on = (account: SimAccount) => account.api.update(OWNER, { mayTrade: true });

test('switched off, an account takes back its questions and asks nothing new', async () => {
  const account = await SimAccount.open();
  const { bot, question } = await account.asking();
  expect(await off(account)).toMatchObject({ ok: true, value: { mayTrade: false } });
  expect(await account.questions()).toEqual([]);
  expect(await account.approve(question)).toMatchObject({ ok: false });
  await account.look(bot.id, buySignal());
  expect(await account.questions()).toEqual([]);
  expect(account.broker.orders()).toEqual([]);
});

test('a person’s own order is held back too, with the reason', async () => {
  const account = await SimAccount.open();
  await off(account);
  const order = { symbol: 'HRBM', side: 'buy', quantity: '1' } as const;
  const checked = await account.api.validate(OWNER, order);
  expect(checked).toMatchObject({ ok: true, value: { allowed: false } });
  expect(JSON.stringify(checked)).toContain('account-may-not-trade');
  await on(account);
  expect(await account.api.validate(OWNER, order)).toMatchObject({ ok: true, value: { allowed: true } });
});

test('what is held can still be sold', async () => {
  const account = await SimAccount.open();
  const { quantity } = await account.holding();
  await off(account);
  const sold = await account.api.closePosition(OWNER, { symbol: 'HRBM' });
  expect(sold, JSON.stringify(sold)).toMatchObject({ ok: true, value: { side: 'sell', quantity } });
});

test('the switch and the name outlive a crash, and each change is one event', async () => {
  const account = await SimAccount.open();
  await account.api.update(OWNER, { name: 'Savings', mayTrade: false });
  await account.api.update(OWNER, { name: 'Savings' });
  account.crash();
  const view = await account.api.view(OWNER);
  expect(view).toMatchObject({ ok: true, value: { name: 'Savings', mayTrade: false } });
  expect(account.events('account.changed')).toHaveLength(1);
});
