import { describe, expect, it } from 'vitest';
import type { UpdateLimits } from '#shared/contract/account.ts';
import { buySignal, HRBM, OWNER, SimAccount, unwrap } from '#worker/src/testing/sim-account.ts';

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

  it.each(['told', 'heard when it wakes'] as const)(
    'a looser one does not reach an account on the day of its loss (%s)',
    async (how) => {
      const account = await SimAccount.open();
      const owner = async (ordersPerDayMax: number) => {
        account.ownerLimits = { ordersPerDayMax };
        if (how === 'told') await account.runtime.setOwnerLimits({ ordersPerDayMax }, OWNER);
        else account.crash();
      };
      const limit = async () => unwrap(await account.api.limits(OWNER)).ordersPerDayMax;
      await owner(5);
      account.sql.run("UPDATE balance SET amount = '95000' WHERE account = 'cash'");
      await account.bar({ [HRBM]: { open: 100 } });
      await owner(15);
      expect(await limit()).toBe(5);
      expect(account.events('limits.changed').at(-1)?.body).toMatchObject({
        before: { ordersPerDayMax: 5 },
        after: { ordersPerDayMax: 5 },
        owner: { before: { ordersPerDayMax: 5 }, after: { ordersPerDayMax: 15 } },
      });
      expect(await account.api.updateLimits(OWNER, { ordersPerDayMax: 6 })).toMatchObject({
        error: { code: 'limits-locked' },
      });
      await owner(3);
      expect(await limit(), 'tighter does').toBe(3);
      await owner(15);
      expect(await limit(), 'and holds').toBe(3);
      for (let bar = 0; bar < 96; bar += 1) await account.bar({ [HRBM]: { open: 100 } });
      expect(await limit(), 'nothing loosens by itself').toBe(3);
      expect(unwrap(await account.api.updateLimits(OWNER, { ordersPerDayMax: 15 })).ordersPerDayMax).toBe(15);
    },
  );

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
