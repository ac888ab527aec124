import { describe, expect, it } from 'vitest';
import { DAY_MS, type WallMs } from '#shared/lib/time.ts';
import type { BrokerOrder } from '#shared/ports/broker.ts';
import { HRBM, OWNER, SimAccount, unwrap } from '#worker/src/testing/sim-account.ts';

const works = ({ state }: BrokerOrder): boolean => state === 'accepted' || state === 'partially-filled';
const states = (account: SimAccount) => account.intents().map(({ purpose, state }) => `${purpose} ${state}`);

/**
 * A broker as Alpaca is: its list has what works and what was submitted lately, however late it ended; a look-up by our
 * id tells the legs.
 */
function listsBySubmission({ broker }: SimAccount): void {
  const snapshot = broker.snapshot.bind(broker);
  broker.snapshot = async (from) => {
    const all = await snapshot(from);
    const since = (from.since ?? 0) - DAY_MS;
    const isListed = (order: BrokerOrder): boolean => {
      const root = all?.orders.find(({ brokerOrderId }) => brokerOrderId === order.parentId) ?? order;
      return order.submittedAt >= since || works(order) || works(root);
    };
    return all && { ...all, orders: all.orders.filter(isListed) };
  };
  const lookUp = broker.orderByClientId.bind(broker);
  broker.orderByClientId = async (id) => {
    const answer = await lookUp(id);
    if (answer.kind !== 'found') return answer;
    const { brokerOrderId } = answer.order;
    return { ...answer, legs: broker.orders().filter(({ parentId }) => parentId === brokerOrderId) };
  };
}

async function protectedForDays(targetPrice?: string): Promise<SimAccount> {
  const account = await SimAccount.open({ broker: { protects: true } });
  listsBySubmission(account);
  const order = { symbol: 'HRBM', side: 'buy', quantity: '10', limitPrice: '101', stopPrice: '95' } as const;
  unwrap(await account.api.createOrder(OWNER, { ...order, ...(targetPrice !== undefined && { targetPrice }) }));
  await account.bar({ [HRBM]: { open: 100 } });
  account.now = (account.now + 3 * DAY_MS) as WallMs;
  await account.pass(60_000);
  expect(states(account)).toEqual(['entry filled', 'protection accepted']);
  return account;
}

describe('protection that was placed days ago', () => {
  it.each([undefined, '112'])('makes way for an exit at once (target: %s)', async (target) => {
    const account = await protectedForDays(target);
    account.market.phase = 'range';
    unwrap(await account.api.closePosition(OWNER, { symbol: 'HRBM' }));
    expect(account.broker.held(HRBM)).toBe('0');
    expect(states(account)).toEqual(['entry filled', 'protection cancelled', 'manual filled']);
  });

  it.each([undefined, '112'])('and ended by the broker is noticed and placed anew (target: %s)', async (target) => {
    const account = await protectedForDays(target);
    const [resting] = account.broker.orders().filter((order) => works(order) && order.parentId === null);
    await account.broker.cancel(resting!);
    await account.pass(120_000);
    expect(states(account)).toEqual(['entry filled', 'protection cancelled', 'protection accepted']);
  });
});

it('an account whose stops Nod holds rings every two minutes, not without end, whatever is asked in between', async () => {
  const account = await SimAccount.open();
  const order = { symbol: 'HRBM', side: 'buy', quantity: '10', limitPrice: '101', stopPrice: '95' } as const;
  unwrap(await account.api.createOrder(OWNER, order));
  await account.bar({ [HRBM]: { open: 100 } });
  // The lease is renewed by the alarm; the next call finds nothing new to tell.
  await account.pass(125_000);
  unwrap(await account.api.pause(OWNER));
  expect(account.alarmAt).toBeGreaterThan(account.now);
});
