import { describe, expect, it } from 'vitest';
import type { Leaving } from '#shared/contract/leaving.ts';
import type { AccountView } from '#shared/contract/account.ts';
import { buySignal, HRBM, OTHR, OWNER, sellSignal, SimAccount, unwrap } from '#worker/src/testing/sim-account.ts';

const holders = async (account: SimAccount) => unwrap(await account.api.positions(OWNER))[0]?.holders ?? [];
const atBroker = (account: SimAccount) =>
  account.broker.orders().filter(({ state, parentId }) => state === 'accepted' && parentId === null);
const view = async (account: SimAccount): Promise<AccountView> => unwrap(await account.api.view(OWNER));
/** The person and a bot hold some of it, each with a stop of their own; answers how much that is together. */
async function bothHold(account: SimAccount, stopPrice: string) {
  unwrap(await account.api.createOrder(OWNER, { symbol: 'HRBM', side: 'buy', quantity: '10', limitPrice: '101' }));
  await account.bar({ [HRBM]: { open: 100 } });
  const held = await account.holding();
  unwrap(await account.api.moveStop(OWNER, { symbol: 'HRBM', holder: 'manual', stopPrice }));
  return held;
}

describe('handing over what a bot holds', () => {
  it.each([false, true])(
    'keeps its stop as a stop of the person’s own, and sends nothing (at the broker: %s)',
    async (protects) => {
      const account = await SimAccount.open({ broker: { protects } });
      const { bot, quantity } = await account.holding();
      const sent = account.broker.orders();
      const { equity, unassigned } = await view(account);
      expect(unwrap(await account.api.deleteBot(OWNER, bot.id, { positions: 'hand-over' }))).toEqual({
        id: bot.id,
        isGone: true,
      });
      account.crash();
      await account.pass(120_000);
      expect(account.broker.orders(), 'nothing was sent, changed or cancelled').toEqual(sent);
      expect(await holders(account)).toMatchObject([
        {
          ...{ holder: 'manual', botId: null, quantity, stopPrice: '95' },
          protection: { heldBy: protects ? 'broker' : 'nod', stopPrice: '95' },
        },
      ]);
      expect(unwrap(await account.api.bots(OWNER))).toEqual([]);
      const after = await view(account);
      expect(after.equity).toBe(equity);
      expect(Number(after.unassigned), 'what the bot had left is free').toBeGreaterThan(Number(unassigned));
      expect(account.events('position.handed-over')).toMatchObject([
        { body: { bot: { id: bot.id }, symbol: 'HRBM', quantity, stopPrice: '95' } },
      ]);
      await account.bar({ [HRBM]: { open: 94 } });
      await account.pass(60_000);
      expect(account.broker.held(HRBM), 'its stop goes on').toBe('0');
      expect(unwrap(await account.api.positions(OWNER))).toEqual([]);
      expect(account.ctx.sql.all('SELECT * FROM reservation')).toEqual([]);
    },
  );

  it.each([
    ['90', '95'],
    ['97', '97'],
  ])('joins what the person holds with a stop at %s: all of it is sold at %s, by one order', async (own, stopPrice) => {
    const account = await SimAccount.open({ broker: { protects: true } });
    const { bot, quantity: whole } = await bothHold(account, own);
    expect(atBroker(account)).toHaveLength(2);
    const leaving = unwrap(await account.api.leaving(OWNER, bot.id));
    expect(leaving.positions).toMatchObject([{ botId: bot.id, joins: { quantity: '10', stopPrice } }]);
    unwrap(await account.api.deleteBot(OWNER, bot.id, { positions: 'hand-over' }));
    await account.pass(60_000);
    expect(await holders(account)).toMatchObject([
      { holder: 'manual', quantity: whole, stopPrice, protection: { heldBy: 'broker' } },
    ]);
    expect(atBroker(account)).toMatchObject([{ quantity: whole, stopPrice, side: 'sell' }]);
  });

  it('takes along what is still under way: a late fill is the person’s', async () => {
    const account = await SimAccount.open();
    const { bot, question } = await account.asking();
    unwrap(await account.approve(question));
    account.broker.faults.loseCancels = true;
    unwrap(await account.api.deleteBot(OWNER, bot.id, { positions: 'hand-over' }));
    expect(unwrap(await account.api.bots(OWNER))).toEqual([]);
    await account.bar({ [HRBM]: { open: 100 } });
    await account.pass(60_000);
    expect(account.broker.held(HRBM)).not.toBe('0');
    expect(await holders(account)).toMatchObject([
      { holder: 'manual', stopPrice: '95', protection: { heldBy: 'nod' } },
    ]);
    expect(account.events('position.mismatch')).toEqual([]);
  });

  it('an exit that was on its way ends as the person’s sale, once', async () => {
    const account = await SimAccount.open({ broker: { protects: true } });
    const { bot } = await account.holding({ sells: 'sell-and-tell' });
    account.broker.faults.isSlow = true;
    await account.look(bot.id, sellSignal());
    unwrap(await account.api.deleteBot(OWNER, bot.id, { positions: 'hand-over' }));
    account.crash();
    account.broker.settle();
    account.broker.faults.isSlow = false;
    await account.pass(120_000);
    await account.bar({ [HRBM]: { open: 101 } });
    await account.pass(120_000);
    expect(account.broker.held(HRBM)).toBe('0');
    expect(account.events('position.mismatch')).toEqual([]);
    expect(unwrap(await account.api.positions(OWNER))).toEqual([]);
  });
});

it('a bot that is gone is not deleted twice', async () => {
  const account = await SimAccount.open();
  const bot = await account.bot();
  for (let tap = 0; tap < 2; tap += 1) {
    expect(unwrap(await account.api.deleteBot(OWNER, bot.id, {}))).toEqual({ id: bot.id, isGone: true });
  }
  expect(account.events('bot.deleted')).toHaveLength(1);
});

describe('closing an account', () => {
  const close = (account: SimAccount, positions?: Leaving) => account.api.close(OWNER, { positions });

  it('first shows what it leaves and who protects it, and is refused without an answer', async () => {
    const account = await SimAccount.open();
    const { bot } = await account.holding();
    expect(unwrap(await account.api.leavingAccount(OWNER))).toMatchObject({
      accountId: 'a_test0001',
      botId: null,
      bots: [{ id: bot.id, name: 'Bot' }],
      positions: [{ symbol: 'HRBM', botId: bot.id, stopPrice: '95', heldBy: 'nod' }],
    });
    expect(await close(account)).toMatchObject({ error: { code: 'account-holds', values: { positions: 1 } } });
    expect(await view(account)).toMatchObject({ closedAt: null, mode: 'active' });
  });

  it('ends its bots and takes no entry again, whoever asks and whatever is lifted; its past stays', async () => {
    const account = await SimAccount.open();
    const { bot } = await account.holding();
    await account.look(bot.id, buySignal({ instrumentId: OTHR }));
    const history = account.events().length;
    const closed = unwrap(await close(account, 'keep'));
    expect(closed).toMatchObject({ mode: 'reducing', modeReason: 'account-closed', pendingProposals: 0 });
    expect(closed.closedAt).not.toBeNull();
    account.crash();
    await account.look(bot.id, buySignal({ instrumentId: OTHR }));
    expect(await account.questions()).toEqual([]);
    const buy = { symbol: 'OTHR', side: 'buy', quantity: '1', limitPrice: '101', stopPrice: '90' } as const;
    expect(await account.api.createOrder(OWNER, buy)).toMatchObject({ ok: false });
    expect(unwrap(await account.api.validate(OWNER, buy)).allowed).toBe(false);
    expect(await account.api.resume(OWNER)).toMatchObject({ error: { code: 'account-closed' } });
    expect(await account.api.resumeBot(OWNER, bot.id)).toMatchObject({ error: { code: 'bot-ended' } });
    await expect(account.bot()).rejects.toThrow('account-closed');
    unwrap(await account.api.update(OWNER, { mayTrade: true }));
    expect(await account.api.createOrder(OWNER, buy)).toMatchObject({ ok: false });
    expect(account.events().length, 'its history is there').toBeGreaterThan(history);
    expect(unwrap(await account.api.transactions(OWNER, { limit: 10 })).items.length).toBeGreaterThan(0);
    await account.bar({ [HRBM]: { open: 94 } });
    expect(account.broker.held(HRBM), 'its stop goes on').toBe('0');
    unwrap(await close(account));
    expect(account.events('account.closed')).toMatchObject([
      { body: { choice: 'keep', positions: 1, bots: [{ id: bot.id }] } },
    ]);
  });

  it('hands over what its bots hold, and sells by hand go on', async () => {
    const account = await SimAccount.open();
    await account.holding();
    unwrap(await close(account, 'hand-over'));
    expect(await holders(account)).toMatchObject([{ holder: 'manual', stopPrice: '95' }]);
    expect(unwrap(await account.api.bots(OWNER))).toEqual([]);
    unwrap(await account.api.closePosition(OWNER, { symbol: 'HRBM' }));
    await account.bar({ [HRBM]: { open: 101 } });
    expect(account.broker.held(HRBM)).toBe('0');
  });

  it('sells everything through a crash, and stays closed', async () => {
    const account = await SimAccount.open();
    await account.holding();
    unwrap(await close(account, 'sell'));
    account.crash();
    await account.pass(10_000);
    await account.bar({ [HRBM]: { open: 101 } });
    await account.pass(60_000);
    expect(account.broker.held(HRBM)).toBe('0');
    expect(unwrap(await account.api.bots(OWNER))).toEqual([]);
    expect(await account.api.resume(OWNER)).toMatchObject({ error: { code: 'account-closed' } });
  });

  it.each(['sell', 'hand-over'] as const)('of one that kept what it held %s is still done', async (then) => {
    const account = await SimAccount.open();
    await account.holding();
    unwrap(await close(account, 'keep'));
    unwrap(await close(account, then));
    if (then === 'hand-over') expect(await holders(account)).toMatchObject([{ holder: 'manual', stopPrice: '95' }]);
    await account.bar({ [HRBM]: { open: 101 } });
    await account.pass(60_000);
    expect(account.broker.held(HRBM) === '0').toBe(then === 'sell');
    expect(unwrap(await account.api.bots(OWNER))).toEqual([]);
    expect(account.events('account.closed')).toHaveLength(1);
  });

  it('what a deleted bot kept is handed over with the rest', async () => {
    const account = await SimAccount.open();
    const { bot } = await account.holding();
    unwrap(await account.api.deleteBot(OWNER, bot.id, { positions: 'keep' }));
    unwrap(await close(account, 'hand-over'));
    expect(await holders(account)).toMatchObject([{ holder: 'manual', stopPrice: '95' }]);
  });

  it('needs the person themself where it holds real money', async () => {
    const account = await SimAccount.open({ world: 'live' });
    const need = { reason: 'close-account', about: 'a_test0001' } as const;
    expect(await close(account)).toMatchObject({ error: { code: 'step-up-required', values: need } });
    expect(await view(account)).toMatchObject({ closedAt: null });
    unwrap(await account.api.close(OWNER, {}, need));
    expect((await view(account)).closedAt).not.toBeNull();
  });

  it('tells once that the keys it traded over are forgotten', async () => {
    const account = await SimAccount.open();
    const clock = { ...OWNER, channel: 'clock' } as const;
    for (let told = 0; told < 2; told += 1) unwrap(await account.api.keysForgotten(clock, 'c_one'));
    expect(account.events('connection.forgotten').map(({ body }) => body)).toEqual([{ connectionId: 'c_one' }]);
  });

  it('is nothing a viewer or a trader may do', async () => {
    const account = await SimAccount.open();
    account.sql.run("UPDATE grant_ SET role = 'trader'");
    expect(await close(account)).toMatchObject({ error: { code: 'not-allowed' } });
  });
});
