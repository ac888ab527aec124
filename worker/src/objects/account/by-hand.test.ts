import { describe, expect, it } from 'vitest';
import { anInstrument } from '#shared/testing/an-instrument.ts';
import { HRBM, OWNER, SimAccount, unwrap } from '#worker/src/testing/sim-account.ts';

it.each([
  ['while the exchange is closed it waits for the open', '2026-01-05T12:00:00Z', 'waiting-for-open', 0],
  ['while it is open it leaves at once', '2026-01-05T15:00:00Z', 'accepted', 1],
])('a person’s own order on real prices: %s', async (_, at, status, sent) => {
  const instruments = [anInstrument({ id: HRBM, symbol: 'HRBM', exchange: 'us' })];
  const account = await SimAccount.open({ world: 'paper', timeframe: '1d', instruments });
  account.market.marketAt = Date.parse(at) as never;
  account.now = Date.parse(at) as never;
  const order = unwrap(
    await account.api.createOrder(OWNER, { symbol: 'HRBM', side: 'buy', quantity: '10', limitPrice: '90' }),
  );
  expect([order.status, account.broker.requests.length]).toEqual([status, sent]);
});

describe('what a person asks of something held', () => {
  it('does not touch the order that protects it: neither ended, nor made smaller, nor moved past the position', async () => {
    const account = await SimAccount.open({ broker: { protects: true } });
    await account.holding();
    const [, protection] = account.intents();
    const before = account.broker.orders().length;
    const asked = [
      await account.api.cancelOrder(OWNER, protection!.id),
      await account.api.replaceOrder(OWNER, protection!.id, { quantity: '1' }),
      await account.api.replaceOrder(OWNER, protection!.id, { stopPrice: '1' }),
    ];
    for (const answer of asked)
      expect(answer).toMatchObject({ ok: false, error: { values: { reason: 'protection' } } });
    expect(account.intents().map(({ purpose, state }) => `${purpose} ${state}`)).toEqual([
      'entry filled',
      'protection accepted',
    ]);
    expect(account.broker.orders()).toHaveLength(before);
  });

  it('sells no part of a share where whole ones are traded, and all of what a split left', async () => {
    const account = await SimAccount.open();
    const { quantity } = await account.holding();
    const sell = (part: string) => account.api.createOrder(OWNER, { symbol: 'HRBM', side: 'sell', quantity: part });
    for (const part of ['0.5', '1.5', '0.0000000001'])
      expect(await sell(part)).toMatchObject({ ok: false, error: { values: { reason: 'not-a-lot-multiple' } } });
    expect(account.broker.held(HRBM)).toBe(quantity);
    account.sql.run("UPDATE position SET quantity = '12.5' WHERE quantity = ?", quantity);
    expect(await sell('12.5')).toMatchObject({ ok: true });
  });

  it('sets no stop that would more likely sell at once than not, where nobody knows the price', async () => {
    const account = await SimAccount.open();
    const { bot } = await account.holding();
    account.market.prices.delete(HRBM);
    const move = (to: { stopPrice: string; targetPrice?: string }) =>
      account.api.moveStop(OWNER, { symbol: 'HRBM', holder: bot.id, ...to });
    expect(await move({ stopPrice: '12460' })).toMatchObject({ ok: false, error: { field: 'stopPrice' } });
    expect(await move({ stopPrice: '90', targetPrice: '0.5' })).toMatchObject({
      ok: false,
      error: { field: 'targetPrice' },
    });
    expect(await move({ stopPrice: '97' })).toMatchObject({ ok: true });
  });
});

describe('a purchase at the market costs at most what its card said', () => {
  const order = { symbol: 'HRBM', side: 'buy', quantity: '10' } as const;
  const priced = async (price: number): Promise<SimAccount> => {
    const account = await SimAccount.open();
    account.market.phase = 'range';
    account.market.prices.set(HRBM, price);
    return account;
  };

  it('above it nothing is sent, and it says both prices', async () => {
    const account = await priced(100.31);
    expect(await account.api.createOrder(OWNER, { ...order, atMost: '100.30' })).toMatchObject({
      error: { code: 'price-moved', values: { limit: '100.3', now: '100.31', currency: 'USD' } },
    });
    expect(account.broker.requests).toEqual([]);
    expect(account.intents()).toEqual([]);
  });

  it('within it the most is what was shown, whatever the price inside it', async () => {
    const account = await priced(100.3);
    unwrap(await account.api.createOrder(OWNER, { ...order, atMost: '100.30' }));
    expect(account.broker.requests[0]).toMatchObject({ limitPrice: '100.3' });
  });

  it('where the price fell far below it, it is no further away than any order', async () => {
    const account = await priced(90);
    unwrap(await account.api.createOrder(OWNER, { ...order, atMost: '100.30' }));
    expect(Number(account.broker.requests[0]?.limitPrice)).toBeLessThan(90.5);
  });

  it('a limit of its own stands as it is typed, and without either it is the price of the moment', async () => {
    const account = await priced(100);
    unwrap(await account.api.createOrder(OWNER, { ...order, limitPrice: '100.50', atMost: '90' }));
    expect(account.broker.requests[0]).toMatchObject({ limitPrice: '100.5' });
    unwrap(await account.api.createOrder(OWNER, { ...order, quantity: '11' }));
    expect(account.broker.requests[1]).toMatchObject({ limitPrice: '100.3' });
  });
});
