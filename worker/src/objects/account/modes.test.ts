import { describe, expect, it } from 'vitest';
import { SCOPES, type Caller, type Scope } from '#shared/domain/caller.ts';
import type { UserId } from '#shared/domain/ids.ts';
import { HRBM, OTHR, OWNER, SimAccount, buySignal, sellSignal, unwrap } from '#worker/src/testing/sim-account.ts';
import { writeMeta } from './meta.ts';

const open = (account: SimAccount) =>
  account.intents().filter(({ state }) => !['filled', 'cancelled', 'not-sent', 'rejected', 'expired'].includes(state));
const modeOf = async (account: SimAccount) => unwrap(await account.api.view(OWNER)).mode;

describe('stop buying', () => {
  it('takes questions back, cancels entries, keeps protection and the strategy’s sales', async () => {
    const account = await SimAccount.open();
    const { bot } = await account.holding();
    await account.look(bot.id, buySignal({ instrumentId: OTHR }));
    await account.pass(1);
    unwrap(await account.api.pause(OWNER));
    expect(await account.questions()).toHaveLength(0);
    expect((await account.questions('withdrawn'))[0]?.reason).toMatchObject({ code: 'buying-stopped' });
    expect(account.market.told.length).toBe(2);
    await account.bar({ [HRBM]: { open: 101 } });
    await account.look(bot.id, sellSignal(), buySignal({ instrumentId: OTHR }));
    await account.bar({ [HRBM]: { open: 101 } });
    expect(account.broker.held(HRBM)).toBe('0');
    expect(account.intents().filter(({ side }) => side === 'buy')).toHaveLength(1);
  });

  it('never lets an entry leave that it found on its way: not resent, cancelled once it is seen', async () => {
    for (const fault of ['loseRequests', 'loseAnswers'] as const) {
      const account = await SimAccount.open();
      const { question } = await account.asking();
      account.broker.faults[fault] = true;
      unwrap(await account.approve(question));
      unwrap(await account.api.pause(OWNER));
      account.broker.heal();
      await account.pass(60_000);
      expect(open(account), fault).toHaveLength(0);
      expect(account.broker.requests, fault).toHaveLength(1);
      expect(account.broker.held(HRBM)).toBe('0');
    }
  });

  it('takes effect although market and broker are out of reach', async () => {
    const account = await SimAccount.open();
    await account.asking();
    account.market.isDown = true;
    account.broker.faults.isDown = true;
    account.crash();
    unwrap(await account.api.pause(OWNER));
    expect(await modeOf(account)).toBe('reducing');
  });

  it('is one call for anybody above a viewer, of the account and of one bot', async () => {
    const account = await SimAccount.open();
    const bot = await account.bot();
    const of = (role: string, scopes: readonly Scope[] = SCOPES): Caller => {
      const userId = `u_${role}` as UserId;
      account.sql.run('INSERT OR IGNORE INTO grant_ (user_id, role, granted_at) VALUES (?, ?, 0)', userId, role);
      return { ...OWNER, userId, scopes };
    };
    expect(await account.api.pause(of('viewer'))).toMatchObject({ error: { code: 'not-allowed' } });
    expect(await account.api.pauseBot(of('viewer'), bot.id)).toMatchObject({ error: { code: 'not-allowed' } });
    expect(await account.api.pause(of('trader', ['read']))).toMatchObject({ error: { code: 'scope-missing' } });
    expect(await modeOf(account)).toBe('active');
    expect(unwrap(await account.api.pauseBot(of('approver', ['read', 'approve']), bot.id)).mode).toBe('reducing');
    unwrap(await account.api.pause(of('approver')));
    expect(await modeOf(account)).toBe('reducing');
    expect(await account.api.resume(of('approver'))).toMatchObject({ error: { code: 'not-allowed' } });
    expect(await account.api.panic(of('approver'))).toMatchObject({ error: { code: 'not-allowed' } });
  });

  it('fault 7: is not forgotten by a restart', async () => {
    const account = await SimAccount.open();
    const { bot } = await account.holding();
    unwrap(await account.api.pause(OWNER));
    for (let life = 0; life < 3; life += 1) {
      account.crash();
      await account.runtime.wake();
      await account.pass(60_000);
      await account.look(bot.id, buySignal({ instrumentId: OTHR }));
      expect(await modeOf(account)).toBe('reducing');
      expect(await account.questions()).toEqual([]);
    }
  });

  it('does not loosen what is stricter, and is lifted by a person', async () => {
    const account = await SimAccount.open();
    unwrap(await account.api.panic(OWNER));
    unwrap(await account.api.pause(OWNER));
    expect(await modeOf(account)).toBe('halted');
    unwrap(await account.api.resume(OWNER));
    expect(await modeOf(account)).toBe('active');
    expect(account.events('mode.changed')).toHaveLength(2);
  });

  it('is lifted out of a halt at a real broker only by a person who just confirmed it', async () => {
    for (const world of ['paper', 'live'] as const) {
      const account = await SimAccount.open({ world });
      unwrap(await account.api.panic(OWNER));
      const about = 'a_test0001';
      const other = [
        { reason: 'lift-halt', about: 'a_test0002' },
        { reason: 'large-approval', about },
      ] as const;
      for (const given of [undefined, ...other])
        expect(await account.api.resume(OWNER, given)).toMatchObject({
          error: { code: 'step-up-required', values: { reason: 'lift-halt', about } },
        });
      expect(await modeOf(account)).toBe('halted');
      unwrap(await account.api.resume(OWNER, { reason: 'lift-halt', about }));
      unwrap(await account.api.pause(OWNER));
      unwrap(await account.api.resume(OWNER));
      expect(await modeOf(account)).toBe('active');
    }
  });
});

describe('sell everything', () => {
  it('halts, sells every holder’s shares, and looks again until nothing is held', async () => {
    const account = await SimAccount.open();
    const { bot } = await account.holding();
    unwrap(await account.api.createOrder(OWNER, { symbol: 'OTHR', side: 'buy', quantity: '10', stopPrice: '90' }));
    await account.bar({ [OTHR]: { open: 100 } });
    const limit = { symbol: 'HRBM', side: 'sell', quantity: '20', limitPrice: '130', holder: bot.id } as const;
    unwrap(await account.api.createOrder(OWNER, limit));
    unwrap(await account.api.panic(OWNER));
    await account.pass(60_000);
    expect(account.broker.held(HRBM), 'the market stands still').not.toBe('0');
    const working = open(account);
    await account.bar({ [HRBM]: { open: 98 }, [OTHR]: { open: 97 } });
    expect([account.broker.held(HRBM), account.broker.held(OTHR)]).toEqual(['0', '0']);
    expect(working.length, 'one exit per share while it waits').toBeLessThanOrEqual(3);
    await account.pass(60_000);
    expect(account.sql.all("SELECT * FROM schedule WHERE kind = 'verify-flat'")).toHaveLength(0);
    expect(await modeOf(account)).toBe('halted');
  });

  it('also sells what a late fill brings in', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    unwrap(await account.approve(question));
    account.broker.faults.loseCancels = true;
    unwrap(await account.api.panic(OWNER));
    await account.bar({ [HRBM]: { open: 100 } });
    await account.pass(20_000);
    await account.bar({ [HRBM]: { open: 99 } });
    expect(account.broker.held(HRBM)).toBe('0');
  });

  it('sends exits that were refused again, and stops when a person buys again', async () => {
    const account = await SimAccount.open();
    await account.holding();
    account.broker.faults.refuseWith = 'no';
    unwrap(await account.api.panic(OWNER));
    await account.pass(20_000);
    const tries = account.broker.requests.length;
    expect(tries).toBeGreaterThan(3);
    unwrap(await account.api.resume(OWNER));
    account.broker.heal();
    await account.pass(60_000);
    expect(account.broker.requests).toHaveLength(tries);
    expect(account.broker.held(HRBM)).not.toBe('0');
  });

  it('survives a crash before anything was sent', async () => {
    const account = await SimAccount.open();
    await account.holding();
    account.broker.during.received = async () => {
      await Promise.resolve();
      account.broker.during = {};
      account.crash();
    };
    await expect(account.api.panic(OWNER)).rejects.toThrow();
    await account.pass(60_000);
    await account.bar({ [HRBM]: { open: 98 } });
    expect(account.broker.held(HRBM)).toBe('0');
    expect(account.broker.orders().filter(({ side }) => side === 'sell')).toHaveLength(1);
  });
});

describe('halted', () => {
  it('a strategy’s opinion sells nothing, a person’s order does', async () => {
    const account = await SimAccount.open();
    const { bot } = await account.holding({ sells: 'ask-then-sell' });
    await account.look(bot.id, sellSignal());
    writeMeta(account.ctx.sql, 'mode', { mode: 'halted', reason: 'drawdown' });
    await account.pass(60_000);
    await account.bar({ [HRBM]: { open: 101 } });
    await account.look(bot.id, sellSignal());
    expect(account.intents().filter(({ side }) => side === 'sell')).toHaveLength(0);
    unwrap(await account.api.closePosition(OWNER, { symbol: 'HRBM' }));
    await account.bar({ [HRBM]: { open: 101 } });
    expect(account.broker.held(HRBM)).toBe('0');
  });
});

describe('the fall from the peak', () => {
  it('halts the account at its limit; a person who buys again starts from there', async () => {
    const account = await SimAccount.open();
    await account.holding();
    account.sql.run("UPDATE balance SET amount = '70000' WHERE account = 'cash'");
    await account.bar({ [HRBM]: { open: 99 } });
    expect(await modeOf(account)).toBe('halted');
    expect(account.events('mode.changed')[0]?.body).toMatchObject({ mode: 'halted', reason: 'drawdown' });
    unwrap(await account.api.resume(OWNER));
    await account.bar({ [HRBM]: { open: 99 } });
    expect(await modeOf(account)).toBe('active');
  });

  it('is not caused by a withdrawal, nor hidden by a deposit', async () => {
    const account = await SimAccount.open();
    unwrap(await account.api.createTransaction(OWNER, { type: 'withdrawal', amount: '50000' }));
    await account.bar({});
    expect(await modeOf(account)).toBe('active');
    unwrap(await account.api.createTransaction(OWNER, { type: 'deposit', amount: '1000000' }));
    account.sql.run("UPDATE balance SET amount = '850000' WHERE account = 'cash'");
    await account.bar({});
    expect(await modeOf(account)).toBe('halted');
  });

  it('stops a bot at 15 % of its own money, and lets it buy again when told', async () => {
    const account = await SimAccount.open();
    const bot = await account.bot();
    account.sql.run("UPDATE bot SET cash = '16999'");
    await account.bar({});
    expect(unwrap(await account.api.bot(OWNER, bot.id))).toMatchObject({
      mode: 'reducing',
      modeReason: 'bot-drawdown',
    });
    unwrap(await account.api.resumeBot(OWNER, bot.id));
    await account.bar({});
    expect(unwrap(await account.api.bot(OWNER, bot.id)).mode).toBe('active');
  });
});

describe('a market day', () => {
  it('begins with the value the day before ended with', async () => {
    const account = await SimAccount.open({ world: 'replay', timeframe: '1d' });
    await account.bar({});
    account.sql.run("UPDATE balance SET amount = '99000' WHERE account = 'cash'");
    await account.bar({});
    expect(unwrap(await account.api.view(OWNER)).dayResult).toBe('-1000');
  });
});

describe('the mode of all accounts', () => {
  it('stops buying here at once, and is lifted only for what it stopped', async () => {
    const account = await SimAccount.open();
    const order = { symbol: 'HRBM', side: 'buy', quantity: '10', limitPrice: '90' } as const;
    unwrap(await account.api.createOrder(OWNER, order));
    await account.runtime.setGlobalMode('reducing', OWNER);
    const view = unwrap(await account.api.view(OWNER));
    expect(view).toMatchObject({ mode: 'reducing', modeReason: 'global-stop', modeSentence: { code: 'global-stop' } });
    expect(account.broker.orders().map(({ state }) => state)).toEqual(['cancelled']);
    expect(await account.api.createOrder(OWNER, order)).toMatchObject({ ok: false });
    unwrap(await account.api.pause(OWNER));
    await account.runtime.setGlobalMode('active', OWNER);
    expect(unwrap(await account.api.view(OWNER)), 'its own mode stays').toMatchObject({ mode: 'reducing' });
    expect(account.events('mode.changed').at(-1)?.body, 'and is not told as running').toMatchObject({
      mode: 'reducing',
      reason: 'person',
    });
  });

  it('that was set while it slept holds from its first moment', async () => {
    const account = await SimAccount.open();
    account.globalMode = 'halted';
    account.crash();
    const order = { symbol: 'HRBM', side: 'buy', quantity: '10', limitPrice: '90' } as const;
    expect(await account.api.createOrder(OWNER, order)).toMatchObject({ ok: false });
    expect(account.broker.requests).toEqual([]);
  });

  it('told while this account read an older one at its start is what holds', async () => {
    const account = await SimAccount.open();
    const read = Promise.withResolvers<'active'>();
    account.globalMode = read.promise;
    account.crash();
    const starting = account.runtime.ready();
    await new Promise((resolve) => setImmediate(resolve));
    await account.runtime.setGlobalMode('halted', OWNER);
    read.resolve('active');
    await starting;
    expect(unwrap(await account.api.view(OWNER))).toMatchObject({ mode: 'halted', modeReason: 'global-stop' });
  });
});
