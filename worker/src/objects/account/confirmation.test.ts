import { describe, expect, it } from 'vitest';
import type { Failure } from '#shared/contract/errors.ts';
import type { Result } from '#shared/lib/result.ts';
import { DEFAULT_LIMITS } from '#shared/risk/limits.ts';
import type { Confirmation } from '#shared/usecases/account-port.ts';
import { HRBM, OWNER, SimAccount, unwrap } from '../../testing/sim-account.ts';
import { writeMeta } from './meta.ts';

const FRIEND = { ...OWNER, scopes: ['read', 'propose', 'approve', 'trade'] } as const;

/** What is asked to be confirmed; null where nobody is asked. */
function needOf(result: Result<unknown, Failure>): Confirmation | null {
  if (result.ok) return null;
  expect(result.error, 'refused for want of a person and nothing else').toMatchObject({ code: 'step-up-required' });
  return result.error.values as unknown as Confirmation;
}

/** Asks until the person is needed, confirms just that, and answers what came of it. */
async function confirmed<T>(step: (given?: Confirmation) => Promise<Result<T, Failure>>): Promise<T> {
  const need = needOf(await step());
  if (need === null) throw new Error('nobody was asked');
  return unwrap(await step(need));
}

/** A live account of 100,000 whose every purchase above this fraction asks. */
async function live(unconfirmedFractionMax?: number): Promise<SimAccount> {
  const account = await SimAccount.open({ world: 'live' });
  account.market.phase = 'range';
  if (unconfirmedFractionMax !== undefined)
    writeMeta(account.ctx.sql, 'limits', { ...DEFAULT_LIMITS, unconfirmedFractionMax });
  return account;
}

describe('a large approval', () => {
  it('waits for the person, about the hash of this very question, and sends one order', async () => {
    const account = await live(0.01);
    const { question } = await account.asking();
    const nod = (given?: Confirmation) => account.api.approve(OWNER, question.id, { hash: question.hash }, given);
    expect(needOf(await nod())).toEqual({ reason: 'large-approval', about: question.hash });
    const wrong = [
      { reason: 'large-approval', about: 'f'.repeat(64) },
      { reason: 'loosen-limits', about: question.hash },
    ] as const;
    for (const given of wrong) expect(needOf(await nod(given))).not.toBeNull();
    expect((await account.questions())[0], 'the question stays open').toMatchObject({ status: 'pending', revision: 1 });
    expect(account.broker.requests).toEqual([]);
    const { order } = await confirmed(nod);
    expect(order?.quantity).toBe(question.quantity);
    expect(account.broker.requests).toHaveLength(1);
    expect(account.events('purchase.confirmed')).toMatchObject([
      { actor: OWNER.userId, channel: 'web', body: { about: question.hash, unconfirmedFractionMax: 0.01 } },
    ]);
  });

  it('that was made small enough needs nobody', async () => {
    const account = await live(0.01);
    const { question } = await account.asking();
    const input = { hash: question.hash, edit: { quantity: '5' } };
    expect(unwrap(await account.api.approve(OWNER, question.id, input)).order?.quantity).toBe('5');
    expect(account.events('purchase.confirmed')).toEqual([]);
  });

  it('is one above 5 % of the account with real money, and none with play money', async () => {
    for (const [world, quantity, asks] of [
      ['live', '50', false],
      ['live', '51', true],
      ['paper', '99', false],
      ['demo', '99', false],
    ] as const) {
      const account = await SimAccount.open({ world });
      const order = { symbol: 'HRBM', side: 'buy', quantity, limitPrice: '100', stopPrice: '99' } as const;
      const need = needOf(await account.api.createOrder(OWNER, order));
      expect(need?.reason, `${world} ${quantity}`).toBe(asks ? 'large-approval' : undefined);
    }
  });

  it('cannot be had as an order of the person’s own, nor by growing a small one', async () => {
    const account = await live(0.01);
    const order = { symbol: 'HRBM', side: 'buy', quantity: '9', limitPrice: '90', stopPrice: '80' } as const;
    const small = unwrap(await account.api.createOrder(OWNER, order));
    const grow = (given?: Confirmation) => account.api.replaceOrder(OWNER, small.id, { quantity: '12' }, given);
    expect(needOf(await grow())).toEqual({ reason: 'large-approval', about: `change ${small.id} 12 90` });
    const big = { ...order, symbol: 'OTHR', quantity: '20' };
    expect(needOf(await account.api.createOrder(OWNER, big))).toEqual({
      reason: 'large-approval',
      about: 'buy a_test0001 OTHR 20 90',
    });
    expect(unwrap(await account.api.replaceOrder(OWNER, small.id, { quantity: '8' })).quantity).toBe('8');
    await confirmed((given) => account.api.createOrder(OWNER, big, { given }));
  });

  it('is asked for wherever equity cannot be told', async () => {
    const account = await live();
    account.sql.run("INSERT INTO balance (account, currency, amount) VALUES ('cash', 'KRW', '5000')");
    const order = { symbol: 'HRBM', side: 'buy', quantity: '1', limitPrice: '90', stopPrice: '80' } as const;
    const answer = await account.api.createOrder(OWNER, order);
    expect(answer.ok, 'denied or asked, never let go').toBe(false);
  });
});

describe('loosening with real money', () => {
  it('a bot that shall ask less waits for the person; one that shall ask more does not', async () => {
    const account = await live();
    const bot = await account.bot();
    const change = (input: object, given?: Confirmation) => account.api.updateBot(OWNER, bot.id, input, given);
    expect(needOf(await change({ autonomy: 'auto' }))).toEqual({ reason: 'loosen-limits', about: `${bot.id} auto` });
    const above = { autonomy: 'ask-above', askAbove: '500' };
    expect(needOf(await change(above, { reason: 'loosen-limits', about: `${bot.id} auto` }))).not.toBeNull();
    await confirmed((given) => change(above, given));
    expect(needOf(await change({ askAbove: '5000' }))?.about).toBe(`${bot.id} ask-above 5000`);
    for (const tighter of [{ askAbove: '100' }, { autonomy: 'ask' }, { autonomy: 'suggest' }, { name: 'Quiet' }])
      expect(needOf(await change(tighter)), JSON.stringify(tighter)).toBeNull();
    expect(account.events('bot.updated')[0]?.body).toMatchObject({
      before: { autonomy: 'ask' },
      after: { autonomy: 'ask-above', askAbove: '500' },
      confirmed: true,
    });
  });

  it('a new bot that acts alone waits for the person, with its amount', async () => {
    const account = await live();
    const list = { instrumentIds: null, missingNames: null, filledUp: false, prices: [] };
    const bot = { investmentAmount: '20000', riskLevel: 'low', durationWeeks: 4, strategy: 'ma-cross' } as const;
    const make = (autonomy: 'ask' | 'auto', given?: Confirmation) =>
      account.api.createBot(OWNER, { ...bot, autonomy, sells: 'ask' }, list, { given });
    expect(needOf(await make('ask'))).toBeNull();
    expect(needOf(await make('auto'))).toEqual({ reason: 'loosen-limits', about: 'bot a_test0001 20000 auto' });
    expect((await confirmed((given) => make('auto', given))).autonomy).toBe('auto');
    expect(unwrap(await account.api.bots(OWNER))).toHaveLength(2);
  });

  it('a stop goes up at once, and down for the person only', async () => {
    const account = await live(1);
    const { bot } = await account.holding();
    const before = unwrap(await account.api.positions(OWNER))[0]?.holders[0]?.stopPrice;
    const move = (stopPrice: string, given?: Confirmation) =>
      account.api.moveStop(OWNER, { symbol: 'HRBM', holder: bot.id, stopPrice }, given);
    expect(needOf(await move('60'))).toEqual({ reason: 'loosen-limits', about: `stop a_test0001 HRBM ${bot.id} 60` });
    expect(unwrap(await account.api.positions(OWNER))[0]?.holders[0]?.stopPrice).toBe(before);
    expect(needOf(await move('99'))).toBeNull();
    await confirmed((given) => move('60', given));
    expect(account.events('position.stop-moved').map(({ body }) => body)).toMatchObject([
      { before, stopPrice: '99', confirmed: false },
      { before: '99', stopPrice: '60', confirmed: true },
    ]);
  });

  it('with play money a bot and a stop ask nobody', async () => {
    for (const world of ['demo', 'paper'] as const) {
      const account = await SimAccount.open({ world });
      const bot = await account.bot();
      expect(needOf(await account.api.updateBot(OWNER, bot.id, { autonomy: 'auto' })), world).toBeNull();
    }
  });
});

describe('limits of an account', () => {
  it('are tightened at once and loosened by the person, about exactly this change, with before and after', async () => {
    for (const world of ['paper', 'live'] as const) {
      const account = await SimAccount.open({ world });
      const set = (change: object, given?: Confirmation) => account.api.updateLimits(OWNER, change, given);
      expect(unwrap(await set({ positionFractionMax: 0.05, unconfirmedFractionMax: 0.02 }))).toMatchObject({
        positionFractionMax: 0.05,
        unconfirmedFractionMax: 0.02,
      });
      const wide = { positionFractionMax: 0.2 };
      const need = needOf(await set(wide));
      expect(need?.reason).toBe('loosen-limits');
      expect(needOf(await set({ ...wide, riskFractionMax: 1 }, need ?? undefined)), 'another change').not.toBeNull();
      expect(needOf(await set({ unconfirmedFractionMax: 1 }))).not.toBeNull();
      // Tightening one does not carry another along.
      expect(needOf(await set({ drawdownMax: 0.01, openPositionsMax: 16 }))).not.toBeNull();
      expect((await confirmed((given) => set(wide, given))).positionFractionMax).toBe(0.2);
      expect(account.events('limits.changed').map(({ body }) => body)).toMatchObject([
        { before: { positionFractionMax: 0.1 }, after: { positionFractionMax: 0.05 }, confirmed: false },
        { before: { positionFractionMax: 0.05 }, after: { positionFractionMax: 0.2 }, confirmed: true },
      ]);
      account.crash();
      expect(unwrap(await account.api.limits(OWNER))).toMatchObject({ drawdownMax: 0.15, positionFractionMax: 0.2 });
    }
  });

  it('of a demo ask nobody, and of nobody’s account are changed by an administrator only', async () => {
    const account = await SimAccount.open();
    expect(needOf(await account.api.updateLimits(OWNER, { riskFractionMax: 0.5 }))).toBeNull();
    expect(await account.api.updateLimits(FRIEND, { riskFractionMax: 0.01 })).toMatchObject({
      error: { code: 'scope-missing' },
    });
  });

  it('bind from the next look on: what no longer passes is taken back', async () => {
    const account = await SimAccount.open();
    await account.asking();
    unwrap(await account.api.updateLimits(OWNER, { positionFractionMax: 0.001 }));
    expect(await account.questions()).toEqual([]);
    expect(account.broker.held(HRBM)).toBe('0');
  });

  it('are looser in the direction of each: a cheaper share, a shorter block list, no limit at all', async () => {
    const account = await SimAccount.open({ world: 'live' });
    const set = (change: object) => account.api.updateLimits(OWNER, change);
    for (const tighter of [
      { priceMinUsd: '5' },
      { blockList: ['HRBM'] },
      { allowList: ['OTHR'] },
      { correlationMax: 0.8 },
    ])
      expect(needOf(await set(tighter)), JSON.stringify(tighter)).toBeNull();
    for (const looser of [{ priceMinUsd: '4.99' }, { blockList: [] }, { allowList: null }, { correlationMax: null }])
      expect(needOf(await set(looser))?.reason, JSON.stringify(looser)).toBe('loosen-limits');
  });

  it('once most that may be invested is set, more of it is looser', async () => {
    const account = await SimAccount.open({ world: 'live' });
    expect(unwrap(await account.api.updateLimits(OWNER, { investedMax: '5000.00' })).investedMax).toBe('5000');
    expect(needOf(await account.api.updateLimits(OWNER, { investedMax: '4000' }))).toBeNull();
    expect(needOf(await account.api.updateLimits(OWNER, { investedMax: '4000.01' }))).not.toBeNull();
  });
});

it('more weeks of acting alone with real money need the person, for just so many; asking on needs nobody', async () => {
  const account = await live();
  const asks = await account.bot();
  const extend = (id: string, weeks: number) => (given?: Confirmation) =>
    account.api.endBot(OWNER, id, { choice: 'extend', weeks }, given);
  expect(needOf(await extend(asks.id, 4)())).toBeNull();
  await confirmed((given) => account.api.updateBot(OWNER, asks.id, { autonomy: 'auto' }, given));
  const need = needOf(await extend(asks.id, 4)());
  expect(need).toEqual({ reason: 'loosen-limits', about: `${asks.id} extend 4` });
  expect(needOf(await extend(asks.id, 520)(need ?? undefined)), 'not for more than that').not.toBeNull();
  const extended = await confirmed(extend(asks.id, 4));
  expect(Date.parse(extended.endsAt)).toBeGreaterThan(Date.parse(asks.endsAt));
  expect(needOf(await account.api.endBot(OWNER, asks.id, { choice: 'sell', weeks: 4 }))).toBeNull();
});
