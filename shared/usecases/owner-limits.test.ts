import { expect, it } from 'vitest';
import type { UpdateOwnerLimits } from '../contract/account.ts';
import type { Caller } from '../domain/caller.ts';
import type { World } from '../domain/market.ts';
import type { OwnerLimits } from '../domain/owner-limits.ts';
import { failure } from '../contract/errors.ts';
import { err, ok } from '../lib/result.ts';
import { showOwnerLimits, updateOwnerLimits } from './owner-limits.ts';
import type { UseCaseDeps } from './ports.ts';

const caller = (userId: string): Caller =>
  ({ userId, channel: 'web', scopes: ['read', 'admin'], accountIds: null, sessionId: 's' }) as unknown as Caller;

function world(worlds: World[] = ['paper']) {
  const here = {
    ...{ limits: {} as OwnerLimits | null, told: [] as OwnerLimits[], proofs: [] as string[], isProven: false },
    /** What the accounts wait for before they hear of a change. */
    onTheWay: (_: OwnerLimits): Promise<void> => Promise.resolve(),
  };
  const deps = {
    users: { find: (id: string) => Promise.resolve({ role: id === 'u_owner' ? 'owner' : 'member' }) },
    globalMode: { worlds: () => Promise.resolve(worlds) },
    ownerLimits: {
      read: () => Promise.resolve(here.limits),
      replace: (before: OwnerLimits | null, limits: OwnerLimits) => {
        const isSame = JSON.stringify(here.limits) === JSON.stringify(before);
        if (isSame) here.limits = limits;
        return Promise.resolve(isSame);
      },
      tell: async (limits: OwnerLimits) => {
        await here.onTheWay(limits);
        here.told.push(limits);
        return 0;
      },
    },
    requireStepUp: (_: Caller, reason: string, about = '') => {
      here.proofs.push(`${reason} ${about}`);
      return Promise.resolve(here.isProven ? ok(undefined) : err(failure('step-up-required', { reason, about })));
    },
  } as unknown as UseCaseDeps;
  return {
    here,
    set: (change: UpdateOwnerLimits, by = 'u_owner') => updateOwnerLimits(deps, caller(by), change),
    deps,
  };
}

it('tighter is written down and told at once; looser waits for the person, about exactly these limits', async () => {
  const { here, set } = world();
  expect(await set({ drawdownMax: 0.1, ordersPerDayMax: 5 })).toMatchObject({ ok: true });
  expect(here.told).toEqual([{ drawdownMax: 0.1, ordersPerDayMax: 5 }]);
  expect(await set({ ordersPerDayMax: null })).toMatchObject({ error: { code: 'step-up-required' } });
  expect(here.limits).toEqual({ drawdownMax: 0.1, ordersPerDayMax: 5 });
  expect(here.proofs).toEqual(['loosen-limits all-accounts {"drawdownMax":0.1}']);
  here.isProven = true;
  expect(await set({ ordersPerDayMax: null })).toMatchObject({ value: { limits: { drawdownMax: 0.1 } } });
  expect(here.limits).toEqual({ drawdownMax: 0.1 });
});

it('only the owner sets them, everybody may read them', async () => {
  const { here, set, deps } = world();
  expect(await set({ drawdownMax: 0.1 }, 'u_guest')).toMatchObject({ error: { code: 'not-allowed' } });
  expect(here.told).toEqual([]);
  expect(await showOwnerLimits(deps, caller('u_guest'))).toMatchObject({ value: { limits: {}, mayChange: false } });
});

it('damaged ones are shown by nobody, and set anew by the person only', async () => {
  const { here, set, deps } = world();
  here.limits = null;
  expect(await showOwnerLimits(deps, caller('u_owner'))).toMatchObject({ error: { code: 'unavailable' } });
  expect(await set({ drawdownMax: 0.1 })).toMatchObject({ error: { code: 'step-up-required' } });
});

it('of two screens that change them at once both count', async () => {
  const { here, set } = world();
  const done = await Promise.all([set({ drawdownMax: 0.1 }), set({ ordersPerDayMax: 5 })]);
  expect(done).toMatchObject([{ ok: true }, { ok: true }]);
  expect(here.limits).toEqual({ drawdownMax: 0.1, ordersPerDayMax: 5 });
});

it('what reaches the accounts late is not what they end with', async () => {
  const { here, set } = world();
  const arrives = Promise.withResolvers<void>();
  here.onTheWay = (limits) => (limits.drawdownMax === 0.2 ? arrives.promise : Promise.resolve());
  const first = set({ drawdownMax: 0.2 });
  await set({ drawdownMax: 0.1 });
  arrives.resolve();
  await first;
  expect(here.told.at(-1)).toEqual({ drawdownMax: 0.1 });
});
