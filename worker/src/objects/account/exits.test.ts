import { describe, expect, it } from 'vitest';
import { decimal } from '#shared/lib/decimal.ts';
import type { InstrumentId } from '#shared/domain/ids.ts';
import { buySignal, HRBM, OTHR, OWNER, SimAccount, sellSignal, unwrap } from '#worker/src/testing/sim-account.ts';
import { writeMeta } from './meta.ts';

const exits = (account: SimAccount) => account.intents().filter(({ side }) => side === 'sell');

describe('a stop', () => {
  it('sells when it is reached, once, and says so', async () => {
    const account = await SimAccount.open();
    const { quantity } = await account.holding();
    await account.bar({ [HRBM]: { open: 99, low: 94 } });
    expect(account.broker.held(HRBM)).toBe('0');
    expect(exits(account)).toMatchObject([{ purpose: 'stop', quantity, state: 'filled' }]);
    expect(account.market.told).toHaveLength(0);
  });

  it('is told twice in one bar and sells once', async () => {
    const account = await SimAccount.open();
    const { bot } = await account.holding();
    const hit = { levelId: `stop|${HRBM}|${bot.id}`, instrumentId: HRBM, price: 95, moment: 'range' } as const;
    const moment = { ...account.market.moment(), moment: 'range' } as const;
    await Promise.all([
      account.runtime.follow(moment, (market) => market.onLevels([hit, hit])),
      account.runtime.follow(moment, (market) => market.onLevels([hit])),
    ]);
    expect(exits(account)).toHaveLength(1);
  });

  it('leaves together with others of the same price: none waits for the answer about another', async () => {
    const account = await SimAccount.open();
    const first = await account.holding();
    const second = await account.holding({}, buySignal({ instrumentId: OTHR }));
    let arrived = 0;
    const { promise: answered, resolve: answer } = Promise.withResolvers<undefined>();
    account.broker.during.received = async () => {
      arrived += 1;
      if (arrived === 2) answer(undefined);
      await answered;
    };
    const hits = [
      { levelId: `stop|${HRBM}|${first.bot.id}`, instrumentId: HRBM, price: 90, moment: 'range' },
      { levelId: `stop|${OTHR}|${second.bot.id}`, instrumentId: OTHR, price: 30, moment: 'range' },
    ] as const;
    account.market.phase = 'range';
    await account.runtime.onLevels(hits, { ...account.market.moment(), moment: 'range' });
    expect(exits(account).map(({ purpose, state }) => `${purpose} ${state}`)).toEqual(['stop filled', 'stop filled']);
    expect([account.broker.held(HRBM), account.broker.held(OTHR)]).toEqual(['0', '0']);
  });

  it('that cannot be begun holds up no other', async () => {
    const account = await SimAccount.open();
    const { bot } = await account.holding();
    account.market.phase = 'range';
    const hits = [
      { levelId: `stop|i_unheard|${bot.id}`, instrumentId: 'i_unheard' as InstrumentId, price: 90, moment: 'range' },
      { levelId: `stop|${HRBM}|${bot.id}`, instrumentId: HRBM, price: 90, moment: 'range' },
    ] as const;
    const told = account.runtime.onLevels(hits, { ...account.market.moment(), moment: 'range' });
    await expect(told, 'the market is to call again').rejects.toThrow('i_unheard');
    expect(account.broker.held(HRBM)).toBe('0');
  });

  it('is not asked about, and goes without a quote while the market answers nothing', async () => {
    const account = await SimAccount.open();
    const { bot } = await account.holding();
    account.market.isDown = true;
    account.market.phase = 'range';
    const hit = { levelId: `stop|${HRBM}|${bot.id}`, instrumentId: HRBM, price: 95, moment: 'range' } as const;
    await account.runtime.follow({ ...account.market.moment(), moment: 'range' }, (market) => market.onLevels([hit]));
    expect(account.broker.held(HRBM)).toBe('0');
  });

  it.each(['reducing', 'halted'] as const)('sells while the account is %s', async (mode) => {
    const account = await SimAccount.open();
    await account.holding();
    writeMeta(account.ctx.sql, 'mode', { mode, reason: 'person' });
    await account.bar({ [HRBM]: { open: 99, low: 94 } });
    expect(account.broker.held(HRBM)).toBe('0');
  });

  it('goes although the broker has been silent since the start', async () => {
    const account = await SimAccount.open();
    await account.holding();
    account.broker.faults.isDown = true;
    account.crash();
    await account.bar({ [HRBM]: { open: 94 } });
    expect(account.runtime.isReady).toBe(false);
    expect(exits(account)).toMatchObject([{ state: 'unknown' }]);
    account.broker.heal();
    await account.pass(60_000);
    await account.bar({ [HRBM]: { open: 94 } });
    expect(account.broker.held(HRBM)).toBe('0');
    expect(account.broker.orders().filter(({ side }) => side === 'sell')).toHaveLength(1);
  });

  it('takes back a limit order of a person’s that rests on its shares', async () => {
    const account = await SimAccount.open();
    const { bot, quantity } = await account.holding();
    const order = { symbol: 'HRBM', side: 'sell', quantity, limitPrice: '110', holder: bot.id } as const;
    const resting = unwrap(await account.api.createOrder(OWNER, order));
    expect(resting.status).toBe('accepted');
    await account.bar({ [HRBM]: { open: 99, low: 94 } });
    expect(account.broker.held(HRBM)).toBe('0');
    expect(exits(account).map(({ purpose, state }) => `${purpose} ${state}`)).toEqual([
      'manual cancelled',
      'stop filled',
    ]);
  });

  it('that the broker refuses is said at once, not every second, and tried at the next price', async () => {
    const account = await SimAccount.open();
    await account.holding();
    account.broker.faults.refuseWith = 'closed-for-you';
    await account.bar({ [HRBM]: { open: 94 } });
    await account.bar({ [HRBM]: { open: 93 } });
    expect(exits(account).length).toBeGreaterThan(1);
    expect(account.events('exit.blocked')).toHaveLength(1);
    account.broker.heal();
    await account.bar({ [HRBM]: { open: 92 } });
    expect(account.broker.held(HRBM)).toBe('0');
  });

  it('can be moved up, not above the price; the market confirms the new one', async () => {
    const account = await SimAccount.open();
    const { bot } = await account.holding();
    const move = (stopPrice: string) => account.api.moveStop(OWNER, { symbol: 'HRBM', holder: bot.id, stopPrice });
    expect(await move('100')).toMatchObject({ ok: false, error: { code: 'invalid-request' } });
    const view = unwrap(await move('98.5'));
    expect(view.holders[0]?.stopPrice).toBe('98.5');
    expect(account.market.told[0]).toMatchObject({ price: 98.5 });
    expect(account.events('position.protected').at(-1)?.body).toMatchObject({ stopPrice: '98.5' });
    await account.bar({ [HRBM]: { open: 99, low: 98 } });
    expect(account.broker.held(HRBM)).toBe('0');
  });
});

describe('the confirmation of a stop', () => {
  it('is of the stop the market was told of, not of one that was moved meanwhile', async () => {
    const account = await SimAccount.open();
    const { bot } = await account.holding();
    const move = (stopPrice: string) => account.api.moveStop(OWNER, { symbol: 'HRBM', holder: bot.id, stopPrice });
    let goOn: () => void = () => undefined;
    account.market.beforeLevels = () => new Promise((resolve) => (goOn = resolve));
    const first = move('97');
    await new Promise((resolve) => setImmediate(resolve));
    account.market.beforeLevels = () => Promise.resolve();
    const second = move('98');
    await new Promise((resolve) => setImmediate(resolve));
    goOn();
    await Promise.all([first, second]);
    const stops = account.events('position.protected').map(({ body }) => body['stopPrice']);
    expect(stops).toEqual(['95', '98']);
  });
});

describe('sales', () => {
  it('of all kinds at once never sell more than is held', async () => {
    const account = await SimAccount.open();
    const { bot, quantity } = await account.holding();
    const hit = { levelId: `stop|${HRBM}|${bot.id}`, instrumentId: HRBM, price: 95, moment: 'range' } as const;
    account.market.prices.set(HRBM, 95);
    await Promise.allSettled([
      account.runtime.follow(account.market.moment(), (market) => market.onLevels([hit])),
      account.look(bot.id, sellSignal()),
      account.api.closePosition(OWNER, { symbol: 'HRBM' }),
      account.api.createOrder(OWNER, { symbol: 'HRBM', side: 'sell', quantity: '5', holder: bot.id }),
      account.api.panic(OWNER),
    ]);
    await account.bar({ [HRBM]: { open: 95 } });
    const sold = account.broker.orders().filter(({ side, state }) => side === 'sell' && state === 'filled');
    expect(sold.reduce((total, order) => total.plus(order.filledQuantity), decimal(0)).toFixed()).toBe(quantity);
    expect(
      account.broker.orders().filter(({ state }) => state === 'rejected'),
      'none too many ever left',
    ).toHaveLength(0);
  });

  it('by hand are refused beyond what is free, and off the tick', async () => {
    const account = await SimAccount.open();
    const { bot, quantity } = await account.holding();
    const sell = { symbol: 'HRBM', side: 'sell', holder: bot.id } as const;
    unwrap(await account.api.createOrder(OWNER, { ...sell, quantity: '10', limitPrice: '120' }));
    expect(await account.api.createOrder(OWNER, { ...sell, quantity })).toMatchObject({
      error: { code: 'quantity-exceeds-position', values: { has: String(Number(quantity) - 10) } },
    });
    expect(await account.api.createOrder(OWNER, { ...sell, quantity: '1', limitPrice: '120.001' })).toMatchObject({
      error: { code: 'invalid-request', field: 'limitPrice' },
    });
  });
});

describe('a split', () => {
  const step = { step: 200, moment: 'open' } as const;
  const splits = [{ instrumentId: HRBM, ratio: 4 }];

  it('moves shares, stop and target here and at the counterparty, once; no money moves', async () => {
    const account = await SimAccount.open();
    const { quantity } = await account.holding();
    const cash = account.sql.first("SELECT amount FROM balance WHERE account = 'cash'");
    const moment = { ...step, marketAt: account.market.marketAt };
    for (let repeat = 0; repeat < 3; repeat += 1) {
      await account.runtime.follow(moment, (market) => market.onSplits(splits, moment));
      account.crash();
    }
    const after = String(4 * Number(quantity));
    expect(account.broker.held(HRBM)).toBe(after);
    expect(account.sql.first('SELECT quantity, stop_price, target_price FROM position')).toMatchObject({
      quantity: after,
      stop_price: '23.75',
    });
    expect(account.sql.first("SELECT amount FROM balance WHERE account = 'cash'")).toEqual(cash);
    account.market.prices.set(HRBM, 25);
    await account.runtime.wake();
    await account.bar({ [HRBM]: { open: 24, low: 23 } });
    expect(account.broker.held(HRBM), 'the stop in new shares sells all of them').toBe('0');
  });

  it('books what was filled in old shares first, and sends a sale that it ended again in new ones', async () => {
    const account = await SimAccount.open();
    const { quantity } = await account.holding();
    unwrap(await account.api.closePosition(OWNER, { symbol: 'HRBM' }));
    const exit = account.broker.orders().at(-1)!;
    account.broker.fillPart(exit.clientOrderId, '9', '101');
    const moment = { ...step, marketAt: account.market.marketAt };
    await account.runtime.follow(moment, (market) => market.onSplits(splits, moment));
    const rest = String(4 * (Number(quantity) - 9));
    expect(account.broker.held(HRBM)).toBe(rest);
    expect(exits(account).map((order) => order.quantity)).toEqual([quantity, rest]);
    await account.bar({ [HRBM]: { open: 25 } });
    expect(account.broker.held(HRBM)).toBe('0');
  });

  it('waits for the broker: the market is told to call again', async () => {
    const account = await SimAccount.open();
    await account.holding();
    account.broker.faults.isDown = true;
    const moment = { ...step, marketAt: account.market.marketAt };
    await expect(account.runtime.follow(moment, (market) => market.onSplits(splits, moment))).rejects.toThrow();
    account.broker.heal();
    await account.runtime.follow(moment, (market) => market.onSplits(splits, moment));
    expect(account.sql.first<{ quantity: string }>('SELECT quantity FROM position')?.quantity).toBe(
      account.broker.held(HRBM),
    );
  });
});
