import { expect, test } from 'vitest';
import { RiskView, type LimitUsageView } from '#shared/contract/risk.ts';
import type { LimitName } from '#shared/domain/account-limits.ts';
import { HRBM, OTHR, OWNER, SimAccount, unwrap } from '../../testing/sim-account.ts';

const DAY_MS = 86_400_000;
const buy = async (account: SimAccount, symbol: string, quantity: string) =>
  unwrap(
    await account.api.createOrder(OWNER, {
      symbol,
      side: 'buy',
      quantity,
      limitPrice: '101',
      ...(symbol === 'HRBM' && { stopPrice: '95' }),
    }),
  );
const riskOf = async (account: SimAccount): Promise<RiskView> => RiskView.parse(unwrap(await account.api.risk(OWNER)));
function used(view: RiskView, name: LimitName): LimitUsageView {
  const found = view.usage.find((usage) => usage.name === name);
  if (found === undefined) throw new Error(`no usage of ${name}`);
  return found;
}

/** 20 HRBM with a stop and 15 OTHR without, after days on which both moved the same way. */
async function holding(): Promise<SimAccount> {
  const account = await SimAccount.open();
  for (let bar = 0; bar < 40; bar += 1) {
    const open = 100 * (1 + Math.sin(bar * 1.7) / 50);
    await account.bar({ [HRBM]: { open }, [OTHR]: { open } });
  }
  await account.bar({ [HRBM]: { open: 100 }, [OTHR]: { open: 100 } });
  await buy(account, 'HRBM', '20');
  await buy(account, 'OTHR', '15');
  await account.bar({ [HRBM]: { open: 100 }, [OTHR]: { open: 100 } });
  return account;
}

test('the limits stand there as they can be set, and beside them how far each is used', async () => {
  const account = await holding();
  const view = await riskOf(account);
  expect(view).toMatchObject(unwrap(await account.api.limits(OWNER)));
  const { baseCurrency, equity, cash } = unwrap(await account.api.view(OWNER));
  expect(view).toMatchObject({ accountId: 'a_test0001', currency: baseCurrency, equity });
  const invested = Number(equity) - Number(cash.USD);
  expect(used(view, 'exposureGrossMax').amounts).toEqual({ used: String(invested), limit: equity });
  expect(used(view, 'positionFractionMax')).toMatchObject({ state: 'measured', about: ['HRBM'], reached: false });
  expect(used(view, 'openPositionsMax')).toMatchObject({ used: '2', limit: '15' });
  expect(used(view, 'ordersPerDayMax')).toMatchObject({ used: '2', limit: '20', fraction: 0.1 });
  expect(used(view, 'investedMax')).toMatchObject({ state: 'off', used: String(invested) });
  // 20 with five to lose at the stop, 15 that would be lost whole.
  expect(used(view, 'heatFractionMax').amounts?.used).toBe('1600');
  expect(used(view, 'riskFractionMax')).toMatchObject({ about: ['OTHR'] });
});

test('holdings that move the same way show it, also where no limit asks, and an unknown stays one', async () => {
  const account = await holding();
  const view = await riskOf(account);
  expect(view.correlation.instruments.map(({ symbol }) => symbol)).toEqual(['HRBM', 'OTHR']);
  expect(view.correlation.matrix).toEqual([
    [1, 1],
    [1, 1],
  ]);
  expect(view.correlation).toMatchObject({ returns: 60, countsBars: true, more: 0 });
  expect(used(view, 'correlationMax')).toMatchObject({ state: 'off', used: '1', about: ['HRBM', 'OTHR'] });
  unwrap(await account.api.updateLimits(OWNER, { correlationMax: 0.9 }));
  expect(used(await riskOf(account), 'correlationMax')).toMatchObject({ state: 'measured', reached: true });
  account.market.isDown = true;
  account.crash();
  const lost = await riskOf(account);
  expect(lost.equity).toBeNull();
  expect(lost.marketAt).toBeNull();
  expect(lost.correlation.matrix[0]?.[1]).toBeNull();
  for (const name of ['correlationMax', 'positionFractionMax', 'drawdownMax', 'exposureGrossMax'] as const)
    expect(used(lost, name), name).toMatchObject({ state: 'unknown', used: null, fraction: null });
});

test('exposure by sector adds up to what is invested', async () => {
  const account = await holding();
  unwrap(await account.api.updateLimits(OWNER, { sectors: { HRBM: 'transport' }, sectorFractionMax: 0.1 }));
  const { exposure, usage } = await riskOf(account);
  const shown = exposure.map(({ kind, sector, value, limit, symbols }) => [kind, sector, value, limit, ...symbols]);
  expect(shown).toEqual([
    ['sector', 'transport', '2000', 0.1, 'HRBM'],
    ['unknown', null, '1500', 0.1, 'OTHR'],
  ]);
  expect(exposure[0]?.fraction).toBeCloseTo(0.02, 3);
  const gross = usage.find(({ name }) => name === 'exposureGrossMax')?.amounts?.used;
  expect(exposure.reduce((total, { value }) => total + Number(value), 0)).toBe(Number(gross));
});

test('the curve falls with the prices, ends now at what the limit is measured from, and a deposit is no gain', async () => {
  const account = await holding();
  const day = async (price: number) => {
    await account.bar({ [HRBM]: { open: price, low: price, high: price }, [OTHR]: { open: price } });
    const moment = account.market.moment();
    await account.runtime.follow(moment, (market) => market.monitor());
    await account.runtime.follow(moment, (market) => market.snapshot());
    account.market.marketAt = (account.market.marketAt + DAY_MS) as never;
  };
  for (const price of [100, 110, 99, 105]) await day(price);
  unwrap(await account.api.createTransaction(OWNER, { type: 'deposit', amount: '50000', currency: 'USD' }));
  await day(105);
  const { drawdown, usage } = await riskOf(account);
  expect(drawdown).toHaveLength(6);
  const falls = drawdown.map((point) => point.drawdown);
  expect(falls.slice(0, 2)).toEqual([0, 0]);
  expect(Math.max(...falls)).toBe(falls[2]);
  expect(falls[2]).toBeGreaterThan(falls[3] ?? 1);
  expect(drawdown.at(-1)?.drawdown).toBe(Number(usage.find(({ name }) => name === 'drawdownMax')?.used));
  expect(drawdown.at(-1)?.drawdown).toBeLessThanOrEqual(falls[3] ?? 0);
});

test('looking changes nothing', async () => {
  const account = await holding();
  const rows = () =>
    ['event', 'meta', 'intent', 'position', 'snapshot'].map((table) => account.sql.all(`SELECT * FROM ${table}`));
  const before = rows();
  await riskOf(account);
  expect(rows()).toEqual(before);
  expect(await account.api.risk({ ...OWNER, userId: 'u_other' as never })).toMatchObject({ ok: false });
});
