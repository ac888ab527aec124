import { describe, expect, it } from 'vitest';
import { UpdateLimits } from '#shared/contract/account.ts';
import { limitShape, type LimitName } from '#shared/domain/account-limits.ts';
import { CHECK_NAMES } from '#shared/risk/check.ts';
import { CHECKS } from '#shared/risk/index.ts';
import { buySignal, HRBM, OTHR, OWNER, SimAccount, unwrap } from '#worker/src/testing/sim-account.ts';

/*
 * What is mistyped is refused where it is set, what is missing is denied where it is needed: nothing that was asked is ever
 * skipped. Each by hand, and by a bot that needs nobody's nod.
 */

const order = { symbol: 'HRBM', side: 'buy', quantity: '10', limitPrice: '101', stopPrice: '95' } as const;

/** Asks by hand and through a bot that buys alone; the codes it was refused with, by hand first. */
async function bothWays(account: SimAccount): Promise<{ byHand: unknown; byBot: unknown }> {
  const answer = await account.api.createOrder(OWNER, order);
  const bot = await account.bot({ autonomy: 'auto' });
  await account.look(bot.id, buySignal());
  await account.settle();
  expect(account.broker.requests, 'nothing has left').toEqual([]);
  return { byHand: answer.ok ? null : answer.error, byBot: account.looks(bot.id) };
}

/** As if another version, or a hand, had written it. */
function mistypeStored(account: SimAccount): void {
  account.sql.run("INSERT INTO meta (key, value) VALUES ('limits', '{\"positionFractionMaximum\": 0.1}')");
  account.crash();
}

describe('a mistyped limit', () => {
  it('is refused at the setting, by its name, with everything that came with it', () => {
    for (const name of Object.keys(limitShape)) {
      const mistyped = name.slice(0, -1);
      const answer = UpdateLimits.safeParse({ drawdownMax: 0.1, [mistyped]: 1 });
      expect(answer.error?.issues[0], name).toMatchObject({ code: 'unrecognized_keys', keys: [mistyped] });
    }
  });

  it('is refused at the setting where its value is none', () => {
    const wrong: readonly unknown[] = ['lots', '', {}, NaN, Infinity, -1, [[]], [1]];
    const taken = (Object.keys(limitShape) as LimitName[]).flatMap((name) =>
      wrong.filter((value) => UpdateLimits.safeParse({ [name]: value }).success).map((value) => [name, value]),
    );
    // Words and days by symbol: none at all are some.
    expect(taken).toEqual([
      ['sectors', {}],
      ['blockedUntil', {}],
    ]);
  });
});

describe('a mistyped limit that lies in the store', () => {
  const held = async (): Promise<SimAccount> => {
    const account = await SimAccount.open();
    await account.holding();
    mistypeStored(account);
    return account;
  };

  it('lets nothing be bought, by hand and by a bot', async () => {
    const account = await SimAccount.open();
    const bot = await account.bot({ autonomy: 'auto' });
    mistypeStored(account);
    await account.look(bot.id, buySignal());
    expect(await account.api.createOrder(OWNER, order)).toMatchObject({ ok: false });
    await account.settle();
    expect(account.broker.requests).toEqual([]);
  });

  it('stands in the way of no sale by hand', async () => {
    const account = await held();
    unwrap(await account.api.closePosition(OWNER, { symbol: 'HRBM' }));
    await account.bar({ [HRBM]: { open: 100 } });
    expect(account.broker.held(HRBM)).toBe('0');
  });

  it('of no stop-loss, and the sale is booked', async () => {
    const account = await held();
    await account.bar({ [HRBM]: { open: 100, low: 90, close: 91 } });
    expect(account.broker.held(HRBM)).toBe('0');
    expect(unwrap(await account.api.positions(OWNER))).toEqual([]);
    expect(account.events('position.closed')).toHaveLength(1);
  });

  it('and of selling everything, to its end', async () => {
    const account = await held();
    expect(unwrap(await account.api.panic(OWNER))).toMatchObject({ mode: 'halted' });
    await account.bar({ [HRBM]: { open: 100 } });
    await account.pass(60_000);
    expect(unwrap(await account.api.showPanic(OWNER))).toMatchObject({ state: 'sold', positions: [] });
    expect(account.events('selling.done')).toHaveLength(1);
  });

  it('keeps what can be read, and is mended by setting the limits again', async () => {
    const account = await SimAccount.open();
    const stored = { drawdownMax: 0.07, botSizeFractionMax: 'half', positionFractionMaximum: 0.1 };
    account.sql.run("INSERT INTO meta (key, value) VALUES ('limits', ?)", JSON.stringify(stored));
    account.crash();
    expect(unwrap(await account.api.limits(OWNER))).toMatchObject({ drawdownMax: 0.07, allowList: [] });
    unwrap(await account.api.updateLimits(OWNER, { allowList: null }));
    expect(unwrap(await account.api.limits(OWNER))).toMatchObject({ drawdownMax: 0.07, allowList: null });
    unwrap(await account.api.createOrder(OWNER, order));
    expect(account.broker.requests).toHaveLength(1);
  });
});

describe('settings of a bot that are damaged', () => {
  it('stop that bot, and stand in the way of no stop-loss, no book and no selling everything', async () => {
    const account = await SimAccount.open();
    const { bot } = await account.holding();
    await account.holding({}, buySignal({ instrumentId: OTHR }));
    account.sql.run("UPDATE bot SET config = '{', universe = '{', ending = '{' WHERE id = ?", bot.id);
    account.crash();
    expect(unwrap(await account.api.bot(OWNER, bot.id))).toMatchObject({ mode: 'halted', modeReason: 'damaged' });
    await account.bar({ [HRBM]: { open: 94 } });
    expect(account.broker.held(HRBM)).toBe('0');
    unwrap(await account.api.panic(OWNER));
    await account.bar({ [OTHR]: { open: 100 } });
    await account.pass(60_000);
    expect(unwrap(await account.api.positions(OWNER))).toEqual([]);
    expect(account.events('selling.done')).toHaveLength(1);
    await account.api.resumeBot(OWNER, bot.id);
    expect(unwrap(await account.api.bot(OWNER, bot.id))).toMatchObject({ mode: 'halted' });
  });
});

describe('an unknown check name', () => {
  it('cannot be set: a check is no limit, and what is no check is neither', () => {
    for (const name of [...CHECK_NAMES, 'max-position-sise'])
      expect(UpdateLimits.safeParse({ [name]: 0.1 }).error?.issues[0], name).toMatchObject({
        code: 'unrecognized_keys',
        keys: [name],
      });
  });

  it('is in no list: every name has a check, every check a name, and every one of them answers', async () => {
    expect(Object.keys(CHECKS).toSorted()).toEqual([...CHECK_NAMES].toSorted());
    const account = await SimAccount.open();
    const { checks } = unwrap(await account.api.validate(OWNER, order));
    const binding = CHECK_NAMES.filter((name) => CHECKS[name].appliesTo !== 'exit');
    expect(checks.map(({ check }) => check)).toEqual(binding);
  });
});

describe('a missing price', () => {
  it('is denied at the order, however small it would be', async () => {
    const account = await SimAccount.open();
    account.market.prices.delete(HRBM);
    const { byHand } = await bothWays(account);
    expect(byHand).toMatchObject({ code: 'check-denied', values: { reason: 'unknown', missing: 'quote' } });
    const tiny = { ...order, quantity: '1', limitPrice: '0.01', stopPrice: undefined };
    expect(await account.api.createOrder(OWNER, tiny)).toMatchObject({ ok: false });
    expect(account.broker.requests).toEqual([]);
  });
});

describe('a missing sector', () => {
  it('is denied at the order while sectors are limited or blocked, and is nothing otherwise', async () => {
    for (const change of [{ sectorFractionMax: 0.5 }, { blockedSectors: ['mining'] }]) {
      const account = await SimAccount.open();
      unwrap(await account.api.updateLimits(OWNER, change));
      const { byHand, byBot } = await bothWays(account);
      expect(byHand).toMatchObject({ values: { reason: 'sector-unknown' } });
      expect(JSON.stringify(byBot)).toContain('sector-unknown');
    }
    const account = await SimAccount.open();
    unwrap(await account.api.createOrder(OWNER, order));
    expect(account.broker.requests).toHaveLength(1);
  });

  it('that a person names is known', async () => {
    const account = await SimAccount.open();
    unwrap(await account.api.updateLimits(OWNER, { sectorFractionMax: 0.5, sectors: { HRBM: 'mining' } }));
    unwrap(await account.api.createOrder(OWNER, order));
    expect(account.broker.requests).toHaveLength(1);
  });
});

describe('no history for correlation', () => {
  it('is denied at the order, and says whose history', async () => {
    const account = await SimAccount.open();
    unwrap(await account.api.createOrder(OWNER, { ...order, symbol: 'OTHR' }));
    await account.bar({ [HRBM]: { open: 100 }, [OTHR]: { open: 100 } });
    expect(account.broker.held(OTHR)).toBe('10');
    unwrap(await account.api.updateLimits(OWNER, { correlationMax: 0.9 }));
    const { checks, allowed } = unwrap(await account.api.validate(OWNER, order));
    expect(allowed).toBe(false);
    expect(checks.find(({ check }) => check === 'correlation')).toMatchObject({ verdict: 'unknown' });
    expect(JSON.stringify(checks.find(({ check }) => check === 'correlation'))).toContain('OTHR');
    const sent = account.broker.requests.length;
    expect(await account.api.createOrder(OWNER, order)).toMatchObject({ ok: false });
    const bot = await account.bot({ autonomy: 'auto' });
    await account.look(bot.id, buySignal());
    expect(account.broker.requests).toHaveLength(sent);
    expect(await account.api.createOrder(OWNER, { symbol: 'OTHR', side: 'sell', quantity: '10' })).toMatchObject({
      ok: true,
    });
  });
});
