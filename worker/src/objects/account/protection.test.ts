import { describe, expect, it } from 'vitest';
import { HRBM, OWNER, SimAccount, sellSignal, unwrap } from '#worker/src/testing/sim-account.ts';

const open = (slow = false) =>
  SimAccount.open({ broker: { protects: true } }).then((account) => {
    account.broker.faults.isSlow = slow;
    return account;
  });

const purposes = (account: SimAccount) => account.intents().map(({ purpose, state }) => `${purpose} ${state}`);
const holder = async (account: SimAccount) => unwrap(await account.api.positions(OWNER))[0]?.holders[0];
/** What works at the broker, as far as it does not hang on another. */
const atBroker = (account: SimAccount) =>
  account.broker
    .orders()
    .filter(({ state, parentId }) => (state === 'accepted' || state === 'partially-filled') && parentId === null);

async function manual(account: SimAccount, targetPrice?: string): Promise<void> {
  const order = { symbol: 'HRBM', side: 'buy', quantity: '10', limitPrice: '101', stopPrice: '95' } as const;
  unwrap(await account.api.createOrder(OWNER, { ...order, ...(targetPrice !== undefined && { targetPrice }) }));
  await account.bar({ [HRBM]: { open: 100 } });
}

describe('protection that the broker holds', () => {
  it('is placed after the fill for exactly what is held, and the position says who holds it', async () => {
    const account = await open();
    const { quantity } = await account.holding();
    expect(purposes(account)).toEqual(['entry filled', 'protection accepted']);
    expect(atBroker(account)).toMatchObject([{ quantity, side: 'sell', timeInForce: 'gtc' }]);
    expect(await holder(account)).toMatchObject({ protection: { heldBy: 'broker', stopPrice: '95' } });
    expect(account.events('order.filled')[0]?.body['plan'], 'the fill is told before').toMatchObject({
      heldBy: 'nod',
      goesToBroker: true,
    });
    expect(unwrap(await account.api.view(OWNER)).workingOrders, 'a stop stands with its position').toBe(0);
    expect(
      account.market.told.filter(({ id }) => !id.startsWith('open')),
      'nobody watches twice',
    ).toEqual([]);
    const [entry] = account.intents();
    const { receipt } = unwrap(await account.api.order(OWNER, entry!.id));
    expect(receipt.map(({ type }) => type)).toEqual(
      expect.arrayContaining([
        'proposal.decided',
        'order.sent',
        'order.accepted',
        'order.filled',
        'position.protected',
      ]),
    );
  });

  it('sells at the stop while Nod is off, and its fill is the holder’s', async () => {
    const account = await open();
    const { bot } = await account.holding();
    account.market.brokerLevels(account.broker.levels());
    await account.market.bar(
      { [HRBM]: { open: 99, low: 94 } },
      {
        onBrokerLevels: (hits) => {
          account.broker.onLevels(hits);
          return Promise.resolve();
        },
        onLevels: () => Promise.resolve(),
      },
    );
    expect(account.broker.held(HRBM)).toBe('0');
    account.crash();
    await account.runtime.wake();
    expect(purposes(account)).toEqual(['entry filled', 'protection filled']);
    expect(account.sql.all("SELECT holder FROM position WHERE quantity <> '0'")).toEqual([]);
    expect(account.events('position.closed')[0]?.body).toMatchObject({ order: { holder: bot.id } });
    expect(account.events('position.mismatch')).toEqual([]);
  });

  it('of a lone stop moves by a change of the order', async () => {
    const account = await open();
    await manual(account);
    unwrap(await account.api.moveStop(OWNER, { symbol: 'HRBM', holder: 'manual', stopPrice: '97' }));
    expect(purposes(account)).toEqual(['entry filled', 'protection replaced', 'protection accepted']);
    expect(atBroker(account)).toMatchObject([{ quantity: '10', stopPrice: '97' }]);
    const confirmedAt = expect.any(String) as string;
    expect(await holder(account)).toMatchObject({ protection: { heldBy: 'broker', stopPrice: '97', confirmedAt } });
  });

  it('of a pair is placed anew when it moves', async () => {
    const account = await open();
    await manual(account, '112');
    unwrap(await account.api.moveStop(OWNER, { symbol: 'HRBM', holder: 'manual', stopPrice: '97' }));
    expect(purposes(account)).toEqual(['entry filled', 'protection cancelled', 'protection accepted']);
    expect(atBroker(account)).toHaveLength(1);
    expect(await holder(account)).toMatchObject({ protection: { heldBy: 'broker', stopPrice: '97' } });
  });

  it('of a pair is a lone stop once its target was taken away', async () => {
    const account = await open();
    await manual(account, '112');
    unwrap(await account.api.moveStop(OWNER, { symbol: 'HRBM', holder: 'manual', targetPrice: null }));
    expect(purposes(account)).toEqual(['entry filled', 'protection cancelled', 'protection accepted']);
    expect(atBroker(account)).toMatchObject([{ quantity: '10', type: 'stop', stopPrice: '95' }]);
    await account.bar({ [HRBM]: { open: 113, high: 120 } });
    expect(account.broker.held(HRBM), 'nothing is sold at a gain by itself').toBe('10');
  });

  it('grows with every part that fills', async () => {
    const account = await open();
    const order = { symbol: 'HRBM', side: 'buy', quantity: '10', limitPrice: '90', stopPrice: '85' } as const;
    const placed = unwrap(await account.api.createOrder(OWNER, order));
    account.broker.fillPart(placed.clientOrderId, '4', '90');
    await account.runtime.onBrokerNews();
    expect(atBroker(account).filter(({ side }) => side === 'sell')).toMatchObject([{ quantity: '4' }]);
    account.broker.fillPart(placed.clientOrderId, '6', '90');
    await account.runtime.onBrokerNews();
    expect(atBroker(account)).toMatchObject([{ quantity: '10', stopPrice: '85' }]);
  });

  it('a target that was taken away after the first part does not come back with the next', async () => {
    const account = await open();
    const order = { symbol: 'HRBM', side: 'buy', quantity: '10', limitPrice: '90', stopPrice: '85' } as const;
    const placed = unwrap(await account.api.createOrder(OWNER, { ...order, targetPrice: '120' }));
    account.broker.fillPart(placed.clientOrderId, '4', '90');
    await account.runtime.onBrokerNews();
    expect(await holder(account)).toMatchObject({ targetPrice: '120' });
    unwrap(await account.api.moveStop(OWNER, { symbol: 'HRBM', holder: 'manual', targetPrice: null }));
    account.broker.fillPart(placed.clientOrderId, '6', '90');
    await account.runtime.onBrokerNews();
    expect(await holder(account)).toMatchObject({ quantity: '10', stopPrice: '85', targetPrice: null });
  });

  it('what was sold meanwhile begins anew with the next part, target and all', async () => {
    const account = await open();
    const order = { symbol: 'HRBM', side: 'buy', quantity: '10', limitPrice: '90', stopPrice: '85' } as const;
    const placed = unwrap(await account.api.createOrder(OWNER, { ...order, targetPrice: '120' }));
    account.broker.fillPart(placed.clientOrderId, '4', '90');
    await account.runtime.onBrokerNews();
    account.market.phase = 'range';
    unwrap(await account.api.closePosition(OWNER, { symbol: 'HRBM' }));
    expect(account.broker.held(HRBM)).toBe('0');
    account.broker.fillPart(placed.clientOrderId, '6', '90');
    await account.runtime.onBrokerNews();
    expect(await holder(account)).toMatchObject({ quantity: '6', stopPrice: '85', targetPrice: '120' });
  });

  it.each([false, true])('makes way for an exit, which sells all of it once (broker is slow: %s)', async (slow) => {
    const account = await open(slow);
    await manual(account, '112');
    account.market.phase = 'range';
    const closing = account.api.closePosition(OWNER, { symbol: 'HRBM' });
    if (slow) {
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
      account.broker.settle();
    }
    unwrap(await closing);
    expect(account.broker.held(HRBM)).toBe('0');
    expect(purposes(account)).toEqual(['entry filled', 'protection cancelled', 'manual filled']);
  });

  it('that does not end in time is waited for, also over a crash', async () => {
    const account = await open();
    await manual(account, '112');
    account.broker.faults.loseCancels = true;
    account.market.phase = 'range';
    await account.api.closePosition(OWNER, { symbol: 'HRBM' });
    expect(account.broker.held(HRBM)).toBe('10');
    account.crash();
    account.broker.heal();
    await account.runtime.wake();
    await account.pass(30_000);
    expect(account.broker.held(HRBM)).toBe('0');
    expect(account.intents().filter(({ purpose }) => purpose === 'manual')).toHaveLength(1);
  });

  it('is put back when the exit cannot go', async () => {
    const account = await open();
    await manual(account);
    account.market.phase = 'range';
    const submit = account.broker.submit.bind(account.broker);
    account.broker.submit = (request) =>
      request.type === 'market'
        ? Promise.resolve({ kind: 'rejected', code: 'market-closed', message: 'closed' })
        : submit(request);
    await account.api.closePosition(OWNER, { symbol: 'HRBM' });
    await account.runtime.onBrokerNews();
    expect(purposes(account).at(-1)).toBe('protection accepted');
    expect(atBroker(account)).toMatchObject([{ quantity: '10', stopPrice: '95' }]);
    expect(await holder(account)).toMatchObject({ protection: { heldBy: 'broker' } });
  });

  it('makes way for what the strategy sells', async () => {
    const account = await open();
    const { bot } = await account.holding();
    account.market.phase = 'range';
    await account.look(bot.id, sellSignal());
    await account.pass(10_000);
    expect(account.broker.held(HRBM)).toBe('0');
    expect(account.intents().filter(({ purpose }) => purpose === 'strategy')).toHaveLength(1);
  });

  it('that the broker refuses leaves the stop to Nod', async () => {
    const account = await open();
    const submit = account.broker.submit.bind(account.broker);
    account.broker.submit = (request) =>
      request.side === 'sell'
        ? Promise.resolve({ kind: 'rejected', code: 'not-authorised', message: 'no' })
        : submit(request);
    await account.holding();
    expect(await holder(account)).toMatchObject({ protection: { heldBy: 'nod', stopPrice: '95' } });
    expect(account.market.told.map(({ id }) => id.split('|')[0])).toContain('stop');
  });

  it('ends with selling everything', async () => {
    const account = await open();
    await account.holding();
    account.market.phase = 'range';
    unwrap(await account.api.panic(OWNER));
    await account.pass(20_000);
    expect(account.broker.held(HRBM)).toBe('0');
    expect(atBroker(account)).toEqual([]);
  });
});

describe('a person’s own resting sale', () => {
  it('rests at the broker as a trailing stop, and nothing is sold twice', async () => {
    const account = await open();
    unwrap(await account.api.createOrder(OWNER, { symbol: 'HRBM', side: 'buy', quantity: '10', limitPrice: '101' }));
    await account.bar({ [HRBM]: { open: 100 } });
    const sale = { symbol: 'HRBM', side: 'sell', quantity: '10', type: 'trailing-stop', trailPercent: '5' } as const;
    const order = unwrap(await account.api.createOrder(OWNER, { ...sale, timeInForce: 'gtc' }));
    expect(order).toMatchObject({ type: 'trailing-stop', timeInForce: 'gtc', status: 'accepted' });
    expect(await account.api.createOrder(OWNER, sale)).toMatchObject({ error: { code: 'quantity-exceeds-position' } });
    const open_ = unwrap(await account.api.cancelAllOrders(OWNER));
    expect(open_).toMatchObject([{ id: order.id, status: 'cancelled' }]);
  });

  it('of a kind that nobody would hold is not taken', async () => {
    const account = await SimAccount.open();
    await account.holding();
    const stop = { symbol: 'HRBM', side: 'sell', quantity: '1', type: 'stop', stopPrice: '90' } as const;
    expect(await account.api.createOrder(OWNER, stop)).toMatchObject({
      error: { code: 'invalid-request', field: 'type' },
    });
  });
});
