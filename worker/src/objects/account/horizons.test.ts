import { describe, expect, it } from 'vitest';
import { HRBM, OTHR, OWNER, SimAccount, buySignal, unwrap } from '#worker/src/testing/sim-account.ts';

const split = (short: number, mid: number, long: number) => ({ horizonSplit: { short, mid, long } });

describe('capital split by horizon', () => {
  it('makes a purchase no larger than what is left of its horizon’s share, and the card names it', async () => {
    const account = await SimAccount.open();
    unwrap(await account.api.updateLimits(OWNER, split(96, 4, 0)));
    const { question } = await account.asking({}, buySignal({ horizon: 'mid' }));
    expect(question.sizing.boundBy).toBe('horizon-split');
    expect(Number(question.sizing.cost)).toBeLessThanOrEqual(4_000);
    expect(Number(question.sizing.cost)).toBeGreaterThan(3_800);
    expect(question.checks.find(({ check }) => check === 'horizon-split')?.verdict).toBe('pass');
  });

  it('counts what bots hold for as long, and nothing of another horizon', async () => {
    const account = await SimAccount.open();
    unwrap(await account.api.updateLimits(OWNER, split(50, 5, 45)));
    await account.holding({}, buySignal({ horizon: 'mid' }));
    const again = await account.bot();
    await account.look(again.id, buySignal({ instrumentId: OTHR, horizon: 'mid' }));
    expect(await account.questions()).toHaveLength(0);
    await account.bar({ [HRBM]: { open: 100 } });
    await account.look(again.id, buySignal({ instrumentId: OTHR, horizon: 'short' }));
    expect(await account.questions()).toHaveLength(1);
  });

  it('takes back what waits and no longer fits, and lets a person’s own order be', async () => {
    const account = await SimAccount.open();
    await account.asking({}, buySignal({ horizon: 'mid' }));
    unwrap(await account.api.updateLimits(OWNER, split(60, 0, 40)));
    expect((await account.questions('withdrawn'))[0]?.reason).toMatchObject({
      code: 'horizon-full',
      values: { horizon: 'mid', share: 0 },
    });
    const order = { symbol: 'OTHR', side: 'buy', quantity: '3', limitPrice: '101', stopPrice: '90' } as const;
    unwrap(await account.api.createOrder(OWNER, order));
  });

  it('is set, changed and ended, each written down', async () => {
    const account = await SimAccount.open();
    unwrap(await account.api.updateLimits(OWNER, split(20, 30, 50)));
    expect(unwrap(await account.api.limits(OWNER)).horizonSplit).toEqual({ short: 20, mid: 30, long: 50 });
    unwrap(await account.api.updateLimits(OWNER, { horizonSplit: null }));
    expect(unwrap(await account.api.limits(OWNER)).horizonSplit).toBeNull();
    expect(account.events('limits.changed')).toHaveLength(2);
  });
});
