import { describe, expect, it } from 'vitest';
import type { InstrumentId } from '#shared/domain/ids.ts';
import { anInstrument } from '#shared/testing/an-instrument.ts';
import { HRBM, KORE, OTHR, OWNER, SimAccount, buySignal, sellSignal, unwrap } from '#worker/src/testing/sim-account.ts';

const lastLook = (account: SimAccount, botId: string) =>
  account.looks(botId).at(-1) as {
    asked: { symbol: string }[];
    blocked: { symbol: string; reason: { code: string } }[];
  };

describe('a look', () => {
  it('is taken once for a close, however often it is reported, also after a crash', async () => {
    const account = await SimAccount.open();
    const bot = await account.bot();
    await Promise.all([account.look(bot.id, buySignal()), account.look(bot.id, buySignal())]);
    account.crash();
    await account.look(bot.id, buySignal({ instrumentId: OTHR }));
    expect(await account.questions()).toHaveLength(1);
    expect(account.looks(bot.id)).toHaveLength(1);
    expect(account.published.filter(({ message }) => message.type === 'look')).toHaveLength(1);
  });

  it('leaves one line also when nothing came of it, and says what stood in the way', async () => {
    const account = await SimAccount.open();
    const bot = await account.bot();
    await account.look(bot.id);
    await account.bar({});
    account.market.prices.delete(HRBM);
    await account.look(bot.id, buySignal());
    expect(lastLook(account, bot.id)).toMatchObject({
      asked: [],
      blocked: [{ symbol: 'HRBM', reason: { code: 'price-unknown' } }],
    });
    expect(account.looks(bot.id)).toHaveLength(2);
  });

  it('asks nothing while the account has not caught up with its broker', async () => {
    const account = await SimAccount.open();
    const bot = await account.bot();
    account.broker.faults.isDown = true;
    account.crash();
    await account.look(bot.id, buySignal());
    expect(lastLook(account, bot.id).blocked).toMatchObject([{ reason: { code: 'recovering' } }]);
  });

  it('asks at most three questions of a bot in a market day, and again on the next', async () => {
    const ids = ['i_a', 'i_b', 'i_c', 'i_d', 'i_e'] as InstrumentId[];
    const instruments = ids.map((id) => anInstrument({ id, symbol: id, exchange: 'demo-us' }));
    const account = await SimAccount.open({ instruments });
    const bot = await account.bot();
    for (const instrumentId of ids) {
      await account.look(bot.id, buySignal({ instrumentId }));
      const [question] = await account.questions();
      if (question !== undefined) unwrap(await account.api.reject(OWNER, question.id, {}));
      await account.bar({});
    }
    expect(await account.questions('rejected')).toHaveLength(3);
    expect(lastLook(account, bot.id).blocked[0]?.reason.code).toBe('questions-per-day');
    for (let close = 0; close < 50; close += 1) await account.bar({});
    await account.look(bot.id, buySignal({ instrumentId: ids[4]! }));
    expect(await account.questions()).toHaveLength(1);
  });

  it('asks at most six questions of an account in a market day, the best of every bot first', async () => {
    const ids = ['i_a', 'i_b', 'i_c', 'i_d', 'i_e', 'i_f', 'i_g', 'i_h', 'i_i'] as InstrumentId[];
    const instruments = ids.map((id) => anInstrument({ id, symbol: id, exchange: 'demo-us' }));
    const account = await SimAccount.open({ instruments });
    const bots = [await account.bot(), await account.bot(), await account.bot()];
    await account.lookTogether(
      bots.map((bot, at) => ({
        botId: bot.id,
        signals: [1, 2, 3].map((place) =>
          buySignal({ instrumentId: ids[at * 3 + place - 1]!, rank: { place, of: 9 } }),
        ),
      })),
    );
    for (const bot of bots) {
      const look = lastLook(account, bot.id);
      expect(look.asked, 'its first and its second').toHaveLength(2);
      expect(look.blocked).toMatchObject([{ reason: { code: 'questions-per-day-in-all', values: { limit: 6 } } }]);
    }
  });

  it('counts over night, too: before an open the questions since the last one are the day’s', async () => {
    // Half past one in New York: where Seoul has closed, and before the day there has begun.
    const marketAt = Date.UTC(2026, 0, 7, 6, 30);
    const ids = ['i_a', 'i_b', 'i_c', 'i_d'] as InstrumentId[];
    const instruments = ids.map((id) => anInstrument({ id, symbol: id }));
    const account = await SimAccount.open({ instruments, world: 'replay', timeframe: '1d', marketAt });
    const bot = await account.bot();
    await account.look(bot.id, ...ids.map((instrumentId) => buySignal({ instrumentId })));
    expect(await account.questions()).toHaveLength(3);
    expect(lastLook(account, bot.id).blocked).toMatchObject([{ reason: { code: 'questions-per-day' } }]);
  });

  it('does not ask again about a stock that was just skipped', async () => {
    const account = await SimAccount.open();
    const { bot, question } = await account.asking();
    unwrap(await account.api.reject(OWNER, question.id, {}));
    await account.bar({});
    await account.look(bot.id, buySignal());
    expect(lastLook(account, bot.id).blocked[0]?.reason.code).toBe('skipped-lately');
  });

  it('by a paused or ended bot asks nothing', async () => {
    const account = await SimAccount.open();
    const paused = await account.bot();
    unwrap(await account.api.pauseBot(OWNER, paused.id));
    const ended = await account.bot();
    account.sql.run('UPDATE bot SET ends_market_at = 0 WHERE id = ?', ended.id);
    await account.look(paused.id, buySignal());
    await account.look(ended.id, buySignal());
    expect(lastLook(account, paused.id).blocked[0]?.reason.code).toBe('mode-reducing');
    expect(lastLook(account, ended.id).blocked[0]?.reason.code).toBe('bot-ended');
    await account.bar({});
    expect(unwrap(await account.api.bot(OWNER, ended.id))).toMatchObject({ mode: 'reducing', modeReason: 'ended' });
  });
});

describe('the autonomy of a bot', () => {
  it('auto buys alone, within every check, and tells', async () => {
    const account = await SimAccount.open();
    const bot = await account.bot({ autonomy: 'auto' });
    await account.look(bot.id, buySignal());
    expect(await account.questions()).toHaveLength(0);
    await account.bar({ [HRBM]: { open: 100 } });
    expect(account.broker.held(HRBM)).not.toBe('0');
    expect(account.events('proposal.asked')).toHaveLength(0);
    expect(account.events('proposal.decided')[0]).toMatchObject({ channel: 'clock' });
  });

  it('ask-above asks for the first trade in a stock and above its amount, else buys alone', async () => {
    const account = await SimAccount.open();
    const bot = await account.bot({ autonomy: 'ask-above', askAbove: '7000' });
    await account.look(bot.id, buySignal());
    const [first] = await account.questions();
    expect(first?.askBecause.code).toBe('first-trade');
    unwrap(await account.approve(first!));
    await account.bar({ [HRBM]: { open: 100 } });
    unwrap(await account.api.closePosition(OWNER, { symbol: 'HRBM' }));
    await account.bar({ [HRBM]: { open: 100 } });
    await account.look(bot.id, buySignal());
    expect(await account.questions(), 'known stock, small amount').toHaveLength(0);
    await account.bar({ [HRBM]: { open: 100 } });
    unwrap(await account.api.closePosition(OWNER, { symbol: 'HRBM' }));
    await account.bar({ [HRBM]: { open: 100 } });
    unwrap(await account.api.updateBot(OWNER, bot.id, { askAbove: '100' }));
    await account.look(bot.id, buySignal());
    expect((await account.questions())[0]?.askBecause).toMatchObject({
      code: 'above-amount',
      values: { amount: '100' },
    });
  });

  it('is given only by those who may trade', async () => {
    const account = await SimAccount.open();
    const proposer = { ...OWNER, scopes: ['read', 'propose'] as const };
    const universe = { instrumentIds: null, missingNames: null, filledUp: false, prices: [] };
    const wish = {
      investmentAmount: '1000',
      riskLevel: 'low',
      durationWeeks: 4,
      sells: 'ask',
      strategy: 'ma-cross',
    } as const;
    const made = unwrap(await account.api.createBot(proposer, { ...wish, autonomy: 'ask' }, universe));
    expect(await account.api.createBot(proposer, { ...wish, autonomy: 'auto' }, universe)).toMatchObject({
      error: { code: 'scope-missing' },
    });
    expect(await account.api.updateBot(proposer, made.id, { autonomy: 'auto' })).toMatchObject({
      error: { code: 'scope-missing' },
    });
    unwrap(await account.api.updateBot(OWNER, made.id, { autonomy: 'ask-above', askAbove: '10' }));
    expect(await account.api.updateBot(proposer, made.id, { askAbove: '1000000' })).toMatchObject({
      error: { code: 'scope-missing' },
    });
    unwrap(await account.api.updateBot(proposer, made.id, { name: 'Quiet' }));
  });
});

describe('the sales of a bot', () => {
  it('sell-and-tell sells at once, at the next open', async () => {
    const account = await SimAccount.open();
    const { bot } = await account.holding();
    await account.look(bot.id, sellSignal(), sellSignal());
    expect(account.intents().filter(({ side }) => side === 'sell')).toHaveLength(1);
    await account.bar({ [HRBM]: { open: 101 } });
    expect(account.broker.held(HRBM)).toBe('0');
  });

  it('ask asks once a market day about the same stock', async () => {
    const account = await SimAccount.open();
    const { bot } = await account.holding({ sells: 'ask' });
    for (let close = 0; close < 3; close += 1) {
      await account.look(bot.id, sellSignal());
      await account.pass(40_000);
      await account.bar({ [HRBM]: { open: 101 } });
    }
    expect(
      account.events('proposal.asked').filter((event) => JSON.stringify(event.body).includes('"sell"')),
    ).toHaveLength(1);
  });

  it('never touch what another holds', async () => {
    const account = await SimAccount.open();
    const { bot } = await account.holding();
    const other = await account.bot();
    await account.look(other.id, sellSignal());
    expect(account.intents().filter(({ side }) => side === 'sell')).toHaveLength(0);
    expect(unwrap(await account.api.positions(OWNER))[0]?.holders).toMatchObject([{ botId: bot.id }]);
  });
});

describe('two looks beside each other', () => {
  it('of two bots are answered and paid for apart', async () => {
    const account = await SimAccount.open();
    const [one, two] = [await account.bot(), await account.bot({ strategy: 'mean-reversion' })];
    account.market.prices.set(KORE, 50_000);
    await account.look(one.id, buySignal());
    await account.look(two.id, buySignal({ instrumentId: OTHR }));
    for (const question of await account.questions()) unwrap(await account.approve(question));
    await account.bar({ [HRBM]: { open: 100 }, [OTHR]: { open: 100 } });
    const views = unwrap(await account.api.bots(OWNER));
    expect(views.map(({ invested }) => Number(invested) > 0)).toEqual([true, true]);
  });
});
