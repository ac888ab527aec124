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
  const here = { limits: {} as OwnerLimits | null, told: [] as OwnerLimits[], proofs: [] as string[], isProven: false };
  const deps = {
    users: { find: (id: string) => Promise.resolve({ role: id === 'u_owner' ? 'owner' : 'member' }) },
    globalMode: { worlds: () => Promise.resolve(worlds) },
    ownerLimits: {
      read: () => Promise.resolve(here.limits),
      write: (limits: OwnerLimits) => {
        here.limits = limits;
        return Promise.resolve();
      },
      tell: (limits: OwnerLimits) => {
        here.told.push(limits);
        return Promise.resolve(0);
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
