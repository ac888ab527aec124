import { describe, expect, it } from 'vitest';
import { DAY_MS, MINUTE_MS, type WallMs } from '#shared/lib/time.ts';
import { buySignal, HRBM, OTHR, OWNER, SimAccount, unwrap } from '#worker/src/testing/sim-account.ts';

const days = async (account: SimAccount, count: number): Promise<void> => {
  for (let day = 0; day < count; day += 1) {
    await account.bar({ [HRBM]: { open: 101 }, [OTHR]: { open: 100 } });
    await account.runtime.follow(account.market.moment(), (market) => market.snapshot());
    await account.pass(MINUTE_MS);
    account.now = (account.now + DAY_MS) as WallMs;
  }
};

describe('what happened while somebody was away', () => {
  it('is the value then and now, what was bought and sold, and what nobody answered', async () => {
    const account = await SimAccount.open({ timeframe: '1d' });
    const { bot, quantity } = await account.holding({ timeframe: '1d' });
    await days(account, 2);
    const since = account.now;
    const then = unwrap(await account.api.view(OWNER)).equity;
    account.now = (account.now + DAY_MS) as WallMs;
    unwrap(await account.api.createTransaction(OWNER, { type: 'deposit', amount: '500' }));
    await account.look(bot.id, buySignal({ instrumentId: OTHR }));
    await account.pass(2 * MINUTE_MS);
    // Its stop-loss is passed: it is sold.
    await account.bar({ [HRBM]: { open: 80 } });
    await account.pass(MINUTE_MS);

    const away = unwrap(await account.api.away(OWNER, since));
    expect(away.then?.value).toBe(then);
    expect(away.moved).toBe('500');
    expect(Number(away.now)).toBeCloseTo(Number(then) + 500 + Number(away.result), 2);
    expect(Number(away.result)).toBeLessThan(0);
    expect(away.bought.count, 'bought before').toBe(0);
    expect(away.sold).toMatchObject({ count: 1, newest: [{ symbol: 'HRBM', quantity }] });
    expect(Number(away.sold.result)).toBeLessThan(0);
    expect(away.lapsed).toMatchObject({ count: 1, newest: [{ symbol: 'OTHR', answer: 'unanswered' }] });
    expect(away.bots).toEqual([]);
    const stranger = { ...OWNER, userId: 'u_stranger' as typeof OWNER.userId };
    expect(await account.api.away(stranger, since)).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });

  it('names what stopped by itself, and no more than it shows however long it was', async () => {
    const account = await SimAccount.open();
    const bots = [];
    for (let made = 0; made < 12; made += 1) bots.push(await account.bot({ investmentAmount: '1000' }));
    const since = account.now;
    account.visitedAt = since;
    await account.look(bots[0]!.id);
    await account.bar({});
    account.now = (account.now + 15 * DAY_MS) as WallMs;
    await account.look(bots[0]!.id, buySignal());
    const away = unwrap(await account.api.away(OWNER, since));
    expect(away.ended).toHaveLength(8);
    expect(new Set(away.ended.map(({ type }) => type))).toEqual(new Set(['bot.stopped-asking']));
    expect(away.bots).toHaveLength(12);
    expect(away.then, 'nothing was written down before').toBeNull();
    expect(away.result).toBeNull();
  });
});
