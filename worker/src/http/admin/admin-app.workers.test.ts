import { env, exports } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { decodeFrame } from '#shared/lib/frame.ts';
import type { WallMs } from '#shared/lib/time.ts';
import { compose } from '../../composition.ts';
import { readEnv } from '../../env.ts';
import { app } from '../app.ts';

interface Items<T> {
  items: T[];
}

const KEY = 'admin-key-of-the-test-runs-0000000000';

async function admin(
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
): Promise<{ status: number; json: Record<string, unknown> }> {
  const response = await exports.default.fetch(`http://127.0.0.1/internal/admin/${path}`, {
    method,
    headers: { authorization: `Bearer ${KEY}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, json: await response.json() };
}

const api = (token: string, path: string, init: RequestInit = {}): Promise<Response> =>
  exports.default.fetch(`http://localhost/api/${path}`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  });

const CSV = ['date,symbol,open,high,low,close,volume']
  .concat(
    Array.from({ length: 120 }, (_, day) => {
      const date = new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10);
      return `${date},AAPL,${100 + day},${101 + day},${99 + day},${100.5 + day},1000`;
    }),
  )
  .join('\n');

describe('the routes of the process on the same machine', () => {
  test('are not there without the key, from elsewhere, from a page, or where no key is bound', async () => {
    const ask = async (url: string, headers: Record<string, string>, bindings = env) =>
      (await app.fetch(new Request(url, { method: 'POST', headers }), bindings)).status;
    const good = { authorization: `Bearer ${KEY}` };
    const url = 'http://127.0.0.1/internal/admin/link';
    expect(await ask(url, {})).toBe(404);
    expect(await ask(url, { 'x-admin-key': `${KEY}x` })).toBe(404);
    expect(await ask('http://nod.example/internal/admin/link', good)).toBe(404);
    expect(await ask(url, { ...good, origin: 'http://127.0.0.1' })).toBe(404);
    const { ADMIN_KEY: _, ...without } = env as unknown as Record<string, unknown>;
    expect(await ask(url, good, without as unknown as typeof env)).toBe(404);
    expect(await ask(url, good)).not.toBe(401);
  });

  test('boot makes owner, market and paper account once', async () => {
    const first = await admin('POST', 'boot', { world: { kind: 'generated', seed: 7 }, speed: 0 });
    expect(first.json).toMatchObject({ world: expect.stringContaining('DEMO') as unknown });
    const again = await admin('POST', 'boot', {});
    expect(again.json['accountId']).toBe(first.json['accountId']);
    const { json } = await admin('POST', 'token', {});
    const token = String(json['token']);
    const accounts = await (await api(token, 'accounts')).json<Items<{ id: string; equity: string }>>();
    expect(accounts.items).toContainEqual(
      expect.objectContaining({ id: first.json['accountId'], equity: '100000', world: 'demo' }),
    );
    const me = await (await api(token, 'me')).json();
    expect(me).toMatchObject({ defaultAccountId: first.json['accountId'] });
    const portfolios = await (await api(token, 'portfolios')).json<Items<unknown>>();
    expect(portfolios.items).toHaveLength(1);
    expect(JSON.stringify(portfolios.items)).toContain(
      `"accountId":"${String(first.json['accountId'])}","holder":"manual"`,
    );
    expect((await admin('GET', 'leaving')).json).toEqual({ lines: ['No position depends on Nod running.'] });
    expect((await admin('GET', `away?since=${Date.now() - 1000}`)).json).toEqual({ lines: [] });
    expect((await admin('GET', 'doctor')).json['checks']).toContainEqual(
      expect.objectContaining({ check: 'market', ok: true }),
    );
  });

  test('a command gets a token for itself: it looks, for minutes, and nobody is alarmed', async () => {
    await admin('POST', 'boot', { world: { kind: 'generated', seed: 7 }, speed: 0 });
    const { json } = await admin('POST', 'token', { name: 'nod export', scopes: ['read'] });
    const [token, id] = [String(json['token']), String(json['id'])];
    expect(json['scopes']).toEqual(['read']);
    expect(Date.parse(String(json['expiresAt'])) - Date.now()).toBeLessThan(3_600_000);
    const [account] = (await (await api(token, 'accounts')).json<Items<{ id: string }>>()).items;
    expect((await api(token, `accounts/${account?.id}/pause`, { method: 'POST' })).status).toBe(403);
    expect((await admin('POST', 'token', { scopes: ['read', 'trade'] })).status).toBe(400);

    const composition = compose(readEnv(env));
    const user = composition.user(token.split('.')[0] ?? '');
    expect((await admin('POST', 'token/end', { id })).status).toBe(200);
    expect((await api(token, 'accounts')).status, 'it ends with its command').toBe(401);
    const events = await user.accessEvents({ limit: 50, before: null, types: null });
    const about = events.filter(({ body }) => body['id'] === id).map(({ type }) => type);
    expect(about, 'written down all the same').toEqual(['access.token-revoked', 'access.token-made']);
    expect(JSON.stringify(await user.chat(50))).not.toContain('nod export');
  });

  test('a sign-in link opens a session in the browser', async () => {
    await admin('POST', 'boot', { world: { kind: 'generated', seed: 7 }, speed: 0 });
    const { json } = await admin('POST', 'link', {});
    expect(json['path']).toMatch(/^\/sign-in#u_\w+\.[\w-]+$/);
    const session = await exports.default.fetch('http://localhost/api/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'http://localhost' },
      body: JSON.stringify({ code: String(json['path']).split('#')[1] }),
    });
    expect(session.status).toBe(201);
  });

  test('a link is also for somebody who was let in, by name or id, and for nobody where two have the name', async () => {
    await admin('POST', 'boot', { world: { kind: 'generated', seed: 7 }, speed: 0 });
    const { users } = compose(readEnv(env));
    const member = (id: string, name: string) => users.create({ id, name, role: 'member' }, 1 as WallMs);
    await member('u_kim0000000000001', 'Kim');
    for (const person of ['Kim', 'u_kim0000000000001'])
      expect((await admin('POST', 'link', { person })).json['path']).toMatch(/^\/sign-in#u_kim0000000000001\./);
    await member('u_kim0000000000002', 'Kim');
    for (const person of ['Kim', 'Nobody', ''])
      expect((await admin('POST', 'link', { person })).json['code'], person).toBe('not-found');
  });

  test('a replay asks for its file, takes it, and runs beside the market that was there', async () => {
    const demo = await admin('POST', 'boot', { world: { kind: 'generated', seed: 7 }, speed: 0 });
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(CSV));
    const hash = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
    const world = { kind: 'replay', file: 'a.csv', hash };
    expect((await admin('POST', 'boot', { world })).json).toEqual({ needsImport: true });
    const imported = await exports.default.fetch('http://127.0.0.1/internal/admin/import?name=a.csv&market=US', {
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}` },
      body: CSV,
    });
    expect(await imported.json()).toMatchObject({ bars: 120, instruments: 1, from: '2020-01-01', hash });
    const replay = await admin('POST', 'boot', { world, speed: 0 });
    expect(replay.json['world']).toContain('REPLAY, a.csv');
    expect(replay.json['accountId']).not.toBe(demo.json['accountId']);
    const token = String((await admin('POST', 'token', {})).json['token']);
    const bars = await (await api(token, 'instruments/aapl/bars?limit=5000')).json<Items<{ t: string; c: string }>>();
    expect(bars.items).toHaveLength(100);
    expect(bars.items.at(-1)).toMatchObject({ t: '2020-04-09', c: '199.5' });
    const me = await (await api(token, 'me')).json<{ defaultAccountId: string; accountIds: string[] }>();
    expect([me.defaultAccountId, me.accountIds.length]).toEqual([replay.json['accountId'], 2]);
  });

  test('the paper broker of an account can be told to fail, and its book can be read', async () => {
    const { json: booted } = await admin('POST', 'boot', { world: { kind: 'generated', seed: 7 }, speed: 0 });
    const accountId = String(booted['accountId']);
    expect((await admin('POST', 'paper', { accountId, replyDelayMs: 5 })).json).toMatchObject({
      receiveDelayMs: 0,
      replyDelayMs: 5,
    });
    expect((await admin('POST', 'paper', { accountId, replyDelayMs: 0 })).json).toMatchObject({ replyDelayMs: 0 });
    expect((await admin('GET', `book?accountId=${accountId}`)).json).toEqual({
      orders: [],
      executions: [],
      positions: [],
    });
    expect((await admin('GET', 'book?accountId=a_nobody')).status).toBe(404);
    expect((await admin('POST', 'paper', { accountId: 'a_nobody', replyDelayMs: 5 })).status).toBe(404);
    expect((await admin('POST', 'paper', { accountId, unknown: 5 })).status).toBe(400);
  });

  test('a file that no market runs is read whole, the running market as far as its clock has come', async () => {
    await admin('POST', 'boot', { world: { kind: 'generated', seed: 7 }, speed: 0 });
    await exports.default.fetch('http://127.0.0.1/internal/admin/import?name=whole.csv&market=US', {
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}` },
      body: CSV.replaceAll('AAPL', 'WHOLE'),
    });
    const past = async (query: string) => {
      const response = await exports.default.fetch(`http://127.0.0.1/internal/admin/past-bars?${query}`, {
        headers: { authorization: `Bearer ${KEY}` },
      });
      return decodeFrame(await response.arrayBuffer());
    };
    const whole = await past('symbols=whole');
    expect(whole?.head).toMatchObject([{ instrument: { symbol: 'WHOLE' }, timeframe: '1d', splits: [], until: null }]);
    expect(whole?.columns.map(({ length }) => length)).toEqual(Array(6).fill(120));
    expect(whole?.columns[4]?.at(-1)).toBe(219.5);
    const weeks = await past('symbols=WHOLE&timeframe=1w');
    expect(weeks?.columns[4]?.at(-1), 'the week that the file ends in is over').toBe(219.5);
    const list = await past('list=AAPL,nobody');
    expect((list?.head as unknown[]).length, 'filled up with what is traded most').toBeGreaterThan(4);
    expect((list?.head as { until: number | null }[])[0]?.until).not.toBeNull();
    const unknown = await admin('GET', 'past-bars?symbols=NOBODY');
    expect(unknown).toMatchObject({ status: 404, json: { code: 'unknown-instrument' } });
  });

  test('a faulty file is refused with file, line and reason', async () => {
    const response = await exports.default.fetch('http://127.0.0.1/internal/admin/import?name=b.csv', {
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}` },
      body: `${CSV}\n2021-01-01,AAPL,x,1,1,1,1`,
    });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ code: 'bad-csv', file: 'b.csv', line: 122, reason: 'bad-number' });
  });
});
