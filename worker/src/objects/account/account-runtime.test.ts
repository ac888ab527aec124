import { describe, expect, it } from 'vitest';
import type { WallMs } from '#shared/lib/time.ts';
import { HRBM, OWNER, SimAccount, unwrap } from '#worker/src/testing/sim-account.ts';

const RESTING = { symbol: 'HRBM', side: 'buy', quantity: '1', limitPrice: '50' } as const;

/** When the alarm rings, as each order reaches the broker. */
function alarmsOf(account: SimAccount): (number | null)[] {
  const alarms: (number | null)[] = [];
  account.broker.during.received = async () => {
    await Promise.resolve();
    alarms.push(account.alarmAt);
  };
  return alarms;
}

describe('an account', () => {
  it('opens once', async () => {
    const account = await SimAccount.open();
    await account.runtime.open(account.ctx.spec, { marketAt: account.market.marketAt, deposit: '5' });
    expect(unwrap(await account.api.view(OWNER)).cash).toEqual({ USD: '100000' });
    expect(account.events('account.opened')).toHaveLength(1);
  });

  it('sleeps when it has nothing to do', async () => {
    const account = await SimAccount.open();
    await account.pass(60_000);
    expect(account.alarmAt).toBeNull();
  });

  it('tells the market of a new stop although the market failed right then', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    unwrap(await account.approve(question));
    const { clientOrderId, quantity } = account.broker.orders()[0]!;
    account.market.isDown = true;
    account.broker.fillPart(clientOrderId, quantity, '100');
    await account.runtime.onBrokerNews();
    expect(account.events('position.protected'), 'nobody claims what nobody confirmed').toHaveLength(0);
    await account.pass(20_000);
    account.market.isDown = false;
    await account.pass(20_000);
    expect(account.market.told).toHaveLength(2);
    expect(account.events('position.protected')).toHaveLength(1);
  });

  it('tells the market of a new stop although the process died right after the fill', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    unwrap(await account.approve(question));
    const { clientOrderId, quantity } = account.broker.orders()[0]!;
    account.broker.fillPart(clientOrderId, quantity, '100');
    account.market.isDown = true;
    await account.runtime.onBrokerNews();
    account.market.isDown = false;
    account.crash();
    await account.pass(20_000);
    expect(account.market.told).toHaveLength(2);
  });

  it('renews its levels before their lease is over', async () => {
    const account = await SimAccount.open();
    await account.holding();
    const before = account.market.toldTimes;
    await account.pass(20 * 60_000);
    expect(account.market.toldTimes - before).toBeGreaterThanOrEqual(9);
  });

  it('has its alarm set in the commit that makes an order, before it leaves', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    const alarms = alarmsOf(account);
    unwrap(await account.approve(question));
    expect(alarms[0]).toBeGreaterThanOrEqual(account.now);
    expect(alarms[0]).toBeLessThanOrEqual(account.now + 30_000);
  });

  it('leaves its alarm alone for an order beside one that works: it would be a commit of its own before the order’s', async () => {
    const account = await SimAccount.open();
    const { quantity } = await account.holding();
    unwrap(await account.api.createOrder(OWNER, { ...RESTING, symbol: 'OTHR' }));
    const before = account.alarmAt;
    account.now = (account.now + 5_000) as WallMs;
    const alarms = alarmsOf(account);
    unwrap(await account.api.createOrder(OWNER, RESTING));
    expect(alarms).toEqual([before]);
    unwrap(await account.api.createOrder(OWNER, { symbol: 'HRBM', side: 'sell', quantity, limitPrice: '200' }));
    expect(alarms[1]).toBe(before);
  });

  it('sets an alarm that was lost before the next order leaves', async () => {
    const account = await SimAccount.open();
    unwrap(await account.api.createOrder(OWNER, RESTING));
    account.crash();
    account.alarmAt = null;
    const alarms = alarmsOf(account);
    unwrap(await account.api.createOrder(OWNER, { ...RESTING, quantity: '2' }));
    expect(alarms[0]).toBeGreaterThan(0);
  });

  it('leaves its alarm where it is while what comes is due a little later, and is woken for that', async () => {
    const account = await SimAccount.open();
    unwrap(await account.api.createOrder(OWNER, RESTING));
    const before = account.alarmAt ?? 0;
    account.now = (account.now + 10_000) as WallMs;
    await account.runtime.onBrokerNews();
    expect(account.alarmAt, 'the next look at the book is 10 s later').toBe(before);
    account.now = before as WallMs;
    account.alarmAt = null;
    await account.runtime.onAlarm();
    expect(account.alarmAt).toBe(before + 10_000);
  });

  it('writes the time of real prices once a minute, however often it hears of it', async () => {
    const account = await SimAccount.open();
    account.sql.run("UPDATE meta SET value = json_set(value, '$.world', 'paper') WHERE key = 'spec'");
    account.crash();
    const start = account.ctx.marketNow();
    const hearAt = (ms: number): number => {
      const count = (): number => account.sql.first<{ n: number }>('SELECT total_changes() AS n')?.n ?? 0;
      const before = count();
      account.runtime.hear((start + ms) as never);
      expect(account.ctx.marketNow()).toBe(start + ms);
      return count() - before;
    };
    expect([1_000, 30_000, 60_000, 61_000].map(hearAt)).toEqual([0, 0, 1, 0]);
    account.crash();
    expect(account.ctx.marketNow()).toBe(start + 60_000);
  });

  it('keeps the market’s time through a crash', async () => {
    const account = await SimAccount.open();
    await account.bar({ [HRBM]: { open: 100 } });
    const before = account.ctx.marketNow();
    account.market.isDown = true;
    account.crash();
    expect(account.ctx.marketNow()).toBe(before);
  });

  it('takes money by hand only in amounts there are', async () => {
    const account = await SimAccount.open();
    const book = (input: Parameters<typeof account.api.createTransaction>[1]) =>
      account.api.createTransaction(OWNER, input);
    expect(await book({ type: 'deposit', amount: '0.001' })).toMatchObject({ error: { code: 'invalid-request' } });
    expect(await book({ type: 'withdrawal', amount: '100000.01' })).toMatchObject({
      error: { code: 'insufficient-cash' },
    });
    expect(await book({ type: 'split', symbol: 'HRBM', ratio: '2' })).toMatchObject({
      error: { code: 'quantity-exceeds-position' },
    });
    unwrap(await book({ type: 'conversion', amount: '1000', currency: 'USD', toCurrency: 'KRW' }));
    expect(unwrap(await account.api.view(OWNER))).toMatchObject({
      cash: { USD: '99000', KRW: '1400000' },
      equity: '100000',
    });
  });

  it('offers a new bot only what no other bot owns', async () => {
    const account = await SimAccount.open();
    await account.holding({ investmentAmount: '20000' });
    expect(unwrap(await account.api.view(OWNER)).unassigned).toBe('80000');
    await account.bot({ investmentAmount: '90000' });
    expect(unwrap(await account.api.view(OWNER)).unassigned).toBe('0');
  });

  it('splits by hand what it holds, at the counterparty too', async () => {
    const account = await SimAccount.open();
    const { quantity } = await account.holding();
    const made = unwrap(await account.api.createTransaction(OWNER, { type: 'split', symbol: 'HRBM', ratio: '3' }));
    expect(made).toMatchObject({ type: 'split', quantity: String(3 * Number(quantity)), entries: [] });
    expect(account.broker.held(HRBM)).toBe(String(3 * Number(quantity)));
  });

  it('books no money by hand where a broker keeps the book', async () => {
    const account = await SimAccount.open({ connectionId: 'c_one' });
    const before = unwrap(await account.api.view(OWNER));
    for (const type of ['deposit', 'withdrawal', 'fee'] as const) {
      const answer = await account.api.createTransaction(OWNER, { type, amount: '50' });
      expect(answer, type).toMatchObject({ error: { code: 'booked-by-broker', values: { type } } });
    }
    expect(unwrap(await account.api.view(OWNER)).cash).toEqual(before.cash);
  });

  it('splits by hand at a broker only what its book shows split already', async () => {
    const account = await SimAccount.open({ connectionId: 'c_one' });
    const { quantity } = await account.holding();
    const held = async () => unwrap(await account.api.positions(OWNER)).map((one) => one.quantity);
    const split = (ratio: string) => account.api.createTransaction(OWNER, { type: 'split', symbol: 'HRBM', ratio });
    expect(await split('3')).toMatchObject({ error: { code: 'booked-by-broker', values: { type: 'split' } } });
    expect(await held(), 'nor does the stop move').toEqual([quantity]);
    await account.broker.split({ id: 'theirs', instrumentId: HRBM, ratio: 3 });
    await account.runtime.onBrokerNews();
    await account.pass(120_000);
    expect(await split('10')).toMatchObject({ error: { code: 'booked-by-broker' } });
    unwrap(await split('3'));
    expect(await held()).toEqual([String(3 * Number(quantity))]);
    expect(account.broker.held(HRBM)).toBe(String(3 * Number(quantity)));
  });
});
