import { expect, it } from 'vitest';
import { failure } from '../contract/errors.ts';
import type { Caller } from '../domain/caller.ts';
import { err, ok } from '../lib/result.ts';
import type { Mode } from '../risk/check.ts';
import type { UseCaseDeps } from './ports.ts';
import { stopEverywhere } from './stop-everywhere.ts';

const OWNER = { userId: 'u_owner', channel: 'web', scopes: ['trade'], accountIds: null } as unknown as Caller;

/** What stands written, and what the accounts heard last; a proof counts once. */
function installation(mode: Mode) {
  const here = { mode, heard: mode, proofs: 0, onTheWay: (_: Mode): Promise<void> => Promise.resolve() };
  const deps = {
    users: { find: () => Promise.resolve({ role: 'owner' }) },
    accounts: { idsOf: () => Promise.resolve([]) },
    globalMode: {
      read: () => Promise.resolve(here.mode),
      replace: (before: Mode, next: Mode) => {
        const isSame = here.mode === before;
        if (isSame) here.mode = next;
        return Promise.resolve(isSame);
      },
      tell: async (next: Mode) => {
        await here.onTheWay(next);
        here.heard = next;
        return 0;
      },
      worlds: () => Promise.resolve(['live']),
    },
    requireStepUp: (_: Caller, reason: string) => {
      const isProven = here.proofs > 0;
      here.proofs -= 1;
      return Promise.resolve(isProven ? ok(undefined) : err(failure('step-up-required', { reason })));
    },
  } as unknown as UseCaseDeps;
  return { here, deps, say: (next: Mode) => stopEverywhere(deps, OWNER, next) };
}

it('a stop that comes while another one is lifted is not lifted with it', async () => {
  const { here, say } = installation('reducing');
  here.proofs = 1;
  const [stopped, lifted] = await Promise.all([say('halted'), say('active')]);
  expect(stopped).toMatchObject({ ok: true });
  expect(lifted).toMatchObject({ error: { code: 'step-up-required' } });
  expect([here.mode, here.heard]).toEqual(['halted', 'halted']);
});

it('accounts that hear of it in any order end with what stands written', async () => {
  const { here, say } = installation('reducing');
  here.proofs = 1;
  const arrives = Promise.withResolvers<void>();
  here.onTheWay = (mode) => (mode === 'active' ? arrives.promise : Promise.resolve());
  const lifting = say('active');
  await say('halted');
  arrives.resolve();
  await lifting;
  expect([here.mode, here.heard]).toEqual(['halted', 'halted']);
});

it('is done once it is written and told, though nobody can read it back', async () => {
  const { here, deps, say } = installation('active');
  here.onTheWay = () => {
    Object.assign(deps.globalMode, { read: () => Promise.reject(new Error('out of reach')) });
    return Promise.resolve();
  };
  expect(await say('reducing')).toMatchObject({ ok: true });
});

it('to stop buying loosens nothing that was stopped harder', async () => {
  const { here, say } = installation('halted');
  here.proofs = 1;
  expect(await say('reducing')).toMatchObject({ ok: true });
  expect([here.mode, here.heard, here.proofs]).toEqual(['halted', 'halted', 1]);
});
