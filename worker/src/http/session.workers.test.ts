import { env, exports } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { aCookie, aToken, linkCode, owner } from '../testing/sign-in.ts';
import { app } from './app.ts';
import { ROUTES } from './routes/index.ts';

const BASE = 'http://localhost';

function request(path: string, init: RequestInit & { json?: unknown } = {}): Promise<Response> {
  const { json, ...rest } = init;
  const headers = new Headers(rest.headers);
  if (json !== undefined) headers.set('content-type', 'application/json');
  return exports.default.fetch(`${BASE}${path}`, {
    ...rest,
    headers,
    ...(json !== undefined && { body: JSON.stringify(json) }),
  });
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const codeOf = async (response: Response) => (await response.json<{ code: string }>()).code;

describe('the front door', () => {
  test('opens nothing but health, sign-in and an invitation without credentials', async () => {
    const open = ROUTES.filter((route) => route.scope === 'none').map((route) => `${route.method} ${route.path}`);
    expect(open).toEqual([
      'GET /api/health',
      'POST /api/session/passkey',
      'POST /api/session',
      'POST /api/invitations/look',
      'POST /api/invitations/join',
    ]);
    for (const route of ROUTES) {
      if (route.scope === 'none') continue;
      const path = route.path.replace(/:\w+/g, 'a_00000000');
      const response = await request(path, { method: route.method });
      expect(`${route.method} ${path} ${response.status}`).toBe(`${route.method} ${path} 401`);
      expect(response.headers.get('content-type')).toBe('application/problem+json');
    }
    for (const path of ['/api/stream', '/api/openapi.json', '/docs', '/api/nothing', '/api'])
      expect(`${path} ${(await request(path)).status}`).toBe(`${path} 401`);
  });

  test('refuses made-up tokens and cookies, of users there are and are not', async () => {
    const made = 'A'.repeat(59);
    for (const userId of [await owner(), 'u_0000000000000000']) {
      expect((await request('/api/me', { headers: bearer(`${userId}.${made}`) })).status).toBe(401);
      expect((await request('/api/me', { headers: { cookie: `nod_session=${userId}.${made}` } })).status).toBe(401);
    }
    // A session's secret is no token.
    const [, session] = (await aCookie()).split('=');
    expect((await request('/api/me', { headers: bearer(session ?? '') })).status).toBe(401);
  });

  test('sets headers that keep answers out of caches and frames', async () => {
    const { headers } = await request('/api/health');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('strict-transport-security')).toBeNull();
    const secure = await exports.default.fetch('https://nod.example/api/health');
    expect(secure.headers.get('strict-transport-security')).toContain('max-age');
  });

  test('answers under its own names only', async () => {
    const home = { ...env, ALLOWED_HOSTS: '192.168.0.7', PUBLIC_URL: 'https://nod.example' };
    const ask = async (host: string) => (await app.fetch(new Request(`http://${host}/api/health`), home)).status;
    for (const host of ['localhost:8787', '127.0.0.1:8787', '[::1]:8787', '192.168.0.7', 'nod.example'])
      expect(await ask(host)).toBe(200);
    for (const host of ['evil.example', 'localhost.evil.example', '10.0.0.1']) expect(await ask(host)).toBe(421);
  });
});

describe('signing in', () => {
  test('works once per link and sets a cookie no script can read', async () => {
    const code = await linkCode();
    const first = await request('/api/session', { method: 'POST', json: { code } });
    expect(first.status).toBe(201);
    const [cookie = '', mark] = first.headers.getSetCookie();
    expect(cookie).toMatch(/^nod_session=u_\w+\.[\w-]{59}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/);
    expect(mark).toMatch(
      /^nod_browser=[0-9a-f]{32}\.\d{13}\.\d+\.[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=34560000$/,
    );
    const second = await request('/api/session', { method: 'POST', json: { code } });
    expect([second.status, await codeOf(second)]).toEqual([401, 'link-code-invalid']);
    const me = await request('/api/me', { headers: { cookie: cookie.split(';')[0] ?? '' } });
    expect(await me.json()).toMatchObject({ language: 'en', accountIds: [], defaultAccountId: null });
  });

  test('uses a __Host- cookie under TLS and reads no other there', async () => {
    const json = { 'content-type': 'application/json' };
    const body = JSON.stringify({ code: await linkCode() });
    const response = await exports.default.fetch('https://nod.example/api/session', {
      method: 'POST',
      headers: json,
      body,
    });
    const cookies = response.headers.getSetCookie();
    expect(cookies[0]).toMatch(/^__Host-nod_session=.*; Secure$/);
    expect(cookies[1]).toMatch(/^__Host-nod_browser=.*; Secure$/);
    const [cookie = ''] = cookies;
    const value = cookie.split(';')[0]?.split('=')[1] ?? '';
    const ask = async (name: string) =>
      (await exports.default.fetch('https://nod.example/api/me', { headers: { cookie: `${name}=${value}` } })).status;
    expect([await ask('__Host-nod_session'), await ask('nod_session')]).toEqual([200, 401]);
  });

  test('ends with the session, here or everywhere', async () => {
    const [first, second] = [await aCookie(), await aCookie()];
    const origin = { origin: BASE };
    expect((await request('/api/session', { method: 'DELETE', headers: { cookie: first, ...origin } })).status).toBe(
      204,
    );
    expect((await request('/api/me', { headers: { cookie: first } })).status).toBe(401);
    expect((await request('/api/me', { headers: { cookie: second } })).status).toBe(200);
    await request('/api/session?all=true', { method: 'DELETE', headers: { cookie: second, ...origin } });
    expect((await request('/api/me', { headers: { cookie: second } })).status).toBe(401);
  });

  test('a token makes no sign-in link: whoever signs in with one is bound by nothing', async () => {
    for (const token of [await aToken(), await aToken(['read', 'admin'], ['a_00000000'])]) {
      const refused = await request('/api/links', { method: 'POST', headers: bearer(token) });
      expect([refused.status, await codeOf(refused)]).toEqual([403, 'step-up-needs-person']);
    }
    const headers = { cookie: await aCookie(), origin: BASE };
    expect((await request('/api/links', { method: 'POST', headers })).status).toBe(201);
  });

  test('a token that may only read signs nobody out', async () => {
    const cookie = await aCookie();
    const token = await aToken(['read']);
    const refused = await request('/api/session?all=true', { method: 'DELETE', headers: bearer(token) });
    expect([refused.status, await codeOf(refused)]).toEqual([403, 'scope-missing']);
    expect((await request('/api/me', { headers: { cookie } })).status).toBe(200);
  });

  test('replaces the session the browser had', async () => {
    const cookie = await aCookie();
    const code = await linkCode();
    await request('/api/session', { method: 'POST', json: { code }, headers: { cookie, origin: BASE } });
    expect((await request('/api/me', { headers: { cookie } })).status).toBe(401);
  });

  test('changes nothing for a page of another site', async () => {
    const cookie = await aCookie();
    for (const headers of [{ cookie }, { cookie, origin: 'https://evil.example' }, { cookie, origin: 'null' }]) {
      const response = await request('/api/me', { method: 'PATCH', headers, json: { name: 'Mallory' } });
      expect([response.status, await codeOf(response)]).toEqual([403, 'bad-origin']);
    }
    const stream = await request('/api/stream', {
      headers: { cookie, upgrade: 'websocket', origin: 'https://evil.example' },
    });
    expect(stream.status).toBe(403);
    const own = await request('/api/me', { method: 'PATCH', headers: { cookie, origin: BASE }, json: { name: 'Mo' } });
    expect(await own.json()).toMatchObject({ name: 'Mo' });
  });
});

describe('API tokens', () => {
  test('are shown once, listed without secret, and gone when revoked', async () => {
    const cookie = { cookie: await aCookie(), origin: BASE };
    const made = await request('/api/tokens', {
      method: 'POST',
      headers: cookie,
      json: { name: 'script', scopes: ['read'] },
    });
    const { token, id } = await made.json<{ token: string; id: string }>();
    expect(made.status).toBe(201);
    const listed = await (await request('/api/tokens', { headers: cookie })).text();
    expect(listed).toContain(id);
    expect(listed).not.toContain(token.split('.')[1]);
    expect((await request('/api/session', { headers: bearer(token) })).status).toBe(200);
    await request(`/api/tokens/${id}`, { method: 'DELETE', headers: cookie });
    expect((await request('/api/session', { headers: bearer(token) })).status).toBe(401);
  });

  test('open only what their scopes say, and hand out no more', async () => {
    const reading = bearer(await aToken(['read']));
    const patch = await request('/api/market', { method: 'PATCH', headers: reading, json: { paused: true } });
    expect([patch.status, await codeOf(patch)]).toEqual([403, 'scope-missing']);
    const admin = bearer(await aToken(['read', 'admin']));
    const wider = await request('/api/tokens', {
      method: 'POST',
      headers: admin,
      json: { name: 'x', scopes: ['trade'] },
    });
    expect([wider.status, await codeOf(wider)]).toEqual([403, 'scope-missing']);
  });

  test('need no Origin', async () => {
    const headers = bearer(await aToken());
    const named = await request('/api/me', { method: 'PATCH', headers, json: { name: 'Owner' } });
    expect(named.status).toBe(200);
  });
});
