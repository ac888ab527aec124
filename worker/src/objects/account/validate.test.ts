import { expect, test } from 'vitest';
import type { CreateOrder } from '#shared/contract/proposal.ts';
import type { ValidationView } from '#shared/contract/receipt.ts';
import { CHECKS } from '#shared/risk/index.ts';
import { CHECK_NAMES } from '#shared/risk/check.ts';
import { HRBM, KORE, OWNER, SimAccount, unwrap } from '../../testing/sim-account.ts';

const order = { symbol: 'HRBM', side: 'buy', quantity: '20', limitPrice: '101', stopPrice: '95' } as const;
const ask = async (account: SimAccount, change: Partial<CreateOrder> = {}): Promise<ValidationView> =>
  unwrap(await account.api.validate(OWNER, { ...order, ...change }));
const verdictOf = (view: ValidationView, check: string) => view.checks.find((verdict) => verdict.check === check);

test('every check that binds an entry answers, in its order, and nothing is placed or written', async () => {
  const account = await SimAccount.open();
  const before = account.sql.all('SELECT * FROM event');
  const view = await ask(account);
  const binding = CHECK_NAMES.filter((name) => CHECKS[name].appliesTo !== 'exit');
  expect(view.checks.map(({ check }) => check)).toEqual(binding);
  expect(view).toMatchObject({ allowed: true, passingQuantity: '20' });
  for (const verdict of view.checks) expect(verdict).toMatchObject({ verdict: 'pass', reason: null, passes: null });
  expect(account.broker.orders()).toEqual([]);
  expect(account.sql.all('SELECT * FROM event')).toEqual(before);
  expect(account.sql.all('SELECT * FROM intent')).toEqual([]);
});

test('a no carries its code, its numbers and what would pass; the quantity that is named passes every check', async () => {
  const account = await SimAccount.open();
  const view = await ask(account, { quantity: '500' });
  expect(view.allowed).toBe(false);
  expect(verdictOf(view, 'position-size')).toMatchObject({
    verdict: 'deny',
    reason: { code: 'position-too-large', values: { has: '50500', limit: '10000' } },
    passes: { what: 'quantity', value: '99' },
  });
  expect(verdictOf(view, 'risk-per-trade')).toMatchObject({ verdict: 'deny', passes: { what: 'quantity' } });
  expect(view.passingQuantity).toBe('99');
  expect(await ask(account, { quantity: '99' })).toMatchObject({ allowed: true });
  expect(await ask(account, { quantity: '100' })).toMatchObject({ allowed: false, passingQuantity: '99' });
});

test('a price too high names the price that would pass, and no smaller size is offered in its place', async () => {
  const account = await SimAccount.open();
  const view = await ask(account, { limitPrice: '120' });
  expect(verdictOf(view, 'collar')).toMatchObject({ verdict: 'deny', passes: { what: 'price', value: '102' } });
  expect(view.passingQuantity).toBeNull();
});

test('what is not known is said as unknown, and what no size mends offers none', async () => {
  const account = await SimAccount.open();
  unwrap(await account.api.updateLimits(OWNER, { spreadMax: 0.01 }));
  const view = await ask(account);
  expect(verdictOf(view, 'spread')).toMatchObject({ verdict: 'unknown', reason: { code: 'unknown' }, passes: null });
  expect(view).toMatchObject({ allowed: false, passingQuantity: null });
  unwrap(await account.api.updateLimits(OWNER, { blockList: ['HRBM'] }));
  expect(verdictOf(await ask(account), 'block-list')).toMatchObject({
    verdict: 'deny',
    reason: { code: 'blocked-instrument' },
    passes: null,
  });
});

test('a sale meets only what binds sales: what is held, whole, also where everything else stands against buying', async () => {
  const account = await SimAccount.open();
  const { quantity } = await account.holding();
  await account.bar({ [HRBM]: { open: 100 } });
  const sale = { side: 'sell', limitPrice: undefined, stopPrice: undefined } as const;
  unwrap(await account.api.updateLimits(OWNER, { blockList: ['HRBM'], ordersPerDayMax: 0 }));
  unwrap(await account.api.pause(OWNER));
  const view = await ask(account, { ...sale, quantity });
  expect(view.checks.map(({ check }) => check)).toEqual(['mode', 'market-open', 'lot-and-tick', 'exit-quantity']);
  expect(view).toMatchObject({ allowed: true, passingQuantity: quantity });
  const more = String(Number(quantity) + 1);
  expect(await ask(account, { ...sale, quantity: more })).toMatchObject({ allowed: false, passingQuantity: quantity });
  expect(verdictOf(await ask(account, { ...sale, quantity: more }), 'exit-quantity')).toMatchObject({
    reason: { code: 'exit-above-holding' },
    passes: { what: 'quantity', value: quantity },
  });
  expect(await ask(account, { ...sale, symbol: 'OTHR', quantity: '1' }), 'held by nobody').toMatchObject({
    allowed: false,
    passingQuantity: null,
  });
});

test('amounts are served in the currency’s unit, whatever the rate made of them', async () => {
  const account = await SimAccount.open();
  const korean = { symbol: 'KRX:000001', quantity: '200000', limitPrice: '97', stopPrice: '95' };
  const { checks } = await ask(account, korean);
  const size = checks.find(({ check }) => check === 'position-size');
  expect(size?.reason?.values).toMatchObject({ has: '13857.14', limit: '10000' });
  for (const { reason } of checks)
    for (const value of Object.values(reason?.values ?? {})) expect(String(value)).not.toMatch(/\.\d{7}/);
});

test('what a purchase costs and can lose stands with it, by the arithmetic of a question, and nothing of a sale', async () => {
  const account = await SimAccount.open();
  const { money } = unwrap(await account.api.validate(OWNER, order, 0.12));
  expect(money).toMatchObject({
    limitPrice: '101',
    stopPrice: '95',
    sizing: { cost: '2020', costFractionOfAccount: 0.0202 },
    worstCase: { gapBasis: { kind: 'two-years', fraction: 0.12 } },
    protection: { heldBy: 'nod' },
  });
  const { atStop, inGap } = money!.worstCase; // a purchase
  // 20 shares from 101 to 95 and a little below, with fees; the night falls twice as far.
  expect(Number(atStop)).toBeLessThan(-120);
  expect(Number(inGap)).toBeLessThan(-242);
  const bare = await ask(account, { stopPrice: undefined });
  expect(bare.money).toMatchObject({
    protection: { heldBy: 'none' },
    worstCase: { gapBasis: { kind: 'whole-amount' } },
  });
  expect(Number(bare.money?.worstCase.atStop), 'all of it').toBeLessThanOrEqual(-2020);
  await account.holding();
  expect((await ask(account, { side: 'sell', quantity: '1', stopPrice: undefined })).money).toBeNull();
});

test.each(['buy', 'sell'] as const)(
  'what is said of a %s of a stock in other money can be said in the account’s',
  async (side) => {
    const account = await SimAccount.open();
    account.market.prices.set(KORE, 50_000);
    const abroad = { symbol: 'KRX:000001', side, quantity: '1', limitPrice: '50000', stopPrice: undefined };
    expect((await ask(account, abroad)).fx).toMatchObject({ rate: '1400' });
    expect((await ask(account, { side: 'buy' })).fx, 'in its own money').toBeNull();
  },
);
