import { describe, expect, it } from 'vitest';
import { buySignal, HRBM, OWNER, SimAccount, unwrap } from '../../testing/sim-account.ts';

/** The state comes back from a copy: the same tables under a new writer. */
function restore(account: SimAccount): void {
  account.life = { id: 'second', writer: 'copy' };
  account.crash();
}

describe('an account in a restored or copied state', () => {
  it('sends nothing before its first reconcile, not even an exit', async () => {
    const account = await SimAccount.open();
    await account.holding();
    account.broker.faults.isDown = true;
    restore(account);
    const before = account.broker.requests.length;
    await account.pass(15_000);
    await account.bar({ [HRBM]: { open: 80 } });
    await account.pass(60_000);
    expect(account.broker.requests.length, 'the broker was out of reach: nothing was compared').toBe(before);
    account.broker.heal();
    await account.pass(120_000);
    expect(account.broker.requests.length, 'compared: the stop is sent').toBeGreaterThan(before);
    await account.bar({ [HRBM]: { open: 80 } });
    expect(account.broker.held(HRBM)).toBe('0');
  });

  it('sells although nobody can read the owner’s limits: those hold back purchases alone', async () => {
    const account = await SimAccount.open();
    await account.holding();
    account.sql.run("DELETE FROM meta WHERE key = 'ownerLimits'");
    account.ownerLimits = 'unreadable';
    restore(account);
    await account.pass(15_000);
    await account.bar({ [HRBM]: { open: 80 } });
    expect(account.broker.held(HRBM)).toBe('0');
    const purchase = { symbol: 'OTHR', side: 'buy', quantity: '1', limitPrice: '90' } as const;
    expect(await account.api.createOrder(OWNER, purchase)).toMatchObject({ ok: false });
  });

  it('does not send again what a former life had sent: the broker is asked, and then a person', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    account.broker.faults.loseRequests = true;
    await account.approve(question);
    account.broker.heal();
    restore(account);
    const before = account.broker.requests.length;
    await account.runtime.wake();
    await account.pass(300_000);
    expect(account.broker.requests.length).toBe(before);
    expect(account.intents().map(({ state }) => state)).toEqual(['needs-human']);
    expect(account.events('order.needs-human')).toHaveLength(1);
  });

  it('goes on asking whatever the number of milliseconds since an order was sent', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    account.broker.faults.loseRequests = true;
    await account.approve(question);
    restore(account);
    for (const ms of [1, 5_001, 9_001, 30_003]) {
      await account.pass(ms);
      await account.runtime.onBrokerNews();
    }
    expect(account.logged.map(({ event }) => event)).toEqual([]);
  });

  it('is recovered soon after the broker is back, also when nothing is held and nothing works', async () => {
    const account = await SimAccount.open();
    account.sql.run("UPDATE meta SET value = json_set(value, '$.broker', 'alpaca') WHERE key = 'spec'");
    account.broker.faults.isDown = true;
    restore(account);
    await account.runtime.wake();
    await account.pass(60_000);
    expect(account.runtime.isReady).toBe(false);
    account.broker.heal();
    await account.pass(31_000);
    expect(account.runtime.isReady).toBe(true);
  });

  it('renews its levels every two minutes and no oftener while the broker is out of reach', async () => {
    const account = await SimAccount.open();
    await account.holding();
    account.broker.faults.isDown = true;
    restore(account);
    await account.runtime.wake();
    let [told, rings] = [0, 0];
    const setLevels = account.market.setLevels.bind(account.market);
    account.market.setLevels = (levels) => {
      told += 1;
      return setLevels(levels);
    };
    const onAlarm = account.runtime.onAlarm.bind(account.runtime);
    account.runtime.onAlarm = () => {
      if ((rings += 1) > 1_000) throw new Error('the alarm rings without end');
      return onAlarm();
    };
    await account.pass(600_000);
    expect(account.runtime.isReady).toBe(false);
    expect(told).toBeGreaterThan(3);
    expect(told).toBeLessThan(15);
  });

  it('adopts what the broker has of it', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    account.broker.faults.loseAnswers = true;
    await account.approve(question);
    account.broker.heal();
    restore(account);
    await account.runtime.wake();
    await account.settle();
    expect(account.intents().map(({ state }) => state)).not.toContain('needs-human');
    expect(account.events('order.needs-human')).toHaveLength(0);
  });

  it('withdraws open questions and says why', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    restore(account);
    await account.runtime.wake();
    const after = unwrap(await account.api.proposal(OWNER, question.id));
    expect(after).toMatchObject({ status: 'withdrawn', reason: { code: 'restored' } });
  });

  it('writes new orders under its own name and knows the former ones', async () => {
    const account = await SimAccount.open();
    const first = await account.asking();
    await account.approve(first.question);
    restore(account);
    await account.runtime.wake();
    await account.look(first.bot.id, buySignal({ instrumentId: HRBM }));
    const [question] = await account.questions();
    if (question !== undefined) await account.approve(question);
    const made = unwrap(
      await account.api.createOrder(OWNER, { symbol: 'OTHR', side: 'buy', quantity: '1', limitPrice: '100' }),
    );
    expect(made.clientOrderId).toMatch(/^pcopy-/);
    expect(account.events('account.restored')).toHaveLength(1);
  });
});
