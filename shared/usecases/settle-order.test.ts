import { expect, test } from 'vitest';
import { failure } from '../contract/errors.ts';
import type { Caller } from '../domain/caller.ts';
import type { UserId } from '../domain/ids.ts';
import { err, ok } from '../lib/result.ts';
import type { UseCaseDeps } from './ports.ts';
import { settleOrder } from './settle-order.ts';

const PERSON: Caller = {
  userId: 'u_1' as UserId,
  channel: 'web',
  scopes: ['trade'],
  accountIds: null,
  sessionId: 's_1',
};
const ORDER = 'o_test0001_1';

function anAccount(world: string, proven: string[]) {
  const settled: string[] = [];
  const deps = {
    accounts: {
      account: () => ({
        view: () => Promise.resolve(ok({ world })),
        settleOrder: (_: Caller, id: string) => {
          settled.push(id);
          return Promise.resolve(ok({ id }));
        },
      }),
    },
    requireStepUp: (_: Caller, reason: string, about: string) =>
      Promise.resolve(
        proven.includes(`${reason} ${about}`) ? ok(undefined) : err(failure('step-up-required', { reason, about })),
      ),
  };
  return { deps: deps as unknown as UseCaseDeps, settled };
}

test('an order of real money is settled by a person who just confirmed it, about this very order', async () => {
  const { deps, settled } = anAccount('live', [`settle-order ${ORDER}`]);
  const other = await settleOrder(deps, PERSON, { orderId: 'o_test0001_2', input: { brokerOrderId: null } });
  expect(other).toMatchObject({ error: { code: 'step-up-required' } });
  expect((await settleOrder(deps, PERSON, { orderId: ORDER, input: { brokerOrderId: null } })).ok).toBe(true);
  expect(settled).toEqual([ORDER]);
});

test('with play money nobody is asked', async () => {
  for (const world of ['demo', 'replay', 'paper']) {
    const { deps, settled } = anAccount(world, []);
    await settleOrder(deps, PERSON, { orderId: ORDER, input: { brokerOrderId: null } });
    expect(settled).toEqual([ORDER]);
  }
});
