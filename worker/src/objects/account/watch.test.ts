import { describe, expect, it } from 'vitest';
import type { BotId } from '#shared/domain/ids.ts';
import { HRBM, OWNER, SimAccount, unwrap } from '#worker/src/testing/sim-account.ts';
import { lookingBots } from './looks.ts';
import { writeMeta } from './meta.ts';

const exits = (account: SimAccount) => account.intents().filter(({ side }) => side === 'sell');
const moves = (account: SimAccount) => account.events('position.stop-moved').map(({ body }) => body);
const stopOf = async (account: SimAccount) => unwrap(await account.api.positions(OWNER))[0]?.holders[0]?.stopPrice;
const levels = (account: SimAccount) => account.market.told.map(({ id, price }) => [id.split('|')[0], price]);
/** The stops that rest at the broker, of pairs too. */
const atBroker = (account: SimAccount) =>
  account.broker
    .orders()
    .filter(({ state, type }) => type === 'stop' && !['cancelled', 'filled', 'replaced'].includes(state))
    .map(({ stopPrice }) => stopPrice);

/** The look of its bot at the close of a bar that was just played, as the market would report it. */
async function close(account: SimAccount, seen: { high: number; atr?: number }, times = 1): Promise<void> {
  const { marketAt } = account.market;
  const reports = lookingBots(account.ctx).map(({ botId, holdings, watches }) => ({
    botId,
    marketAt,
    looked: 60,
    funnel: [],
    closest: null,
    signals: [],
    nextLookAt: null,
    ...(watches === true && {
      held: holdings.map(({ instrumentId, openedAt, seenBarAt = null }) => {
        const barAt = marketAt - 900_000;
        return { instrumentId, openedAt, seenBarAt, barAt, bars: 1, high: seen.high, atr: seen.atr ?? null };
      }),
    }),
  }));
  for (let i = 0; i < times; i += 1) {
    await account.runtime.follow(account.market.moment(), (market) => market.look(reports));
  }
  await account.settle();
}

/** A bar at the price it bought at, closed over so high. */
async function bar(account: SimAccount, seen: { high: number; atr?: number }, open = 100): Promise<void> {
  await account.bar({ [HRBM]: { open } });
  await close(account, seen);
}

describe('at the close of a bar', () => {
  it('the stop goes to what was paid once the gain was 1 R, is watched there, and why it moved is kept', async () => {
    const account = await SimAccount.open();
    await account.holding({ exits: { breakEvenAt: 1 } });
    await bar(account, { high: 104.99 });
    expect(await stopOf(account)).toBe('95');
    await bar(account, { high: 105 });
    expect(await stopOf(account)).toBe('100');
    expect(levels(account)).toEqual([
      ['stop', 100],
      ['target', 112],
    ]);
    expect(moves(account)).toMatchObject([{ before: '95', stopPrice: '100', why: 'break-even', best: '105' }]);
    await account.bar({ [HRBM]: { open: 101, low: 99 } });
    expect(exits(account)).toMatchObject([{ purpose: 'stop', state: 'filled' }]);
  });

  it('it follows the best price by average true ranges and by percent, and never back down', async () => {
    const account = await SimAccount.open();
    await account.holding({ exits: { trailAtr: 2, trailFraction: 0.05 } });
    await bar(account, { high: 101, atr: 1 });
    expect(await stopOf(account)).toBe('99');
    await bar(account, { high: 100, atr: 30 });
    expect(await stopOf(account), 'wider now').toBe('99');
    await bar(account, { high: 110, atr: 30 });
    expect(await stopOf(account)).toBe('104.5');
    expect(moves(account).map(({ stopPrice }) => stopPrice)).toEqual(['99', '104.5']);
  });

  it('one that a person has put higher stays, and one that a person took back is raised again', async () => {
    const account = await SimAccount.open();
    const { bot } = await account.holding({ exits: { trailFraction: 0.04 } });
    unwrap(await account.api.moveStop(OWNER, { symbol: 'HRBM', holder: bot.id, stopPrice: '99' }));
    await bar(account, { high: 101 });
    expect(await stopOf(account)).toBe('99');
    unwrap(await account.api.moveStop(OWNER, { symbol: 'HRBM', holder: bot.id, stopPrice: '90' }));
    await bar(account, { high: 101 });
    expect(await stopOf(account)).toBe('96.96');
  });

  it('whoever moves the target alone leaves the stop where it was raised to meanwhile', async () => {
    const account = await SimAccount.open();
    const { bot } = await account.holding({ exits: { breakEvenAt: 1 } });
    await bar(account, { high: 105 });
    const move = (to: { targetPrice?: string | null }) =>
      account.api.moveStop(OWNER, { symbol: 'HRBM', holder: bot.id, ...to });
    expect(unwrap(await move({ targetPrice: '120' })).holders[0]).toMatchObject({
      stopPrice: '100',
      targetPrice: '120',
    });
    expect(unwrap(await move({ targetPrice: null })).holders[0]).toMatchObject({ stopPrice: '100', targetPrice: null });
    await account.bar({ [HRBM]: { open: 125, high: 130 } });
    expect(exits(account), 'nothing is sold at the target that was taken away').toEqual([]);
    expect(account.events('position.stop-moved').at(-1)?.body, 'in the stock’s own money').toMatchObject({
      currency: 'USD',
      targetPrice: null,
    });
    expect(await move({})).toMatchObject({ error: { code: 'invalid-request', field: 'stopPrice' } });
  });

  it('what is known of a position outlives the process, and a look that is repeated counts once', async () => {
    const account = await SimAccount.open();
    await account.holding({ exits: { breakEvenAt: 1, maxBars: 3 } });
    await account.bar({ [HRBM]: { open: 100 } });
    await close(account, { high: 105 }, 3);
    account.crash();
    await bar(account, { high: 101 }, 101);
    expect(await stopOf(account)).toBe('100');
    expect(exits(account)).toEqual([]);
    account.crash();
    await bar(account, { high: 101 }, 101);
    expect(exits(account)).toMatchObject([{ purpose: 'time' }]);
  });

  it('a position is sold after its last bar, once, however often it is looked at', async () => {
    const account = await SimAccount.open();
    const { quantity } = await account.holding({ exits: { maxBars: 1 }, sells: 'ask' });
    await account.bar({ [HRBM]: { open: 100 } });
    await close(account, { high: 100 }, 2);
    expect(account.intents().filter(({ side }) => side === 'sell')).toHaveLength(1);
    await account.bar({ [HRBM]: { open: 101 } });
    expect(exits(account)).toMatchObject([{ purpose: 'time', quantity, state: 'filled' }]);
    expect(account.broker.held(HRBM)).toBe('0');
    expect(account.events('position.closed').map(({ body }) => body['purpose'])).toEqual(['time']);
  });

  it('its time being over and its stop reached at the same open sell it once', async () => {
    const account = await SimAccount.open();
    await account.holding({ exits: { maxBars: 1 } });
    await bar(account, { high: 100 });
    await account.bar({ [HRBM]: { open: 90, low: 85 } });
    expect(account.broker.held(HRBM)).toBe('0');
    expect(account.broker.executions().filter(({ side }) => side === 'sell')).toHaveLength(1);
  });

  it('an exit the broker did not take is tried again at the next close', async () => {
    const account = await SimAccount.open();
    await account.holding({ exits: { maxBars: 1 } });
    account.broker.faults.refuseWith = 'not now';
    await bar(account, { high: 100 });
    account.broker.heal();
    await bar(account, { high: 100 });
    await account.bar({ [HRBM]: { open: 100 } });
    expect(exits(account).map(({ state }) => state)).toEqual(['rejected', 'filled']);
  });

  it.each(['bot', 'account'] as const)(
    'a halted %s has its stops raised, and what is over is sold: both are its plan, and nobody’s opinion',
    async (what) => {
      const account = await SimAccount.open();
      const { bot } = await account.holding({ exits: { breakEvenAt: 1, maxBars: 2 } });
      if (what === 'bot')
        account.sql.run("UPDATE bot SET mode = 'halted', mode_reason = 'person' WHERE id = ?", bot.id);
      else writeMeta(account.ctx.sql, 'mode', { mode: 'halted', reason: 'person' });
      await bar(account, { high: 105 });
      expect(await stopOf(account)).toBe('100');
      expect(exits(account)).toEqual([]);
      expect(account.market.following.activeBots, 'somebody has to be told of closes').toBe(1);
      await bar(account, { high: 105 }, 103);
      await account.bar({ [HRBM]: { open: 103 } });
      expect(exits(account)).toMatchObject([{ purpose: 'time', state: 'filled' }]);
      expect(account.broker.held(HRBM)).toBe('0');
    },
  );

  it('a bot without a plan, and what a person bought, keep their stops', async () => {
    const account = await SimAccount.open();
    await account.holding({});
    await bar(account, { high: 111, atr: 0.1 });
    expect(await stopOf(account)).toBe('95');
    expect(lookingBots(account.ctx)).toMatchObject([{ watches: false }]);
  });

  it('a plan that is given later is for what it holds, too', async () => {
    const account = await SimAccount.open();
    const { bot } = await account.holding({});
    unwrap(await account.api.updateBot(OWNER, bot.id, { exits: { trailFraction: 0.05 } }));
    await bar(account, { high: 110 });
    expect(await stopOf(account)).toBe('104.5');
    expect(unwrap(await account.api.bot(OWNER, bot.id)).exits).toEqual({ trailFraction: 0.05 });
  });

  it('after a split it goes on in new shares', async () => {
    const account = await SimAccount.open();
    await account.holding({ exits: { breakEvenAt: 1, trailFraction: 0.2 } });
    await bar(account, { high: 104 });
    await account.runtime.follow(account.market.moment(), (market) =>
      market.onSplits([{ instrumentId: HRBM, ratio: 4 }], account.market.moment()),
    );
    expect(await stopOf(account)).toBe('23.75');
    await account.bar({ [HRBM]: { open: 25 } });
    await close(account, { high: 26.24 });
    expect(await stopOf(account)).toBe('23.75');
    await account.bar({ [HRBM]: { open: 25 } });
    await close(account, { high: 26.25 });
    expect(await stopOf(account)).toBe('25');
  });
});

describe('a stop that rests at the broker', () => {
  it('follows there, once for each move, and says so', async () => {
    const account = await SimAccount.open({ broker: { protects: true } });
    await account.holding({ exits: { trailFraction: 0.05 } });
    expect(atBroker(account)).toEqual(['95']);
    await bar(account, { high: 110 });
    expect(atBroker(account)).toEqual(['104.5']);
    const [position] = unwrap(await account.api.positions(OWNER));
    expect(position?.holders[0]?.protection).toMatchObject({ heldBy: 'broker', stopPrice: '104.5' });
  });

  it('makes way when its time is over: sold once, nothing left there', async () => {
    const account = await SimAccount.open({ broker: { protects: true } });
    await account.holding({ exits: { maxBars: 1 } });
    await bar(account, { high: 101 });
    await account.bar({ [HRBM]: { open: 101 } });
    expect(account.broker.held(HRBM)).toBe('0');
    expect(atBroker(account)).toEqual([]);
    expect(account.broker.executions().filter(({ side }) => side === 'sell')).toHaveLength(1);
  });
});

describe('between closes, where the market tells every price', () => {
  const rise = (account: SimAccount, botId: BotId | string, price: number) =>
    account.runtime.follow({ ...account.market.moment(), moment: 'range' }, (market) =>
      market.onLevels([{ levelId: `raise|${HRBM}|${botId}`, instrumentId: HRBM, price, moment: 'range' }]),
    );

  it('the stop follows the best price in steps, is told anew, and a played market is asked for no prices', async () => {
    const account = await SimAccount.open({ world: 'paper' });
    const { bot } = await account.holding({ exits: { trailFraction: 0.1, breakEvenAt: 1 } });
    expect(levels(account)).toEqual([
      ['raise', 105],
      ['stop', 95],
      ['target', 112],
    ]);
    await rise(account, bot.id, 105.2);
    expect(await stopOf(account)).toBe('100');
    expect(levels(account)[0]?.[0]).toBe('raise');
    await rise(account, bot.id, 120);
    expect(await stopOf(account)).toBe('108');
    expect(moves(account).map(({ why }) => why)).toEqual(['break-even', 'trailing']);
    await rise(account, bot.id, 110);
    expect(await stopOf(account), 'an old price').toBe('108');
  });

  it('it is the broker’s stop that moves where the broker holds it, and a sold position is left alone', async () => {
    const account = await SimAccount.open({ world: 'paper', broker: { protects: true } });
    const { bot } = await account.holding({ exits: { trailFraction: 0.05 } });
    await rise(account, bot.id, 110);
    expect(atBroker(account)).toEqual(['104.5']);
    await account.bar({ [HRBM]: { open: 104 } });
    expect(account.broker.held(HRBM)).toBe('0');
    await rise(account, bot.id, 130);
    expect(moves(account)).toHaveLength(1);
    expect(levels(account)).toEqual([]);
  });
});

describe('while the broker moves a stop', () => {
  it('Nod watches the raised one: what lay there ended, nobody here heard, and it is sold once all the same', async () => {
    const account = await SimAccount.open({ world: 'paper', broker: { protects: true } });
    const { bot } = await account.holding({ exits: { trailFraction: 0.05 } });
    account.broker.faults.isSlow = true;
    await account.runtime.follow({ ...account.market.moment(), moment: 'range' }, (market) =>
      market.onLevels([{ levelId: `raise|${HRBM}|${bot.id}`, instrumentId: HRBM, price: 110, moment: 'range' }]),
    );
    expect(await stopOf(account)).toBe('104.5');
    expect(levels(account)).toContainEqual(['stop', 104.5]);
    account.broker.settle();
    account.broker.faults.isSlow = false;
    expect(atBroker(account), 'nothing protects it there').toEqual([]);
    await account.bar({ [HRBM]: { open: 104 } });
    expect(account.broker.held(HRBM)).toBe('0');
    expect(account.broker.executions().filter(({ side }) => side === 'sell')).toHaveLength(1);
  });

  it('leaves it to the broker again once it says that the new one is there', async () => {
    const account = await SimAccount.open({ world: 'paper', broker: { protects: true } });
    await account.holding({ exits: { trailFraction: 0.05 } });
    await bar(account, { high: 110 });
    expect(levels(account).map(([kind]) => kind)).toEqual(['raise']);
  });
});

it('with real money a plan that protects less waits for the person; one that protects more does not', async () => {
  const account = await SimAccount.open({ world: 'live' });
  const bot = await account.bot({ exits: { trailFraction: 0.05 } });
  const looser = await account.api.updateBot(OWNER, bot.id, { exits: {} });
  expect(looser).toMatchObject({ ok: false, error: { code: 'step-up-required' } });
  unwrap(await account.api.updateBot(OWNER, bot.id, { exits: { trailFraction: 0.04, maxBars: 20 } }));
  expect((await account.api.bot(OWNER, bot.id)).ok).toBe(true);
  expect(account.events('bot.updated')).toHaveLength(1);
});
