import { describe, expect, it } from 'vitest';
import { routesFor } from '#shared/domain/alerts/routes.ts';
import { AlertSettings } from '#shared/domain/alerts/settings.ts';
import { toTellOf } from '#shared/domain/alerts/to-tell.ts';
import type { UserId } from '#shared/domain/ids.ts';
import { MINUTE_MS, type WallMs } from '#shared/lib/time.ts';
import { HRBM, OWNER, SimAccount, unwrap } from '#worker/src/testing/sim-account.ts';

const IN_SESSION = Date.UTC(2026, 0, 5, 16);
const order = { symbol: 'HRBM', side: 'buy', quantity: '10', limitPrice: '100', stopPrice: '95' } as const;

/** What people were told of the watch, in order. */
const told = (account: SimAccount): string[] =>
  account.delivered
    .filter(({ event }) => /^(watch|position\.unprotected|mode)/.test(event.type))
    .map(({ event: { type, body } }) => `${type} ${(body['trouble'] ?? body['mode'] ?? '') as string}`.trim());
const troublesOf = async (account: SimAccount) => unwrap(await account.api.view(OWNER)).troubles;
const found = (account: SimAccount, jobs = ['briefs']) => ({ since: account.now, about: { jobs } });

async function holding(): Promise<SimAccount> {
  const account = await SimAccount.open();
  await account.holding();
  await account.settle();
  account.delivered.length = 0;
  return account;
}

describe('a trouble', () => {
  it('is told once when it begins and once when it has been over for a while, whoever looks how often', async () => {
    const account = await holding();
    for (let look = 0; look < 3; look += 1) {
      await account.runtime.setTrouble('job-missed', found(account), null);
      await account.pass(MINUTE_MS);
      account.crash();
    }
    expect(told(account)).toEqual(['watch.began job-missed']);
    expect(await troublesOf(account)).toMatchObject([{ trouble: 'job-missed' }]);
    for (let look = 0; look < 3; look += 1) {
      await account.runtime.setTrouble('job-missed', null, null);
      account.crash();
      await account.pass(MINUTE_MS);
    }
    expect(told(account)).toEqual(['watch.began job-missed', 'watch.ended job-missed']);
    expect(account.delivered.at(-1)?.event.body).toMatchObject({
      lastedMs: 3 * MINUTE_MS,
      stops: { positions: 1, atNod: 1, here: [{ symbol: 'HRBM' }] },
    });
    expect(await troublesOf(account)).toEqual([]);
  });

  it('that comes and goes is a handful of messages in an hour', async () => {
    const account = await holding();
    for (let minute = 0; minute < 60; minute += 1) {
      await account.runtime.setTrouble('silent-socket', minute % 2 === 0 ? found(account) : null, null);
      await account.pass(MINUTE_MS);
    }
    expect(told(account).length).toBeLessThanOrEqual(12);
    await account.runtime.setTrouble('silent-socket', null, null);
    await account.pass(60 * MINUTE_MS);
    expect(told(account).at(-1)).toBe('watch.ended silent-socket');
  });

  it('of a broker that tells nothing is none while nothing is held, and said once something is', async () => {
    const account = await SimAccount.open();
    await account.runtime.setTrouble('silent-socket', found(account), null);
    expect(told(account)).toEqual([]);
    await account.holding();
    await account.runtime.setTrouble('silent-socket', found(account), null);
    await account.settle();
    expect(told(account)).toEqual(['watch.began silent-socket']);
  });

  it('of messages that reach one person is theirs alone', async () => {
    const account = await SimAccount.open();
    const recipient = OWNER.userId;
    await account.runtime.setTrouble('undelivered', { since: account.now, about: { count: 2 } }, recipient);
    await account.runtime.setTrouble('undelivered', { since: account.now }, 'u_other' as UserId);
    await account.settle();
    expect(account.delivered.map(({ userId }) => userId)).toEqual([recipient]);
  });
});

describe('prices that stand still', () => {
  it('are told with what they mean for what is held, not a second time as a stop of buying', async () => {
    const account = await SimAccount.open({ world: 'paper', marketAt: IN_SESSION });
    account.now = IN_SESSION as WallMs;
    unwrap(await account.api.createOrder(OWNER, order));
    await account.bar({ [HRBM]: { open: 100 } });
    account.now = Number(account.market.marketAt) as WallMs;
    await account.pass(20 * MINUTE_MS);
    expect(told(account)).toEqual(['watch.began stale-quotes']);
    expect(unwrap(await account.api.view(OWNER)).modeReason).toBe('stale-data');
    account.crash();
    await account.bar({ [HRBM]: { open: 101 } });
    await account.pass(4 * MINUTE_MS);
    expect(told(account)).toEqual(['watch.began stale-quotes', 'watch.ended stale-quotes']);
  });
});

describe('a position that nobody protects', () => {
  it('is told at once, once, and that it is protected again', async () => {
    const account = await SimAccount.open();
    const { stopPrice: _none, ...bare } = order;
    unwrap(await account.api.createOrder(OWNER, bare));
    await account.bar({ [HRBM]: { open: 100 } });
    await account.pass(5_000);
    account.crash();
    await account.runtime.wake();
    expect(told(account)).toEqual(['position.unprotected']);
    expect(account.events('position.unprotected')[0]?.body).toMatchObject({
      held: { symbol: 'HRBM', quantity: '10', holder: 'manual' },
      stops: { positions: 1, byNobody: 1 },
    });
    unwrap(await account.api.moveStop(OWNER, { symbol: 'HRBM', holder: 'manual', stopPrice: '90' }));
    await account.settle();
    expect(told(account)).toEqual(['position.unprotected', 'watch.ended unprotected']);
    await account.bar({ [HRBM]: { open: 85 } });
    expect(told(account)).toHaveLength(2);
  });
});

describe('complaint 3: a process that was off', () => {
  it('says so at its next start, with what happened meanwhile, once', async () => {
    const account = await SimAccount.open({ world: 'paper', marketAt: IN_SESSION });
    account.now = IN_SESSION as WallMs;
    unwrap(await account.api.createOrder(OWNER, order));
    const from = account.now;
    await account.bar({ [HRBM]: { open: 100 } });
    account.crash();
    for (let tick = 0; tick < 3; tick += 1) {
      await account.runtime.wasOff(from, (from + 90 * MINUTE_MS) as WallMs);
      account.crash();
    }
    await account.pass(5_000);
    expect(told(account)).toEqual(['watch.off']);
    expect(account.events('watch.off')[0]?.body).toMatchObject({ happened: { bought: 1, sold: 0 }, stood: false });
  });

  it('says nothing to an account in which there is nothing', async () => {
    const account = await SimAccount.open();
    await account.runtime.wasOff(account.now, (account.now + 90 * MINUTE_MS) as WallMs);
    expect(told(account)).toEqual([]);
  });
});

describe('research that took long', () => {
  it('is told once to whoever asked, and named by the next brief alone', async () => {
    const account = await SimAccount.open();
    await account.holding();
    const done = { id: 't_1', kind: 'walk-forward', strategy: 'ma-cross', symbols: ['GOOG'] };
    for (let call = 0; call < 2; call += 1) await account.runtime.researchDone(done, OWNER.userId);
    await account.settle();
    expect(account.delivered.filter(({ event }) => event.type === 'research.done')).toHaveLength(1);
    const told = account.delivered.find(({ event }) => event.type === 'research.done');
    expect(told === undefined ? null : toTellOf(told.event).kind).toBe('research');
    const person = { settings: AlertSettings.parse({}), linked: ['telegram'] as const, zone: 'UTC', now: account.now };
    expect(routesFor({ kind: 'research', as: 'message' }, person), 'never a message of its own').toEqual([]);
  });
});
