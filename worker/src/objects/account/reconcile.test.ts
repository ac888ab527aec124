import { describe, expect, it } from 'vitest';
import { HRBM, OWNER, SimAccount, unwrap } from '#worker/src/testing/sim-account.ts';
import { send } from '#shared/engine/orders/send.ts';
import { forget } from './memory.ts';

const states = (account: SimAccount) => account.intents().map(({ state }) => state);

describe('an order whose answer is lost', () => {
  it('is unknown, said so, and adopted when the broker has it', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    account.broker.faults.loseAnswers = true;
    const { order } = unwrap(await account.approve(question));
    expect(order).toMatchObject({ status: 'unknown', reason: { code: 'no-answer' } });
    expect(account.events('order.unknown')).toHaveLength(1);
    expect(account.sql.all('SELECT * FROM reservation'), 'it counts in full').toHaveLength(1);
    account.broker.heal();
    await account.pass(3_000);
    expect(states(account)).toEqual(['accepted']);
    expect(account.broker.requests, 'never sent again').toHaveLength(1);
  });

  it('is sent again under the same id when it never arrived, and is one order', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    account.broker.faults.loseRequests = true;
    unwrap(await account.approve(question));
    await account.pass(5_000);
    account.broker.heal();
    await account.pass(40_000);
    expect(states(account)).toEqual(['accepted']);
    expect(new Set(account.broker.requests.map((request) => request.clientOrderId)).size).toBe(1);
    expect(new Set(account.broker.requests.map((request) => JSON.stringify(request))).size, 'the same bytes').toBe(1);
    expect(account.broker.orders()).toHaveLength(1);
  });

  it('is one order also when "not found" is found later', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    Object.assign(account.broker.faults, { loseAnswers: true, isBlind: true });
    unwrap(await account.approve(question));
    await account.pass(20_000);
    account.broker.heal();
    await account.pass(40_000);
    expect(states(account)).toEqual(['accepted']);
    expect(account.broker.orders()).toHaveLength(1);
  });

  it('stays unknown while the broker is silent, and is asked about without end', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    account.broker.faults.isDown = true;
    unwrap(await account.approve(question));
    await account.pass(30 * 60_000);
    expect(states(account)).toEqual(['unknown']);
    expect(account.broker.requests, 'silence is no answer').toHaveLength(1);
    account.broker.heal();
    await account.pass(60_000);
    expect(states(account), 'an entry half an hour old is not sent any more').toEqual(['not-sent']);
    expect(account.broker.orders()).toHaveLength(0);
    expect(account.sql.all('SELECT * FROM reservation')).toHaveLength(0);
  });

  it('of an exit is sent again however old it is', async () => {
    const account = await SimAccount.open();
    await account.holding();
    account.broker.faults.isDown = true;
    unwrap(await account.api.closePosition(OWNER, { symbol: 'HRBM' }));
    await account.pass(30 * 60_000);
    account.broker.heal();
    await account.pass(60_000);
    await account.bar({ [HRBM]: { open: 100 } });
    expect(account.broker.held(HRBM)).toBe('0');
    expect(account.broker.orders()).toHaveLength(2);
  });

  it('is settled after a crash at any moment of the send', async () => {
    for (const moment of ['received', 'booked'] as const) {
      const account = await SimAccount.open();
      const { question } = await account.asking();
      let died = false;
      account.broker.during[moment] = async () => {
        await Promise.resolve();
        if (!died) account.crash();
        died = true;
      };
      await expect(account.approve(question)).rejects.toThrow();
      await account.pass(60_000);
      expect(states(account), moment).toEqual(['accepted']);
      expect(account.broker.orders(), moment).toHaveLength(1);
      expect(account.runtime.isReady, 'the alarm woke it').toBe(true);
    }
  });
});

describe('a reconcile', () => {
  it('that was overtaken while it asked sends nothing again', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    account.broker.faults.loseRequests = true;
    unwrap(await account.approve(question));
    account.broker.heal();
    let goOn: () => void = () => undefined;
    account.broker.during.lookedUp = () => new Promise((resolve) => (goOn = resolve));
    const slow = account.runtime.onBrokerNews();
    await new Promise((resolve) => setImmediate(resolve));
    account.broker.during = {};
    await account.runtime.onBrokerNews();
    goOn();
    await slow;
    expect(states(account)).toEqual(['accepted']);
    expect(account.broker.requests).toHaveLength(2);
    expect(account.sql.all('SELECT * FROM attempt')).toHaveLength(2);
  });

  it('does not take the first "not found" for the truth', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    account.broker.faults.loseAnswers = true;
    unwrap(await account.approve(question));
    account.broker.faults.isDown = true;
    await account.pass(10 * 60_000);
    account.broker.heal();
    account.broker.faults.isBlind = true;
    account.broker.during.lookedUp = async () => {
      account.broker.heal();
      await Promise.resolve();
    };
    await account.pass(60_000);
    expect(account.events('order.not-sent')).toHaveLength(0);
    // Unconfirmed for two minutes, it stopped buying: found again, it is taken back.
    expect(account.events('account.tripped')[0]?.body).toMatchObject({ reason: 'unconfirmed-order' });
    expect(states(account)).toEqual(['cancelled']);
    expect(account.broker.orders()[0]?.state).toBe('cancelled');
  });

  it('leaves to a person what a person has to settle, and adopts it when the broker knows it', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    account.broker.faults.loseRequests = true;
    unwrap(await account.approve(question));
    account.broker.heal();
    account.sql.run("UPDATE intent SET state = 'needs-human'");
    forget(account.ctx.sql);
    await account.pass(120_000);
    expect(await account.ctx.run(send(account.ctx.orders, account.intents()[0]!.id))).toBe(false);
    expect(account.broker.requests).toHaveLength(1);
    expect(states(account)).toEqual(['needs-human']);
  });

  it('takes over an order that was said never to have arrived, and takes it back', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    unwrap(await account.approve(question));
    account.sql.run("UPDATE intent SET state = 'not-sent'");
    forget(account.ctx.sql);
    await account.runtime.onBrokerNews();
    await account.pass(5_000);
    expect(states(account)).toEqual(['cancelled']);
    expect(account.broker.orders()[0]?.state).toBe('cancelled');
    expect(
      account.delivered.map(({ event }) => event.type),
      'a person is told',
    ).toContain('order.accepted');
  });

  it('that overlaps others takes nothing back and sends nothing twice', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    account.broker.faults.loseAnswers = true;
    unwrap(await account.approve(question));
    account.broker.heal();
    await Promise.all([account.runtime.onBrokerNews(), account.runtime.onBrokerNews(), account.runtime.wake()]);
    await Promise.all([account.bar({ [HRBM]: { open: 100 } }), account.runtime.onBrokerNews()]);
    expect(states(account)).toEqual(['filled']);
    expect(account.events('order.filled')).toHaveLength(1);
    expect(account.broker.orders()).toHaveLength(1);
  });

  it('beside a send in flight leaves it alone', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    let release: () => void = () => undefined;
    account.broker.during.received = () => new Promise((resolve) => (release = resolve));
    const approving = account.approve(question);
    await new Promise((resolve) => setImmediate(resolve));
    await account.pass(60_000);
    expect(account.broker.requests).toHaveLength(1);
    expect(account.alarmAt, 'what is in flight is looked at again if this instance dies').not.toBeNull();
    release();
    unwrap(await approving);
    expect(states(account)).toEqual(['accepted']);
  });

  it('tells a refusal as the broker said it', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    Object.assign(account.broker.faults, { refuseWith: 'insufficient-cash', loseAnswers: true });
    unwrap(await account.approve(question));
    account.broker.heal();
    await account.pass(5_000);
    expect(states(account)).toEqual(['rejected']);
    expect(account.events('order.accepted'), 'it was never accepted').toHaveLength(0);
    expect(account.events('order.rejected')[0]?.body).toMatchObject({
      order: { reason: { code: 'broker-refused', values: { words: 'insufficient-cash' } } },
    });
    expect(account.sql.all('SELECT * FROM reservation')).toHaveLength(0);
  });

  it('reads a long list of executions to its end', async () => {
    const account = await SimAccount.open();
    await account.holding();
    const order = account.broker.orders()[0]!;
    account.broker.sql.run(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)
       INSERT INTO paper_execution (seq, client_order_id, quantity, price, at, market_at)
       SELECT 1 + i, '${order.clientOrderId}', '1', '100', ${account.now}, 0 FROM n`,
    );
    await account.runtime.onBrokerNews();
    expect(account.sql.first<{ n: number }>('SELECT count(*) AS n FROM execution')?.n).toBe(1_201);
  }, 60_000);
});

describe('a cancel', () => {
  it('whose answer is lost is asked for again', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    unwrap(await account.approve(question));
    account.broker.faults.loseCancels = true;
    unwrap(await account.api.pause(OWNER));
    expect(states(account)).toEqual(['accepted']);
    account.broker.heal();
    await account.pass(35_000);
    expect(states(account)).toEqual(['cancelled']);
    expect(account.events('order.cancelled')[0]?.body).toMatchObject({ order: { reason: { code: 'buying-stopped' } } });
  });

  it('that comes too late books the fill', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    unwrap(await account.approve(question));
    const { clientOrderId, quantity } = account.broker.orders()[0]!;
    account.broker.fillPart(clientOrderId, quantity, '100');
    unwrap(await account.api.pause(OWNER));
    expect(states(account)).toEqual(['filled']);
    expect(account.market.told.map(({ kind }) => kind)).toEqual(['at-or-below', 'at-or-above']);
  });
});
