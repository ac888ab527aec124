import { describe, expect, it } from 'vitest';
import { submitOrder } from '#shared/simulator/broker/submit.ts';
import { HRBM, OTHR, OWNER, SimAccount, unwrap } from '#worker/src/testing/sim-account.ts';
import { writeMeta } from './meta.ts';

/** More than an instance remembers of any kind: the oldest are forgotten, and only its tables know of them. */
const MANY = 600;

/** Orders that somebody placed outside Nod and that rest; the broker's list shows all of them at every read. */
function placeElsewhere({ broker, now }: SimAccount): void {
  const terms = { side: 'buy', type: 'limit', quantity: '1', limitPrice: '1', timeInForce: 'gtc' } as const;
  const none = { notional: null, stopPrice: null, trail: null, takeProfit: null, stopLoss: null } as const;
  const stock = { instrumentId: OTHR, symbol: 'OTHR', currency: 'USD' } as const;
  broker.sql.transaction(() => {
    for (let n = 1; n <= MANY; n += 1) {
      const request = { clientOrderId: `elsewhere-${n}`, extendedHours: false, orderClass: 'simple' } as const;
      const arrival = { at: now, price: null, goodUntil: null };
      submitOrder(broker.book, { ...request, ...stock, ...terms, ...none }, arrival);
    }
  });
}

/** A person's order that rests at the broker until a test fills it. */
async function resting(account: SimAccount, quantity = '10') {
  const order = { symbol: 'HRBM', side: 'buy', limitPrice: '1', quantity } as const;
  return unwrap(await account.api.createOrder(OWNER, order)).clientOrderId;
}

/** Everything that a second booking, a second owner or a second sending would change. */
function everything({ sql, broker }: SimAccount) {
  return {
    positions: sql.all('SELECT holder, instrument_id, quantity FROM position ORDER BY holder, instrument_id'),
    balances: sql.all('SELECT * FROM balance ORDER BY account, currency'),
    entries: sql.first('SELECT count(*) AS n FROM ledger'),
    executions: sql.first('SELECT count(*) AS n FROM execution'),
    orders: sql.all('SELECT id, holder, state, filled_quantity FROM intent ORDER BY id'),
    told: sql.all('SELECT type, count(*) AS n FROM event GROUP BY type ORDER BY type'),
    sent: broker.requests.length,
  };
}

/** The broker's whole book, as if nothing of it had been read yet. */
async function readAllAgain(account: SimAccount): Promise<void> {
  writeMeta(account.ctx.sql, 'brokerCursor', '0');
  await account.runtime.onBrokerNews();
  await account.settle();
}

async function restart(account: SimAccount): Promise<void> {
  account.crash();
  await account.runtime.wake();
  await account.settle();
}

describe('of more than an instance remembers', () => {
  it('each fill is booked once, however often the book is read, and the next one still is', async () => {
    const account = await SimAccount.open();
    const order = await resting(account, String(MANY + 10));
    account.broker.sql.transaction(() => {
      for (let n = 0; n < MANY; n += 1) account.broker.fillPart(order, '1', '1');
    });
    await account.runtime.onBrokerNews();
    const before = everything(account);
    expect(before.positions).toMatchObject([{ holder: 'manual', instrument_id: HRBM, quantity: String(MANY) }]);
    await readAllAgain(account);
    expect(everything(account), 'the oldest are forgotten').toEqual(before);
    await restart(account);
    await readAllAgain(account);
    expect(everything(account), 'all are forgotten').toEqual(before);
    account.broker.fillPart(order, '10', '1');
    await account.runtime.onBrokerNews();
    expect(account.intents().map(({ state }) => state)).toEqual(['filled']);
    expect(everything(account).positions).toMatchObject([{ holder: 'manual', quantity: account.broker.held(HRBM) }]);
  });

  it.each(['goes on', 'has restarted'])('an order of ours stays its holder’s while the instance %s', async (how) => {
    const account = await SimAccount.open();
    const order = await resting(account);
    placeElsewhere(account);
    await account.runtime.onBrokerNews();
    const before = everything(account);
    expect(before.orders).toHaveLength(MANY + 1);
    if (how === 'has restarted') await restart(account);
    await readAllAgain(account);
    expect(everything(account), 'nobody is met twice').toEqual(before);
    account.broker.fillPart(order, '10', '1');
    account.broker.fillPart('elsewhere-1', '1', '1');
    await account.runtime.onBrokerNews();
    expect(everything(account).positions).toEqual([
      { holder: 'external', instrument_id: OTHR, quantity: '1' },
      { holder: 'manual', instrument_id: HRBM, quantity: '10' },
    ]);
    expect(everything(account).orders).toHaveLength(MANY + 1);
    expect(account.events('position.mismatch')).toEqual([]);
    expect(account.broker.requests).toHaveLength(1);
  });

  it('an order that nobody confirmed is known when the broker shows it after all the others', async () => {
    const account = await SimAccount.open();
    placeElsewhere(account);
    account.broker.faults.loseAnswers = true;
    const order = await resting(account);
    expect(account.intents(), 'the others are not read yet').toMatchObject([{ coid: order, state: 'unknown' }]);
    account.broker.heal();
    await account.runtime.onBrokerNews();
    const own = account.intents().filter(({ purpose }) => purpose !== 'external');
    expect(own).toMatchObject([{ coid: order, state: 'accepted' }]);
    expect(account.events('account.tripped'), 'it is no other writer’s').toEqual([]);
    await account.pass(60_000);
    expect(account.broker.requests, 'never sent again').toHaveLength(1);
  });

  it.each(['goes on', 'has restarted'])('the fill of a stop is its holder’s while the instance %s', async (how) => {
    const account = await SimAccount.open({ broker: { protects: true } });
    const { bot } = await account.holding();
    placeElsewhere(account);
    await account.runtime.onBrokerNews();
    const sent = account.broker.requests.length;
    if (how === 'has restarted') await restart(account);
    await account.bar({ [HRBM]: { open: 99, low: 94 } });
    expect(account.broker.held(HRBM)).toBe('0');
    expect(account.events('position.closed')[0]?.body).toMatchObject({ order: { holder: bot.id } });
    expect(account.events('position.mismatch')).toEqual([]);
    expect(account.broker.requests, 'the broker’s own stop has sold').toHaveLength(sent);
  });
});
