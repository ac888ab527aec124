import { expect, test } from 'vitest';
import { failure } from '../contract/errors.ts';
import { SCOPES, type Caller } from '../domain/caller.ts';
import type { UserId } from '../domain/ids.ts';
import { err, ok } from '../lib/result.ts';
import { setHeartbeat, showHeartbeat } from './heartbeat.ts';
import type { UseCaseDeps } from './ports.ts';

const OWNER: Caller = { userId: 'u_owner' as UserId, channel: 'web', scopes: SCOPES, accountIds: null };
const URL_GIVEN = 'https://hc-ping.com/3f2a-secret';

function aWorld({ role = 'owner', isProven = true, canSeal = true } = {}) {
  const set: (string | null)[] = [];
  const deps = {
    users: { find: () => Promise.resolve({ role }) },
    heartbeat: {
      canSeal,
      view: () => Promise.resolve({ isSet: set.at(-1) != null, host: 'hc-ping.com', last: null }),
      set: (url: URL | null) => {
        set.push(url?.href ?? null);
        return Promise.resolve();
      },
    },
    requireStepUp: (_: Caller, reason: string) =>
      Promise.resolve(isProven && reason === 'heartbeat' ? ok(undefined) : err(failure('step-up-required'))),
  } as unknown as UseCaseDeps;
  return { deps, set };
}

test('the owner sets and takes away the address that is called, each after a step-up', async () => {
  const { deps, set } = aWorld();
  const told = await setHeartbeat(deps, OWNER, { url: URL_GIVEN });
  expect(told).toMatchObject({ ok: true, value: { isSet: true } });
  expect(JSON.stringify([told, await showHeartbeat(deps, OWNER)])).not.toContain('secret');
  expect(await setHeartbeat(deps, OWNER, null)).toMatchObject({ ok: true, value: { isSet: false } });
  expect(set).toEqual([URL_GIVEN, null]);
});

test.each([
  ['without a step-up', { isProven: false }, URL_GIVEN, 'step-up-required'],
  ['by somebody else', { role: 'member' }, URL_GIVEN, 'not-allowed'],
  ['where nothing can be sealed', { canSeal: false }, URL_GIVEN, 'no-vault-key'],
  ['to an address of this network', {}, 'https://192.168.0.1/x', 'address-refused'],
  ['to an address that is not encrypted', {}, 'http://hc-ping.com/x', 'address-refused'],
] as const)('it is not set %s', async (_, world, url, code) => {
  const { deps, set } = aWorld(world);
  expect(await setHeartbeat(deps, OWNER, { url })).toMatchObject({ ok: false, error: { code } });
  expect(set).toEqual([]);
});
