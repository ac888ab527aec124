import { describe, expect, it } from 'vitest';
import { anInstrument } from '#shared/testing/an-instrument.ts';
import { panicSteps } from '#worker/src/testing/panic-steps.ts';
import { buySignal, HRBM, KORE, OTHR, OWNER, sellSignal, SimAccount, unwrap } from '#worker/src/testing/sim-account.ts';

// Each begins at another step; at every one of them the process dies in `proofs/panic.proof.ts`.
describe('sell everything, killed at every third step', () => {
  it.each([
    ['a broker that knows our ids', 1, {}],
    ['one that holds the stops', 2, { protects: true }],
    ['one that knows no ids', 3, { class: 'b' }],
  ] as const)('ends flat and halted, is reported, and buys nothing more: %s', async (_name, from, broker) => {
    const { failures, steps, runs } = await panicSteps(broker, { nth: 3, from });
    expect(failures).toEqual([]);
    expect(steps).toBeGreaterThan(100);
    expect(runs).toBeGreaterThan(steps / 3);
  });
});

/** Monday, 10:00 in Seoul; and 11:00 in New York, eight hours before Seoul opens again. */
const SEOUL_OPEN = Date.UTC(2026, 0, 5, 1);
const US_ONLY = Date.UTC(2026, 0, 5, 16);

async function withKoreanShares(broker = {}) {
  const instruments = [
    anInstrument({ id: HRBM, symbol: 'HRBM', exchange: 'us' }),
    anInstrument({ id: KORE, symbol: '005930', exchange: 'krx', currency: 'KRW' }),
  ];
  const money = { baseCurrency: 'KRW', deposit: '9000000' } as const;
  const account = await SimAccount.open({ world: 'paper', marketAt: SEOUL_OPEN, ...money, instruments, broker });
  const order = { symbol: '005930', side: 'buy', quantity: '10', limitPrice: '100', stopPrice: '90' } as const;
  unwrap(await account.api.createOrder(OWNER, order));
  await account.bar({ [KORE]: { open: 100 } });
  expect(account.broker.held(KORE)).toBe('10');
  account.market.marketAt = US_ONLY as never;
  return account;
}

describe('the bill of selling everything', () => {
  it('says what is sold, what it brings after fees and tax, and what was made of it; and changes nothing', async () => {
    const account = await SimAccount.open();
    const { quantity } = await account.holding();
    await account.bar({ [HRBM]: { open: 103 } });
    const before = account.events().length;
    const bill = unwrap(await account.api.showPanic(OWNER));
    expect(bill).toMatchObject({ state: 'not-asked', currency: 'USD', cancels: 0, takesBack: 0 });
    expect(bill.positions).toMatchObject([{ symbol: 'HRBM', quantity, marketPrice: '103', waits: null, soldAt: null }]);
    const worth = Number(quantity) * 103;
    expect(Number(bill.brings)).toBeLessThanOrEqual(worth);
    expect(Number(bill.brings)).toBeGreaterThan(worth * 0.99);
    const [paid] = account.sql.all<{ amount: string }>("SELECT amount FROM booking WHERE type = 'buy'");
    expect(Number(bill.gain)).toBeCloseTo(Number(bill.brings) + Number(paid?.amount), 6);
    expect(account.events()).toHaveLength(before);
  });

  it('counts the questions that are taken back and the entries that end', async () => {
    const account = await SimAccount.open();
    await account.asking();
    const order = { symbol: 'OTHR', side: 'buy', quantity: '3', limitPrice: '90' } as const;
    unwrap(await account.api.createOrder(OWNER, order));
    expect(unwrap(await account.api.showPanic(OWNER))).toMatchObject({ cancels: 1, takesBack: 1, positions: [] });
  });

  it('counts no question about a sale: it is not taken back', async () => {
    const account = await SimAccount.open();
    const { bot } = await account.holding({ sells: 'ask' });
    await account.bar({ [HRBM]: { open: 101 } });
    await account.look(bot.id, sellSignal());
    expect(await account.questions()).toHaveLength(1);
    expect(unwrap(await account.api.showPanic(OWNER))).toMatchObject({ takesBack: 0 });
    expect(unwrap(await account.api.leaving(OWNER, bot.id))).toMatchObject({ takesBack: 0 });
  });

  it('says of shares whose market is closed when they can be sold', async () => {
    const account = await withKoreanShares();
    const { positions } = unwrap(await account.api.showPanic(OWNER));
    expect(positions).toMatchObject([
      { symbol: '005930', waits: { code: 'waits-for-market' }, soldAt: '2026-01-06T00:00:00.000Z' },
    ]);
  });

  it('totals nothing whose price is not known', async () => {
    const account = await SimAccount.open();
    await account.holding();
    account.market.isDown = true;
    const bill = unwrap(await account.api.showPanic(OWNER));
    expect(bill).toMatchObject({ brings: null, gain: null, positions: [{ symbol: 'HRBM', brings: null }] });
  });
});

describe('selling everything is taken back', () => {
  it.each([{}, { protects: true }])(
    'what waits for its market stays, with its stop, and nothing is bought: %o',
    async (broker) => {
      const account = await withKoreanShares(broker);
      unwrap(await account.api.panic(OWNER));
      await account.pass(1_000);
      const sale = (): string[] =>
        account.broker
          .orders()
          .flatMap(({ side, type, state }) => (side === 'sell' && type === 'market' ? [state] : []));
      expect(sale()).toEqual(['accepted']);
      expect(unwrap(await account.api.showPanic(OWNER)).state).toBe('selling');
      const after = unwrap(await account.api.takeBackPanic(OWNER));
      expect(after).toMatchObject({ mode: 'halted', modeReason: 'selling-taken-back' });
      expect(sale()).toEqual(['cancelled']);
      await account.pass(60_000);
      await account.bar({ [KORE]: { open: 99 } });
      expect(account.broker.held(KORE)).toBe('10');
      const [position] = unwrap(await account.api.positions(OWNER));
      expect(position?.holders).toMatchObject([
        { stopPrice: '90', protection: { heldBy: 'protects' in broker ? 'broker' : 'nod' } },
      ]);
      expect(account.events('selling.taken-back')).toHaveLength(1);
      expect(await account.api.takeBackPanic(OWNER)).toMatchObject({ error: { code: 'nothing-to-take-back' } });
    },
  );

  it('is not undone by a sale that waited for a resting order to end', async () => {
    const account = await SimAccount.open({ broker: { protects: true } });
    await account.holding();
    account.broker.faults.isSlow = true;
    unwrap(await account.api.panic(OWNER));
    unwrap(await account.api.takeBackPanic(OWNER));
    account.broker.heal();
    await account.pass(60_000);
    await account.bar({ [HRBM]: { open: 101 } });
    await account.pass(60_000);
    expect(account.broker.held(HRBM)).not.toBe('0');
    const [position] = unwrap(await account.api.positions(OWNER));
    expect(position?.holders[0]?.protection).toMatchObject({ heldBy: 'broker' });
  });

  it('by a person who buys again', async () => {
    const account = await withKoreanShares();
    unwrap(await account.api.panic(OWNER));
    unwrap(await account.api.resume(OWNER, { reason: 'lift-halt', about: 'a_test0001' }));
    await account.pass(60_000);
    await account.bar({ [KORE]: { open: 99 } });
    expect(account.broker.held(KORE)).toBe('10');
  });
});

describe('while everything is sold people hear', () => {
  it('what is left and when it can be sold, once, and that it is done', async () => {
    const account = await withKoreanShares();
    unwrap(await account.api.panic(OWNER));
    await account.pass(4 * 60_000);
    expect(account.events('selling.left').map(({ body }) => body)).toMatchObject([
      { positions: [{ symbol: '005930', quantity: '10', soldAt: '2026-01-06T00:00:00.000Z' }] },
    ]);
    await account.bar({ [KORE]: { open: 95 } });
    await account.pass(60_000);
    const [done] = account.events('selling.done');
    expect(done?.body).toMatchObject({ sales: 1, sold: [{ currency: 'KRW' }] });
    expect(Number((done?.body as { sold: { result: string }[] }).sold[0]?.result)).toBeLessThanOrEqual(-50);
    expect(unwrap(await account.api.showPanic(OWNER))).toMatchObject({ state: 'sold', positions: [] });
  });

  it('of sales that do not go through, at most once a minute', async () => {
    const account = await SimAccount.open();
    await account.holding();
    account.broker.faults.refuseWith = 'no';
    unwrap(await account.api.panic(OWNER));
    await account.pass(5 * 60_000);
    const left = account.events('selling.left');
    expect(left.length).toBeGreaterThan(0);
    expect(left.length).toBeLessThanOrEqual(5);
    expect(left[0]?.body).toMatchObject({ positions: [{ symbol: 'HRBM', waits: { code: 'sale-tried-again' } }] });
  });

  it('as soon as they can be reached; nothing waits for them', async () => {
    const account = await SimAccount.open();
    await account.holding();
    account.unreachable.add(OWNER.userId);
    unwrap(await account.api.panic(OWNER));
    await account.bar({ [HRBM]: { open: 99 } });
    await account.pass(60_000);
    expect(account.broker.held(HRBM)).toBe('0');
    account.unreachable.clear();
    await account.pass(10 * 60_000);
    expect(account.delivered.map(({ event }) => event.type)).toContain('selling.done');
  });

  it('nothing of an end that the broker’s book does not show', async () => {
    const account = await SimAccount.open();
    await account.holding();
    unwrap(await account.api.panic(OWNER));
    account.broker.faults.isDown = true;
    await account.pass(5 * 60_000);
    expect(account.events('selling.done')).toHaveLength(0);
    expect(account.events('selling.left').at(-1)?.body).toMatchObject({ isRead: false });
    account.broker.heal();
    await account.bar({ [HRBM]: { open: 99 } });
    await account.pass(60_000);
    expect(account.events('selling.done')).toHaveLength(1);
    await account.look(unwrap(await account.api.bots(OWNER))[0]?.id ?? '', buySignal({ instrumentId: OTHR }));
    expect(await account.questions()).toEqual([]);
  });
});
