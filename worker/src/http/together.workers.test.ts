import { env, exports } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import { SCOPES } from '#shared/domain/caller.ts';
import { compose } from '../composition.ts';
import { readEnv } from '../env.ts';
import { aCookie, aToken } from '../testing/sign-in.ts';
import { boot } from './admin/boot.ts';

type Answers = Record<string, { status: number; body: string }>;

let cookie: string;
let accountId: string;

const ask = (path: string, headers: Record<string, string> = { cookie }): Promise<Response> =>
  exports.default.fetch(`http://localhost/api${path}`, { headers });
const together = (paths: readonly string[], headers?: Record<string, string>): Promise<Response> =>
  ask(`/together?${paths.map((path) => `ask=${encodeURIComponent(path)}`).join('&')}`, headers);

beforeAll(async () => {
  await boot(compose(readEnv(env)), { world: { kind: 'generated', seed: 5 }, speed: 0 });
  cookie = await aCookie();
  const { items } = await (await ask('/accounts')).json<{ items: { id: string }[] }>();
  accountId = items[0]?.id ?? '';
}, 60_000);

test('every question gets the answer that it gets by itself, refusals too', async () => {
  const paths = [
    '/me',
    '/accounts',
    `/accounts/${accountId}`,
    `/instruments?limit=500&accountId=${accountId}`,
    '/instruments/DK%3A900110',
    '/accounts/a_00000000',
    '/proposals?limit=0',
  ];
  const answers = await (await together(paths)).json<Answers>();
  expect(Object.keys(answers).sort()).toEqual(paths.toSorted());
  for (const path of paths) {
    const alone = await ask(path);
    expect(answers[path], path).toEqual({ status: alone.status, body: await alone.text() });
  }
  expect(answers['/proposals?limit=0']?.status).toBe(400);
});

test('it opens nothing that was closed: files, what changes something, other doors, more than a token may', async () => {
  const paths = ['/together?ask=/me', '/me/export', '/stream', '/session/passkey', '/../internal/admin/doctor', 'me'];
  expect(await (await together(paths)).json<Answers>()).toEqual({});
  const headers = { authorization: `Bearer ${await aToken(['trade'])}` };
  const answers = await (await together(['/me'], headers)).json<Answers>();
  expect(answers['/me']?.status).toBe(403);
  expect((await together(['/me'], {})).status).toBe(401);
  const bound = { authorization: `Bearer ${await aToken(SCOPES, ['a_00000000'])}` };
  const ofOthers = [`/accounts/${accountId}`, `/accounts/${accountId}/positions`, '/tokens'];
  const refused = await (await together(ofOthers, bound)).json<Answers>();
  for (const path of ofOthers) {
    expect(refused[path]?.status, path).toBe((await ask(path, bound)).status);
    expect(refused[path]?.status, path).toBeGreaterThanOrEqual(403);
  }
});

test('an address leads where it leads by itself', async () => {
  const paths = ['/accounts/', '/accounts//positions', '/accounts/%41%E0', '/instruments/DK%3A900110?a=1?b=2', '/%6De'];
  const answers = await (await together(paths)).json<Answers>();
  for (const path of paths) {
    const alone = await ask(path);
    // What leads nowhere is left out.
    if (![404, 405].includes(alone.status)) expect(answers[path]?.status, path).toBe(alone.status);
    else expect(answers[path]?.status ?? 404, path).toBe(404);
  }
});

test('as many questions as a room has, and no more', async () => {
  const many = Array.from({ length: 21 }, (_, n) => `/proposals/p_${n}`);
  expect((await together(many)).status).toBe(400);
  expect(Object.keys(await (await together(many.slice(1))).json<Answers>())).toHaveLength(20);
  expect((await together([])).status).toBe(400);
});
