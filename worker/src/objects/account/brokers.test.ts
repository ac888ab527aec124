import { describe, expect, it } from 'vitest';
import { decimal, toText } from '#shared/lib/decimal.ts';
import type { BrokerOrderRequest } from '#shared/ports/broker.ts';
import { HRBM, OTHR, OWNER, SimAccount, unwrap } from '#worker/src/testing/sim-account.ts';

const states = (account: SimAccount) => account.intents().map(({ state }) => state);
const mode = (account: SimAccount) => account.events('mode.changed').at(-1)?.body['reason'];

function anOrder(changes: Partial<BrokerOrderRequest> = {}): BrokerOrderRequest {
  return {
    clientOrderId: 'elsewhere-1',
    instrumentId: HRBM,
    symbol: 'HRBM',
    currency: 'USD',
    side: 'buy',
    type: 'limit',
    quantity: '7',
    notional: null,
    limitPrice: '90',
    stopPrice: null,
    trail: null,
    timeInForce: 'day',
    extendedHours: false,
    orderClass: 'simple',
    takeProfit: null,
    stopLoss: null,
    ...changes,
  };
}

/** A person's limit order that rests at the broker. */
async function resting(account: SimAccount, limitPrice = '90', quantity = '10') {
  return unwrap(await account.api.createOrder(OWNER, { symbol: 'HRBM', side: 'buy', quantity, limitPrice }));
}

describe('an order placed elsewhere', () => {
  it('is adopted as external, counts in risk, and is followed to its end', async () => {
    const account = await SimAccount.open();
    await account.broker.submit(anOrder());
    await account.runtime.onBrokerNews();
    expect(account.sql.all('SELECT holder, purpose, state, quantity FROM intent')).toEqual([
      { holder: 'external', purpose: 'external', state: 'accepted', quantity: '7' },
    ]);
    expect(account.sql.first('SELECT holder FROM reservation')).toEqual({ holder: 'external' });
    expect(account.events('order.adopted')).toHaveLength(1);
    await account.bar({ [HRBM]: { open: 95, low: 89 } });
    expect(states(account)).toEqual(['filled']);
    expect(account.sql.all("SELECT holder, quantity FROM position WHERE quantity <> '0'")).toEqual([
      { holder: 'external', quantity: '7' },
    ]);
    expect(account.events('position.mismatch'), 'the books are the same').toEqual([]);
    expect(mode(account)).toBeUndefined();
  });

  it('of parts of a share is sold for the day, the only way brokers trade them', async () => {
    const account = await SimAccount.open();
    await account.broker.submit(anOrder({ quantity: '2.5' }));
    await account.runtime.onBrokerNews();
    await account.bar({ [HRBM]: { open: 95, low: 89 } });
    account.market.phase = 'range';
    unwrap(await account.api.closePosition(OWNER, { symbol: 'HRBM' }));
    expect(account.broker.requests.at(-1)).toMatchObject({ side: 'sell', quantity: '2.5', timeInForce: 'day' });
  });

  it('of ours fills also where the clock was ahead when the account began', async () => {
    const account = await SimAccount.open();
    const order = await resting(account);
    account.now = (account.now - 600_000) as typeof account.now;
    account.broker.fillPart(order.clientOrderId, '10', '90');
    account.now = (account.now + 600_000) as typeof account.now;
    await account.runtime.onBrokerNews();
    expect(states(account)).toEqual(['filled']);
  });

  it('that had filled in part before this account began ends with the rest of it', async () => {
    const account = await SimAccount.open();
    account.broker.book.store.putPosition({ instrumentId: HRBM, quantity: '0' });
    const now = account.now;
    account.now = (now - 3_600_000) as typeof now;
    await account.broker.submit(anOrder());
    account.broker.fillPart('elsewhere-1', '4', '90');
    account.broker.book.store.putPosition({ instrumentId: HRBM, quantity: '0' });
    account.now = now;
    await account.runtime.onBrokerNews();
    expect(account.sql.all('SELECT holder, quantity FROM position'), 'none of it is ours to book').toEqual([]);
    await account.bar({ [HRBM]: { open: 95, low: 89 } });
    expect(states(account)).toEqual(['filled']);
    expect(account.sql.all('SELECT holder, quantity FROM position')).toEqual([{ holder: 'external', quantity: '3' }]);
    expect(account.sql.all('SELECT * FROM reservation')).toEqual([]);
  });

  it('under our own prefix stops buying in whichever copy sees it, once', async () => {
    const account = await SimAccount.open();
    const mine = await resting(account);
    await account.broker.submit(anOrder({ clientOrderId: 'ptest-0000000000000000000000000Z-e-1' }));
    await account.runtime.onBrokerNews();
    expect(mode(account)).toBe('foreign-writer');
    expect(account.events('account.tripped')[0]?.body).toMatchObject({
      reason: 'foreign-writer',
      clientOrderId: 'ptest-0000000000000000000000000Z-e-1',
    });
    await account.pass(5_000);
    const own = account.broker.orders().find(({ clientOrderId }) => clientOrderId === mine.clientOrderId);
    expect(own?.state, 'working entries end').toBe('cancelled');
    unwrap(await account.api.resume(OWNER));
    await account.runtime.onBrokerNews();
    expect(account.events('account.tripped'), 'who lifted it knew').toHaveLength(1);
  });
});

describe('shares that one of the two books does not know', () => {
  it('are told with both sides and stop buying, once they have stayed', async () => {
    const account = await SimAccount.open();
    await account.holding();
    const held = account.broker.held(HRBM);
    account.broker.book.store.putPosition({ instrumentId: HRBM, quantity: '3' });
    await account.runtime.onBrokerNews();
    expect(account.events('position.mismatch'), 'lists trail').toEqual([]);
    await account.pass(60_000);
    expect(account.events('position.mismatch')[0]?.body).toMatchObject({ symbol: 'HRBM', broker: '3', ours: held });
    expect(mode(account)).toBe('position-mismatch');
    expect(unwrap(await account.api.view(OWNER)).differences).toEqual([
      { what: 'position', name: 'HRBM', broker: '3', ours: held },
    ]);
    account.broker.book.store.putPosition({ instrumentId: HRBM, quantity: held });
    await account.runtime.onBrokerNews();
    expect(unwrap(await account.api.view(OWNER)).differences).toEqual([]);
  });

  it('are told also beside an order whose fills never come', async () => {
    const account = await SimAccount.open();
    const stuck = await resting(account);
    const snapshot = account.broker.snapshot.bind(account.broker);
    account.broker.snapshot = async (from) => {
      const read = await snapshot(from);
      return read && { ...read, executions: [], cursor: from.cursor ?? '0', cash: { USD: '1' } };
    };
    account.broker.fillPart(stuck.clientOrderId, '10', '90');
    account.broker.book.store.putPosition({ instrumentId: OTHR, quantity: '3' });
    await account.runtime.onBrokerNews();
    await account.pass(60_000);
    expect(
      account.events('position.mismatch').map(({ body }) => body['symbol']),
      'nothing of its own shares, or of cash',
    ).toEqual(['OTHR']);
    account.broker.snapshot = snapshot;
    await account.pass(60_000);
    expect(states(account)).toEqual(['filled']);
  });
});

describe('cash that one of the two books does not know', () => {
  it('is told once, whatever its size becomes and over a restart, and never stops buying', async () => {
    const account = await SimAccount.open();
    const snapshot = account.broker.snapshot.bind(account.broker);
    let cash = 99_999;
    account.broker.snapshot = async (from) => {
      const read = await snapshot(from);
      return read && { ...read, cash: { USD: String(cash) } };
    };
    for (let day = 0; day < 3; day += 1) {
      cash -= 1;
      await account.runtime.onBrokerNews();
      await account.pass(60_000);
    }
    account.crash();
    await account.runtime.wake();
    await account.pass(60_000);
    expect(account.events('position.mismatch')).toHaveLength(1);
    expect(account.events('account.tripped')).toEqual([]);
    expect(account.runtime.isReady).toBe(true);
  });

  it('is not told while it is only fees: not charged yet, or charged and not told of yet', async () => {
    const account = await SimAccount.open({ broker: { feesLater: true } });
    await account.holding();
    const row = account.sql.first<{ amount: string }>("SELECT amount FROM balance WHERE account = 'fees'");
    const fees = decimal(row?.amount ?? '0');
    const ours = decimal(unwrap(await account.api.view(OWNER)).cash.USD ?? '0');
    const snapshot = account.broker.snapshot.bind(account.broker);
    let cash = ours;
    account.broker.snapshot = async (from) => {
      const read = await snapshot(from);
      return read && { ...read, cash: { USD: toText(cash) } };
    };
    const compared = async (): Promise<unknown[]> => {
      await account.runtime.onBrokerNews();
      await account.pass(60_000);
      return unwrap(await account.api.view(OWNER)).differences;
    };
    expect(fees.gt(0), 'a buy costs something').toBe(true);
    expect(await compared()).toEqual([]);
    cash = ours.minus(fees);
    expect(await compared()).toEqual([]);
    cash = ours.plus('0.01');
    expect(await compared(), 'a cent that nothing explains').toMatchObject([{ what: 'cash' }]);
    cash = ours.minus(fees).minus('0.01');
    expect(await compared(), 'a cent beyond the fees').toMatchObject([{ what: 'cash' }]);
  });
});

describe('an exit that the broker does not take now', () => {
  it('is told at once, also where the broker only says: later', async () => {
    const account = await SimAccount.open();
    await account.holding();
    account.broker.submit = () => Promise.resolve({ kind: 'throttled', retryAfterMs: 60_000 });
    await account.bar({ [HRBM]: { open: 94 } });
    expect(account.events('exit.blocked')).toHaveLength(1);
  });
});

describe('a sale that could trade with a purchase of our own', () => {
  it('goes first: the purchase ends, and the sale is tried again by itself', async () => {
    const account = await SimAccount.open();
    Object.assign(account.broker.book, { rules: { ...account.broker.book.rules, refusesWash: true } });
    const order = { symbol: 'HRBM', side: 'buy', quantity: '10', limitPrice: '101' } as const;
    unwrap(await account.api.createOrder(OWNER, order));
    await account.bar({ [HRBM]: { open: 100 } });
    await resting(account);
    account.market.phase = 'range';
    unwrap(await account.api.closePosition(OWNER, { symbol: 'HRBM' }));
    expect(account.broker.held(HRBM)).toBe('10');
    await account.pass(10_000);
    expect(states(account)).toEqual(['filled', 'cancelled', 'rejected', 'filled']);
    expect(account.broker.held(HRBM)).toBe('0');
    expect(account.sql.all("SELECT ref FROM schedule WHERE kind = 'exit'")).toEqual([]);
  });
});

describe('a change of a working order', () => {
  it('is an order of its own chain, and only one of the two works', async () => {
    const account = await SimAccount.open();
    const old = await resting(account);
    const changed = unwrap(await account.api.replaceOrder(OWNER, old.id, { limitPrice: '91' }));
    expect(changed).toMatchObject({ replaces: old.id, status: 'accepted', limitPrice: '91', quantity: '10' });
    expect(changed.clientOrderId).toBe(old.clientOrderId.replace(/-1$/, '-2'));
    expect(states(account)).toEqual(['replaced', 'accepted']);
    await account.bar({ [HRBM]: { open: 95, low: 89 } });
    expect(account.broker.held(HRBM)).toBe('10');
    expect(states(account)).toEqual(['replaced', 'filled']);
    expect(account.sql.all('SELECT * FROM reservation')).toEqual([]);
  });

  it('whose answer is lost is one order, whatever became of it', async () => {
    for (const fault of ['loseRequests', 'loseAnswers'] as const) {
      const account = await SimAccount.open();
      const old = await resting(account);
      account.broker.faults[fault] = true;
      unwrap(await account.api.replaceOrder(OWNER, old.id, { quantity: '12' }));
      expect(states(account)).toEqual(['accepted', 'unknown']);
      account.broker.heal();
      await account.pass(60_000);
      expect(states(account)).toEqual(['replaced', 'accepted']);
      await account.bar({ [HRBM]: { open: 95, low: 89 } });
      expect(account.broker.held(HRBM), fault).toBe('12');
    }
  });

  it('that the broker refuses leaves the old order as it was', async () => {
    const account = await SimAccount.open();
    const old = await resting(account);
    account.broker.faults.refuseWith = 'too late';
    expect(unwrap(await account.api.replaceOrder(OWNER, old.id, { limitPrice: '91' })).status).toBe('rejected');
    account.broker.heal();
    expect(states(account)).toEqual(['accepted', 'rejected']);
    expect(unwrap(await account.api.replaceOrder(OWNER, old.id, { limitPrice: '92' })).clientOrderId).toMatch(/-3$/);
  });

  it('that crosses a fill on its way is never more than was asked for', async () => {
    const account = await SimAccount.open();
    const old = await resting(account);
    // It fills in part after the change was stored and before it arrives.
    account.broker.during.received = async () => {
      account.broker.during = {};
      account.broker.fillPart(old.clientOrderId, '4', '90');
      await Promise.resolve();
    };
    unwrap(await account.api.replaceOrder(OWNER, old.id, { limitPrice: '91' }));
    await account.runtime.onBrokerNews();
    await account.pass(60_000);
    await account.bar({ [HRBM]: { open: 95, low: 89 } });
    expect(account.broker.held(HRBM)).toBe('10');
    expect(account.sql.first("SELECT quantity FROM position WHERE holder = 'manual'")).toEqual({ quantity: '10' });
  });

  it('that crosses a fill ends at the first look after a crash: it cannot be made smaller yet', async () => {
    const account = await SimAccount.open();
    const old = await resting(account);
    account.broker.during.received = async () => {
      account.broker.fillPart(old.clientOrderId, '4', '90');
      await Promise.resolve();
    };
    // It is taken, and nobody can look at the book any more.
    account.broker.during.booked = async () => {
      account.broker.faults.isDown = true;
      await Promise.resolve();
    };
    unwrap(await account.api.replaceOrder(OWNER, old.id, { limitPrice: '91' }));
    account.crash();
    account.broker.heal();
    await account.runtime.ready();
    const works = account.broker.book.store.working().map(({ quantity }) => quantity);
    expect([account.broker.held(HRBM), works]).toEqual(['4', []]);
  });

  it('that only takes away is not refused for a limit that the larger one breaks', async () => {
    const account = await SimAccount.open();
    const old = await resting(account);
    unwrap(await account.api.updateLimits(OWNER, { positionAmountMax: '100' }));
    for (const more of [{ quantity: '11' }, { limitPrice: '90.5' }, { quantity: '5', limitPrice: '90.5' }])
      expect(await account.api.replaceOrder(OWNER, old.id, more)).toMatchObject({ error: { code: 'check-denied' } });
    const smaller = unwrap(await account.api.replaceOrder(OWNER, old.id, { quantity: '5' }));
    const cheaper = unwrap(await account.api.replaceOrder(OWNER, smaller.id, { limitPrice: '89.5' }));
    expect(cheaper).toMatchObject({ status: 'accepted', quantity: '5', limitPrice: '89.5' });
    await account.bar({ [HRBM]: { open: 95, low: 85 } });
    expect(account.broker.held(HRBM)).toBe('5');
  });

  it('that takes away is still refused where what is left could not be had, or would be sold at once', async () => {
    const account = await SimAccount.open();
    const order = { symbol: 'HRBM', side: 'buy', quantity: '10', limitPrice: '90', stopPrice: '88' } as const;
    const old = unwrap(await account.api.createOrder(OWNER, order));
    for (const [change, reason] of [
      [{ limitPrice: '88' }, 'stop-not-below-price'],
      [{ quantity: '2.5' }, 'not-a-lot-multiple'],
    ] as const)
      expect(await account.api.replaceOrder(OWNER, old.id, change)).toMatchObject({ error: { values: { reason } } });
    expect(unwrap(await account.api.replaceOrder(OWNER, old.id, { limitPrice: '88.01' })).status).toBe('accepted');
  });

  it('of an entry is asked through every check, and its size counts while both may fill', async () => {
    const account = await SimAccount.open();
    const old = await resting(account);
    const denied = await account.api.replaceOrder(OWNER, old.id, { quantity: '900' });
    expect(denied).toMatchObject({ ok: false, error: { code: 'check-denied' } });
    account.broker.faults.loseRequests = true;
    const before = unwrap(await account.api.view(OWNER)).reserved.USD;
    unwrap(await account.api.replaceOrder(OWNER, old.id, { quantity: '20' }));
    expect(Number(unwrap(await account.api.view(OWNER)).reserved.USD)).toBeGreaterThan(Number(before) * 1.9);
  });
});

describe('a broker that does not know our ids', () => {
  const open = () => SimAccount.open({ broker: { class: 'b', replace: false } });

  it('is never sent an order twice, and the one that fits is taken over when everything has settled', async () => {
    const account = await open();
    account.broker.faults.loseAnswers = true;
    await resting(account);
    account.broker.heal();
    await account.pass(15_000);
    expect(states(account)).toEqual(['unknown']);
    await account.pass(45_000);
    expect(states(account)).toEqual(['accepted']);
    expect(account.broker.requests).toHaveLength(1);
    await account.bar({ [HRBM]: { open: 95, low: 89 } });
    expect(states(account)).toEqual(['filled']);
    expect(account.sql.all("SELECT holder FROM position WHERE quantity <> '0'")).toEqual([{ holder: 'manual' }]);
  });

  it('leaves what it does not show to a person, who settles it; nothing else is bought of it meanwhile', async () => {
    const account = await open();
    account.broker.faults.loseRequests = true;
    const order = await resting(account);
    account.broker.heal();
    await account.pass(60_000);
    expect(states(account)).toEqual(['needs-human']);
    expect(unwrap(await account.api.order(OWNER, order.id)).candidates).toEqual([]);
    const another = { symbol: 'HRBM', side: 'buy', quantity: '3', limitPrice: '90' } as const;
    expect(await account.api.createOrder(OWNER, another)).toMatchObject({ ok: false, error: { code: 'check-denied' } });
    expect(unwrap(await account.api.settleOrder(OWNER, order.id, { brokerOrderId: null })).status).toBe('not-sent');
    expect(account.events('order.settled')[0]).toMatchObject({ actor: OWNER.userId, channel: 'web' });
    unwrap(await account.api.createOrder(OWNER, another));
    expect(account.broker.requests).toHaveLength(2);
  });

  it('shows two that fit: a person chooses, and the other one is a stranger’s', async () => {
    const account = await open();
    account.broker.faults.loseAnswers = true;
    const order = await resting(account);
    account.broker.heal();
    await account.broker.submit(anOrder({ quantity: '10' }));
    await account.pass(60_000);
    expect(states(account)).toEqual(['needs-human']);
    const { candidates } = unwrap(await account.api.order(OWNER, order.id));
    expect(candidates).toHaveLength(2);
    const stranger = await account.api.settleOrder(OWNER, order.id, { brokerOrderId: 'made-up' });
    expect(stranger).toMatchObject({ ok: false, error: { code: 'order-not-settleable' } });
    unwrap(await account.api.settleOrder(OWNER, order.id, { brokerOrderId: candidates![0]!.brokerOrderId }));
    await account.pass(60_000);
    expect(account.sql.all('SELECT holder, state FROM intent ORDER BY created_at, id')).toEqual([
      { holder: 'manual', state: 'accepted' },
      { holder: 'external', state: 'accepted' },
    ]);
  });

  it('that provably had nothing is sent to again', async () => {
    const account = await open();
    const submit = account.broker.submit.bind(account.broker);
    let times = 0;
    account.broker.submit = (request) => {
      times += 1;
      if (times === 1) return Promise.resolve({ kind: 'unavailable', message: 'no connection' });
      return submit(request);
    };
    await resting(account);
    expect(states(account)).toEqual(['sending']);
    await account.pass(10_000);
    expect(states(account)).toEqual(['accepted']);
    expect(account.broker.orders()).toHaveLength(1);
  });
});

describe('a broker that knows our ids for ten minutes', () => {
  const open = () => SimAccount.open({ broker: { class: 'a-star', dedupMs: 600_000 } });

  it('is sent the same order again within half of it', async () => {
    const account = await open();
    account.broker.faults.loseRequests = true;
    await resting(account);
    account.broker.heal();
    await account.pass(30_000);
    expect(states(account)).toEqual(['accepted']);
    expect(new Set(account.broker.requests.map((request) => JSON.stringify(request))).size).toBe(1);
  });

  it('and never after: the list decides, or a person', async () => {
    const account = await open();
    account.broker.faults.loseRequests = true;
    await resting(account);
    account.broker.faults.isDown = true;
    const sent = account.broker.requests.length;
    await account.pass(400_000);
    account.broker.heal();
    await account.pass(60_000);
    expect(account.broker.requests).toHaveLength(sent);
    expect(states(account)).toEqual(['needs-human']);
  });
});

describe('a refusal of a repeat', () => {
  it('proves nothing about the order it repeats', async () => {
    const account = await SimAccount.open();
    account.broker.faults.loseAnswers = true;
    await resting(account);
    account.broker.heal();
    // Look-ups and lists lag, and the repeat is refused because the first one has spent the money.
    const snapshot = account.broker.snapshot.bind(account.broker);
    account.broker.faults.isBlind = true;
    account.broker.snapshot = async (from) => {
      const read = await snapshot(from);
      return read && { ...read, orders: [] };
    };
    account.broker.submit = () => Promise.resolve({ kind: 'rejected', code: 'buying-power', message: 'no money' });
    await account.pass(5_000);
    expect(states(account)).toEqual(['unknown']);
    account.broker.heal();
    account.broker.snapshot = snapshot;
    await account.pass(30_000);
    expect(states(account)).toEqual(['accepted']);
  });
});
