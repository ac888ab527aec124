import { describe, expect, it } from 'vitest';
import type { UpdateLimits } from '#shared/contract/account.ts';
import { buySignal, OWNER, SimAccount, unwrap } from '#worker/src/testing/sim-account.ts';

const order = { symbol: 'HRBM', side: 'buy', quantity: '10', limitPrice: '90' } as const;

describe('the owner’s limits for all accounts', () => {
  it('bind here at once, tell before and after, and hold over a restart where nobody can read them', async () => {
    const account = await SimAccount.open();
    await account.runtime.setOwnerLimits({ ordersPerDayMax: 1, drawdownMax: 0.9 }, OWNER);
    expect(unwrap(await account.api.limits(OWNER))).toMatchObject({ ordersPerDayMax: 1, drawdownMax: 0.15 });
    expect(account.events('limits.changed').map(({ body }) => body)).toMatchObject([
      {
        before: { ordersPerDayMax: 20 },
        after: { ordersPerDayMax: 1 },
        owner: { before: {}, after: { ordersPerDayMax: 1, drawdownMax: 0.9 } },
        confirmed: true,
      },
    ]);
    unwrap(await account.api.createOrder(OWNER, order));
    const second = { ...order, symbol: 'OTHR' };
    expect(await account.api.createOrder(OWNER, second)).toMatchObject({
      error: { values: { reason: 'too-many-orders' } },
    });
    account.ownerLimits = 'unreadable';
    account.crash();
    expect(await account.api.createOrder(OWNER, second)).toMatchObject({ ok: false });
    expect(unwrap(await account.api.limits(OWNER)).ordersPerDayMax).toBe(1);
  });

  it('cut what a bot asks, and what it asked before is looked at anew at the nod', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    await account.runtime.setOwnerLimits({ positionFractionMax: 0.01 }, OWNER);
    expect(await account.approve(question)).toMatchObject({ ok: false });
    const bot = await account.bot({ name: 'Second' });
    await account.look(bot.id, buySignal());
    for (const { sizing } of await account.questions()) expect(Number(sizing.cost)).toBeLessThanOrEqual(1_000);
  });

  it('are the loosest an account may be: at them, not a unit beyond, and never without', async () => {
    const account = await SimAccount.open();
    await account.runtime.setOwnerLimits({ ordersPerDayMax: 10, sectorFractionMax: 0.3 }, OWNER);
    const set = (change: UpdateLimits) => account.api.updateLimits(OWNER, change);
    expect(await set({ ordersPerDayMax: 11 })).toMatchObject({
      error: { code: 'beyond-owner-limits', field: 'ordersPerDayMax', values: { limit: 10 } },
    });
    expect(await set({ sectorFractionMax: null })).toMatchObject({ error: { code: 'beyond-owner-limits' } });
    expect(unwrap(await set({ ordersPerDayMax: 10 })).ordersPerDayMax).toBe(10);
    expect(unwrap(await set({ ordersPerDayMax: 9 })).ordersPerDayMax).toBe(9);
  });

  it('a looser one gives an account back its own, never more', async () => {
    const account = await SimAccount.open();
    await account.runtime.setOwnerLimits({ ordersPerDayMax: 5 }, OWNER);
    await account.runtime.setOwnerLimits({ ordersPerDayMax: 100 }, OWNER);
    expect(unwrap(await account.api.limits(OWNER)).ordersPerDayMax).toBe(20);
  });

  it('that were set while it slept, or before it was made, hold from its first moment', async () => {
    const account = await SimAccount.open();
    account.ownerLimits = { ordersPerDayMax: 0 };
    account.crash();
    expect(await account.api.createOrder(OWNER, order)).toMatchObject({
      error: { values: { reason: 'too-many-orders' } },
    });
  });

  it.each([['unreadable' as const], [null]])('never heard of (%s): nothing is bought', async (ownerLimits) => {
    const account = await SimAccount.open();
    account.sql.run("DELETE FROM meta WHERE key = 'ownerLimits'");
    account.ownerLimits = ownerLimits;
    account.crash();
    expect(await account.api.createOrder(OWNER, order)).toMatchObject({ ok: false });
    expect(account.broker.requests.filter((request) => JSON.stringify(request).includes('HRBM'))).toEqual([]);
    account.ownerLimits = {};
    account.crash();
    expect(await account.api.createOrder(OWNER, order), 'heard again').toMatchObject({ ok: true });
  });
});
