import { expect, it } from 'vitest';
import { decimal } from '#shared/lib/decimal.ts';
import { HRBM, OWNER, SimAccount, unwrap } from '#worker/src/testing/sim-account.ts';
import { deepestFall } from './practice.ts';

it('finds the deepest way down, from whatever peak', () => {
  const of = (...values: number[]) => deepestFall(values.map((value) => decimal(value)));
  expect(of()).toBeNull();
  expect(of(100)).toBeNull();
  expect(of(100, 110, 120)).toBe(0);
  expect(of(100, 90, 95, 120, 102, 119)).toBe(15);
  expect(of(100, 80, 200, 170)).toBe(20);
});

it('counts what was bought, and how far from the price the question showed', async () => {
  const account = await SimAccount.open();
  expect(unwrap(await account.api.practice(OWNER))).toMatchObject({ trades: 0, days: 0, fillVsQuotePercent: null });
  const { question } = await account.asking();
  unwrap(await account.approve(question));
  expect(unwrap(await account.api.practice(OWNER)).trades, 'an order is no trade yet').toBe(0);
  await account.bar({ [HRBM]: { open: 100.1 } });
  const practice = unwrap(await account.api.practice(OWNER));
  expect(practice.trades).toBe(1);
  const shown = Number(question.quote?.price);
  expect(practice.fillVsQuotePercent).toBeCloseTo((100.1 / shown - 1) * 100, 3);
});
