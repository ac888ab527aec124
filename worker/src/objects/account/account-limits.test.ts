import { describe, expect, it } from 'vitest';
import { UpdateLimits } from '#shared/contract/account.ts';
import { limitShape } from '#shared/domain/account-limits.ts';
import { HRBM, KORE, OTHR, OWNER, SimAccount, unwrap } from '#worker/src/testing/sim-account.ts';

const buy = (account: SimAccount, symbol = 'HRBM', change: object = {}) =>
  account.api.createOrder(OWNER, {
    symbol,
    side: 'buy',
    quantity: '20',
    limitPrice: '101',
    stopPrice: '95',
    ...change,
  });

/** Buys and is stopped out of it. */
async function stoppedOut(account: SimAccount, symbol = 'HRBM', id = HRBM): Promise<void> {
  unwrap(await buy(account, symbol));
  await account.bar({ [id]: { open: 100 } });
  await account.bar({ [id]: { open: 100, low: 90, close: 100 } });
  expect(account.broker.held(id)).toBe('0');
}

const reasonOf = (answer: Awaited<ReturnType<typeof buy>>) => (answer.ok ? null : answer.error.values?.['reason']);

it('what was stopped out is not bought again on that day, whoever asks', async () => {
  const account = await SimAccount.open();
  await stoppedOut(account);
  expect(reasonOf(await buy(account))).toBe('stopped-out-lately');
  expect(reasonOf(await buy(account, 'OTHR')), 'another one').toBeNull();
  account.crash();
  expect(reasonOf(await buy(account)), 'after a restart').toBe('stopped-out-lately');
  account.market.marketAt = (account.market.marketAt + 86_400_000) as never;
  expect(reasonOf(await buy(account)), 'the next session').toBeNull();
});

it('two stop-outs stop all buying where no more than that are wanted', async () => {
  const account = await SimAccount.open();
  unwrap(await account.api.updateLimits(OWNER, { stopOutsMax: 2 }));
  await stoppedOut(account);
  await stoppedOut(account, 'OTHR', OTHR);
  expect(reasonOf(await buy(account, 'KRX:000001', { quantity: '1', limitPrice: '100', stopPrice: '90' }))).toBe(
    'too-many-stop-outs',
  );
});

it('money of a sale is spent when it has settled, in a cash account', async () => {
  const account = await SimAccount.open({ deposit: '10000' });
  unwrap(await account.api.updateLimits(OWNER, { settledCashOnly: true, positionFractionMax: 1, riskFractionMax: 1 }));
  const all = { quantity: '90', limitPrice: '100' };
  unwrap(await buy(account, 'HRBM', all));
  await account.bar({ [HRBM]: { open: 100 } });
  unwrap(await account.api.createOrder(OWNER, { symbol: 'HRBM', side: 'sell', quantity: '90' }));
  await account.bar({ [HRBM]: { open: 100 } });
  expect(account.broker.held(HRBM)).toBe('0');
  expect(reasonOf(await buy(account, 'OTHR', all))).toBe('cash-not-settled');
  account.market.marketAt = (account.market.marketAt + 86_400_000) as never;
  expect(reasonOf(await buy(account, 'OTHR', all)), 'a session later').toBeNull();
});

it('what has no stop counts whole against what may be lost at once', async () => {
  const account = await SimAccount.open();
  unwrap(await account.api.updateLimits(OWNER, { heatFractionMax: 0.019 }));
  // Of 100,000: 1,500 whole, then 5 on each share at the stop.
  unwrap(await buy(account, 'HRBM', { quantity: '15', limitPrice: '100', stopPrice: undefined }));
  await account.bar({ [HRBM]: { open: 100 } });
  expect(reasonOf(await buy(account, 'OTHR', { quantity: '85', limitPrice: '100' }))).toBe('heat-too-large');
  expect(reasonOf(await buy(account, 'OTHR', { quantity: '79', limitPrice: '100' }))).toBeNull();
});

it('every limit is seen and can be set under its own name, and no other name is', async () => {
  const account = await SimAccount.open();
  const seen = unwrap(await account.api.limits(OWNER));
  expect(Object.keys(seen).sort()).toEqual(Object.keys(limitShape).sort());
  const { unconfirmedFractionMax: _asTheWorldHasIt, investedMax: _unset, ...set } = seen;
  expect(unwrap(await account.api.updateLimits(OWNER, UpdateLimits.parse(set)))).toEqual(seen);
  const mistyped = UpdateLimits.safeParse({ heatFractionMaximum: 0.1 });
  expect(mistyped.error?.issues[0]).toMatchObject({ code: 'unrecognized_keys', keys: ['heatFractionMaximum'] });
  for (const wrong of [
    { heatFractionMax: 0 },
    { priceMinUsd: '-1' },
    { sessionKinds: ['lunch'] },
    { cooldownSessions: -1 },
  ])
    expect(UpdateLimits.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
});

it('what moves like a holding is not bought where that is limited; the market is asked once a close', async () => {
  const account = await SimAccount.open();
  const path = (step: (bar: number) => number) => (bar: number) => 100 * (1 + step(bar));
  const [same, own] = [path((bar) => Math.sin(bar * 1.7) / 50), path((bar) => Math.cos(bar * 2.9) / 50)];
  for (let bar = 0; bar < 40; bar += 1)
    await account.bar({ [HRBM]: { open: same(bar) }, [OTHR]: { open: same(bar) }, [KORE]: { open: own(bar) } });
  unwrap(await account.api.updateLimits(OWNER, { correlationMax: 0.9, quoteAgeMaxMs: 86_400_000 }));
  const at = (id: typeof HRBM): string => (account.market.prices.get(id) ?? 0).toFixed(2);
  let asked = 0;
  const past = account.market.past.bind(account.market);
  account.market.past = (ids) => {
    asked += 1;
    return past(ids);
  };
  const order = (symbol: string, id: typeof HRBM) =>
    buy(account, symbol, { quantity: '1', limitPrice: at(id), stopPrice: '60' });
  unwrap(await order('HRBM', HRBM));
  expect(reasonOf(await order('OTHR', OTHR))).toBe('too-correlated');
  const asksSoFar = asked;
  expect(reasonOf(await order('OTHR', OTHR))).toBe('too-correlated');
  expect(asked, 'nothing has closed in between').toBe(asksSoFar);
  account.market.isDown = true;
  account.crash();
  expect(reasonOf(await order('OTHR', OTHR)), 'nothing is known').not.toBeNull();
});

it('a bot sizes in its own way, and is cut to what the whole account leaves instead of being denied', async () => {
  const account = await SimAccount.open();
  const { bot, question } = await account.asking({ sizing: { method: 'equal-weight', positions: 20 } });
  expect(bot.sizing).toEqual({ method: 'equal-weight', positions: 20 });
  expect(question.sizing.boundBy).toBe('equal-weight');
  expect(Number(question.sizing.cost)).toBeLessThanOrEqual(1_000);

  const other = await SimAccount.open();
  unwrap(await other.api.updateLimits(OWNER, { positionAmountMax: '500' }));
  const { bot: usual, question: cut } = await other.asking();
  expect(usual.sizing).toEqual({ method: 'profile' });
  expect(cut.sizing.boundBy).toBe('position-amount');
  expect(Number(cut.sizing.cost)).toBeLessThanOrEqual(500);
  expect(Number(cut.sizing.cost)).toBeGreaterThan(350);
});

it('a sale, a loss that stops everything and a look at the account wait for no past prices', async () => {
  const account = await SimAccount.open();
  unwrap(await buy(account));
  unwrap(await buy(account, 'OTHR'));
  await account.bar({ [HRBM]: { open: 100 }, [OTHR]: { open: 100 } });
  unwrap(await account.api.updateLimits(OWNER, { correlationMax: 0.9 }));
  account.market.past = () => Promise.withResolvers<never>().promise;
  const sell = { symbol: 'HRBM', side: 'sell', quantity: '20' } as const;
  expect(unwrap(await account.api.createOrder(OWNER, sell)).side).toBe('sell');
  expect(unwrap(await account.api.closePosition(OWNER, { symbol: 'OTHR' })).side).toBe('sell');
  const moment = account.market.moment();
  await account.runtime.follow(moment, (market) => market.monitor());
  expect(unwrap(await account.api.positions(OWNER))).toHaveLength(2);
  expect(unwrap(await account.api.panic(OWNER)).mode).toBe('halted');
});

it('a bot’s way of sizing changes from its next purchase on; with real money a larger one needs the person', async () => {
  const account = await SimAccount.open();
  const { bot } = await account.asking();
  const sizing = { method: 'equal-weight', positions: 20 } as const;
  expect(unwrap(await account.api.updateBot(OWNER, bot.id, { sizing })).sizing).toEqual(sizing);
  account.crash();
  expect(unwrap(await account.api.bot(OWNER, bot.id)).sizing).toEqual(sizing);
  const [event] = account.events('bot.updated');
  expect(event?.body).toMatchObject({ change: { sizing }, after: { sizing } });
  expect(await account.api.updateBot(OWNER, bot.id, { sizing: { method: 'profile' } })).toMatchObject({ ok: true });

  const live = await SimAccount.open({ world: 'live' });
  const made = await live.bot({ sizing });
  const smaller = { method: 'equal-weight', positions: 40 } as const;
  expect(await live.api.updateBot(OWNER, made.id, { sizing: smaller })).toMatchObject({ ok: true });
  expect(await live.api.updateBot(OWNER, made.id, { sizing })).toMatchObject({
    ok: false,
    error: { code: 'step-up-required', values: { reason: 'loosen-limits' } },
  });
  expect(unwrap(await live.api.bot(OWNER, made.id)).sizing).toEqual(smaller);
});

it('two people who block a stock at the same moment both do, and what is taken off again is off', async () => {
  const account = await SimAccount.open();
  const put = (name: string) => account.api.updateLimits(OWNER, UpdateLimits.parse({ block: [name] }));
  await Promise.all([put('HRBM'), put('OTHR'), put('HRBM')]);
  expect(unwrap(await account.api.limits(OWNER)).blockList).toEqual(['HRBM', 'OTHR']);
  unwrap(await account.api.updateLimits(OWNER, { unblock: ['HRBM'] }));
  expect(unwrap(await account.api.limits(OWNER)).blockList).toEqual(['OTHR']);
  const many = Array.from({ length: 1_000 }, (_, at) => `S${at}`);
  expect(await account.api.updateLimits(OWNER, { block: many }), 'one more than a list may have').toMatchObject({
    error: { code: 'invalid-request' },
  });
});

const DAY_MS = 86_400_000;
const days = (account: SimAccount, count: number): void => {
  account.market.marketAt = (account.market.marketAt + count * DAY_MS) as never;
};

describe('a block with a last day', () => {
  it('holds at the proposal, the tap and by hand, and ends by its own date without anybody', async () => {
    const account = await SimAccount.open();
    const { question } = await account.asking();
    const set = unwrap(await account.api.updateLimits(OWNER, { blockUntil: { HRBM: 90 } }));
    const last = new Date(account.market.marketAt + 90 * DAY_MS).toISOString().slice(0, 10);
    expect(set).toMatchObject({ blockList: [], blockedUntil: { HRBM: last } });
    expect((await account.questions('withdrawn')).map(({ id, reason }) => [id, reason?.code])).toEqual([
      [question.id, 'blocked-until'],
    ]);
    const refused = await buy(account);
    expect(refused).toMatchObject({ error: { values: { reason: 'blocked-until', symbol: 'HRBM', until: last } } });
    account.crash();
    expect(reasonOf(await buy(account)), 'after a restart').toBe('blocked-until');
    days(account, 90);
    expect(reasonOf(await buy(account)), 'its last day').toBe('blocked-until');
    const changes = account.events('limits.changed').length;
    days(account, 1);
    expect(unwrap(await account.api.limits(OWNER)).blockedUntil).toEqual({});
    expect(reasonOf(await buy(account)), 'the day after').toBeNull();
    expect(account.events('limits.changed'), 'nobody loosened anything').toHaveLength(changes);
  });

  it('stops an order that waits for the open, and no exit', async () => {
    const account = await SimAccount.open({ world: 'replay', timeframe: '1d' });
    const { question } = await account.asking();
    unwrap(await account.approve(question));
    unwrap(await account.api.updateLimits(OWNER, { blockUntil: { HRBM: 5 } }));
    await account.bar({ [HRBM]: { open: 100 } });
    expect(account.events('order.not-sent')[0]?.body).toMatchObject({ order: { reason: { code: 'blocked-until' } } });
    const holding = await SimAccount.open();
    const { bot } = await holding.holding();
    unwrap(await holding.api.updateLimits(OWNER, { blockUntil: { HRBM: 5 } }));
    unwrap(await holding.api.closePosition(OWNER, { symbol: 'HRBM', holder: bot.id }));
  });

  it('is lengthened at once; ended or shortened only by the person, where something is at stake', async () => {
    const live = await SimAccount.open({ world: 'live' });
    const set = async (change: object) => {
      const answer = await live.api.updateLimits(OWNER, UpdateLimits.parse(change));
      return answer.ok ? answer.value.blockedUntil['HRBM'] : answer.error.code;
    };
    const in30 = await set({ blockUntil: { HRBM: 30 } });
    const in90 = await set({ blockUntil: { HRBM: 90 } });
    expect([in30, in90].every((day) => /^\d{4}-\d{2}-\d{2}$/.test(day ?? ''))).toBe(true);
    expect(String(in90) > String(in30)).toBe(true);
    expect(await set({ blockUntil: { HRBM: 30 } }), 'so many days, at least').toBe(in90);
    for (const shorter of [{ HRBM: in30 }, { HRBM: null }])
      expect(await set({ blockUntil: shorter })).toBe('step-up-required');
    expect(await set({ unblock: ['HRBM'] })).toBe('step-up-required');
    expect(await set({ blockUntil: { HRBM: '2020-01-01' } }), 'a day that is over').toBe('invalid-request');
    expect(await set({ block: ['HRBM'] }), 'without an end as well').toBe(in90);
    expect(await set({ blockUntil: { HRBM: 365 } }), 'no number of days takes that away').not.toBe('step-up-required');
    expect(await set({ blockUntil: { HRBM: '2999-01-01' } }), 'a last day does').toBe('step-up-required');
  });
});

describe('not before earnings', () => {
  const asks = (account: SimAccount, sessions: number | null) =>
    account.api.updateLimits(OWNER, { earningsSessions: sessions });
  const report = (account: SimAccount, inDays: number | null) =>
    account.market.reports.set(HRBM, inDays === null ? null : ((account.market.marketAt + inDays * DAY_MS) as never));

  it('takes back what waits, refuses the tap and a person’s own order, and says the day', async () => {
    const account = await SimAccount.open();
    report(account, 2);
    const { question } = await account.asking();
    unwrap(await asks(account, 3));
    const [withdrawn] = await account.questions('withdrawn');
    expect(withdrawn?.reason).toMatchObject({ code: 'before-earnings', values: { has: 2, limit: 3, again: 3 } });
    expect(await account.approve(question)).toMatchObject({ ok: false, error: { code: 'already-decided' } });
    const day = new Date(account.market.marketAt + 2 * DAY_MS).toISOString().slice(0, 10);
    expect(await buy(account)).toMatchObject({ error: { values: { reason: 'before-earnings', day } } });
    report(account, 4);
    expect(reasonOf(await buy(account)), 'four sessions away').toBeNull();
  });

  it('is looked at again at the tap and at the open, where a date was announced meanwhile', async () => {
    const account = await SimAccount.open();
    report(account, null);
    unwrap(await asks(account, 3));
    const { question } = await account.asking();
    report(account, 1);
    expect(await account.approve(question)).toMatchObject({ error: { values: { reason: 'before-earnings' } } });
    expect(account.broker.requests).toEqual([]);
    const daily = await SimAccount.open({ world: 'replay', timeframe: '1d' });
    report(daily, null);
    unwrap(await asks(daily, 3));
    const { question: evening } = await daily.asking();
    unwrap(await daily.approve(evening));
    report(daily, 1);
    await daily.bar({ [HRBM]: { open: 100 } });
    expect(daily.events('order.not-sent')[0]?.body).toMatchObject({ order: { reason: { code: 'before-earnings' } } });
    expect(daily.broker.requests).toEqual([]);
  });

  it('where nobody here knows when a company reports, nothing of it is bought, and that is said', async () => {
    const account = await SimAccount.open();
    unwrap(await asks(account, 3));
    expect(reasonOf(await buy(account))).toBe('earnings-unknown');
    report(account, null);
    expect(reasonOf(await buy(account)), 'whoever would know has announced nothing').toBeNull();
  });

  it('what was not read yet is unknown: a question stays, and nothing leaves', async () => {
    const account = await SimAccount.open();
    report(account, null);
    unwrap(await asks(account, 3));
    const { question } = await account.asking();
    account.market.knowsReports = false;
    expect(await account.approve(question)).toMatchObject({ error: { code: 'unavailable' } });
    account.market.knowsReports = true;
    expect(unwrap(await account.approve(question)).order).not.toBeNull();
  });

  it('stops no exit, and a market that is asked for nothing is not asked', async () => {
    const account = await SimAccount.open();
    const { bot } = await account.holding();
    report(account, 1);
    unwrap(await asks(account, 3));
    unwrap(await account.api.closePosition(OWNER, { symbol: 'HRBM', holder: bot.id }));
    unwrap(await asks(account, null));
    account.market.knowsReports = false;
    expect(reasonOf(await buy(account, 'OTHR'))).toBeNull();
  });
});
