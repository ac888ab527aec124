import { env, exports } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import type { AccountView } from '#shared/contract/account.ts';
import { SCOPES, type Scope } from '#shared/domain/caller.ts';
import type { WallMs } from '#shared/lib/time.ts';
import { compose } from '../composition.ts';
import { readEnv } from '../env.ts';
import { readSetting } from '../store/settings.ts';
import { aToken } from '../testing/sign-in.ts';

const MEMBER = 'u_member00000000';
let own: string;

async function call<T>(token: string, method: string, path: string, body?: unknown) {
  const response = await exports.default.fetch(`http://localhost/api/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json<T>() };
}

const everywhere = async (token: string, mode: string) =>
  (await call<{ code?: string }>(token, 'POST', 'accounts/mode', { mode })).body.code ?? 'done';
const stored = () => readSetting(compose(readEnv(env)).database, 'global-mode');

async function memberToken(scopes: readonly Scope[] = SCOPES): Promise<string> {
  const made = { name: 'member', scopes: [...scopes], accountIds: null, expiresInDays: 1, channel: 'cli' as const };
  return (await compose(readEnv(env)).user(MEMBER).createToken(made)).token;
}

beforeAll(async () => {
  const booted = await exports.default.fetch('http://localhost/internal/admin/boot', {
    method: 'POST',
    headers: { authorization: `Bearer ${env.ADMIN_KEY}`, 'content-type': 'application/json' },
    body: '{"kind":"generated"}',
  });
  expect(booted.status).toBe(200);
  await compose(readEnv(env)).users.create({ id: MEMBER, name: 'Member', role: 'member' }, Date.now() as WallMs);
  const opened = await call<AccountView>(await memberToken(), 'POST', 'accounts', { name: 'Of the member' });
  expect(opened.status).toBe(201);
  own = opened.body.id;
});

test('the stop of all accounts is the owner’s: nobody else moves it, whatever their token says', async () => {
  const before = await stored();
  expect(await everywhere(await memberToken(), 'reducing')).toBe('not-allowed');
  const owners = await call<{ items: AccountView[] }>(await aToken(), 'GET', 'accounts');
  const [first] = owners.body.items;
  expect(await everywhere(await aToken(SCOPES, [first?.id ?? '']), 'reducing'), 'one account only').toBe('not-allowed');
  for (const scopes of [['read'], ['read', 'propose', 'approve'], ['read', 'admin']] as const)
    expect(await everywhere(await aToken(scopes), 'halted'), scopes.join()).toBe('scope-missing');
  expect(await stored()).toBe(before);
});

test('a trader stops their own account, and no other', async () => {
  const paused = await call<AccountView>(await memberToken(), 'POST', `accounts/${own}/pause`);
  expect(paused.body.mode).toBe('reducing');
  const owners = await call<{ items: AccountView[] }>(await aToken(), 'GET', 'accounts');
  const foreign = await call(await memberToken(), 'POST', `accounts/${owners.body.items[0]?.id}/pause`);
  expect(foreign.status).toBe(404);
  const viewer = await call<{ code: string }>(await memberToken(['read']), 'POST', `accounts/${own}/panic`);
  expect(viewer.body.code).toBe('scope-missing');
  await call(await memberToken(), 'POST', `accounts/${own}/resume`);
});

test('the owner’s stop reaches every account, also those the owner cannot see', async () => {
  expect(await everywhere(await aToken(), 'halted')).toBe('done');
  const seen = async () => (await call<AccountView>(await memberToken(), 'GET', `accounts/${own}`)).body;
  expect(await seen()).toMatchObject({ mode: 'halted', modeReason: 'global-stop' });
  const resumed = await call<AccountView>(await memberToken(), 'POST', `accounts/${own}/resume`);
  expect(resumed.body, 'a member cannot lift it').toMatchObject({ mode: 'halted', modeReason: 'global-stop' });
  expect(await everywhere(await memberToken(), 'active')).toBe('not-allowed');
  expect(await everywhere(await aToken(), 'active')).toBe('done');
  expect((await seen()).mode).toBe('active');
});
