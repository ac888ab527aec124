import { env, exports } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { SCOPES } from '#shared/domain/caller.ts';
import type { WallMs } from '#shared/lib/time.ts';
import { compose } from '../composition.ts';
import { readEnv } from '../env.ts';
import { aToken, owner } from '../testing/sign-in.ts';

const HERE = 'a_00000000';

async function call(token: string, method: string, path: string, body?: unknown) {
  const response = await exports.default.fetch(`http://localhost/api/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
  return { status: response.status, code: json['code'], json };
}

test('a token that is bound to some accounts reaches nothing that belongs to its person as a whole', async () => {
  const limited = await aToken(SCOPES, [HERE]);
  const other = await aToken();
  const { id } = (
    await compose(readEnv(env))
      .user(await owner())
      .tokens()
  )[0] ?? { id: '' };
  for (const [method, path, body] of [
    ['GET', 'chat'],
    ['POST', 'chat', { text: 'positions' }],
    ['GET', 'tokens'],
    ['DELETE', `tokens/${id}`],
    ['DELETE', 'session?all=true'],
    ['PATCH', 'me', { name: 'Somebody else' }],
    ['PATCH', 'market', { paused: true }],
    ['PATCH', 'jobs/position-monitor', { enabled: false }],
    ['POST', 'jobs/position-monitor/run'],
    ['GET', 'users'],
    ['POST', 'accounts', {}],
    ['GET', 'connections'],
    ['GET', 'password'],
    ['GET', 'passkeys'],
    ['PATCH', 'passkeys/k_1', { name: 'Mine' }],
    ['POST', 'accounts/mode', { mode: 'halted' }],
  ] as const)
    expect((await call(limited, method, path, body)).code, `${method} ${path}`).toBe('not-allowed');
  expect((await call(other, 'GET', 'me')).status, 'the other token still opens').toBe(200);
  expect((await call(limited, 'DELETE', 'session')).status, 'it may end itself').toBe(204);
});

test('whoever may only read changes nothing', async () => {
  const reader = await aToken(['read']);
  expect((await call(reader, 'PATCH', 'me', { name: 'Read only' })).code).toBe('scope-missing');
  expect((await call(reader, 'PATCH', 'jobs/position-monitor', { enabled: false })).code).toBe('scope-missing');
  expect((await call(reader, 'POST', 'screens/runs/sr_any/cancel', {})).code).toBe('scope-missing');
  expect((await call(reader, 'POST', 'me/away/read')).code, 'nobody has seen it yet').toBe('scope-missing');
});

test('what runs for everybody is switched by the owner, not by whoever administers an account of their own', async () => {
  const composition = compose(readEnv(env));
  await owner();
  const member = 'u_member11111111';
  await composition.users.create({ id: member, name: 'Member', role: 'member' }, Date.now() as WallMs);
  const made = { name: 'member', scopes: [...SCOPES], accountIds: null, expiresInDays: 1, channel: 'cli' as const };
  const { token } = await composition.user(member).createToken(made);
  expect((await call(token, 'PATCH', 'jobs/position-monitor', { enabled: false })).code).toBe('not-allowed');
  expect((await call(token, 'POST', 'jobs/position-monitor/run')).code).toBe('not-allowed');
});

test('a token made by a token ends with it, however long it was to live', async () => {
  const mother = await aToken();
  const { expiresAt } = (await call(mother, 'GET', 'session')).json;
  const child = await call(mother, 'POST', 'tokens', { name: 'child', scopes: ['read'], expiresInDays: 90 });
  expect(child.status).toBe(201);
  expect(child.json['expiresAt']).toBe(expiresAt);
});
