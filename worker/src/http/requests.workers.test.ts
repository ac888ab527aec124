import { exports } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { aToken } from '../testing/sign-in.ts';

const BASE = 'http://localhost';

async function call(
  method: string,
  path: string,
  { body, headers = {}, token }: { body?: string; headers?: Record<string, string>; token: string },
): Promise<{ status: number; json: Record<string, unknown>; headers: Headers }> {
  const response = await exports.default.fetch(`${BASE}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  return {
    status: response.status,
    json: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
    headers: response.headers,
  };
}

const list = (name: string, symbols: string[] = []) => JSON.stringify({ name, symbols });

describe('requests', () => {
  test('with an unknown field are refused by its name', async () => {
    const token = await aToken();
    const refused = await call('POST', '/api/watchlists', { token, body: '{"name":"a","colour":"red"}' });
    expect(refused.status).toBe(400);
    expect(refused.json).toMatchObject({ code: 'unknown-field', field: 'colour', status: 400 });
    const none = await call('POST', '/api/links', { token, body: '{"x":1}' });
    expect(none.json).toMatchObject({ code: 'unknown-field', field: 'x' });
  });

  test('with a wrong value name the field, and unknown query parameters are ignored', async () => {
    const token = await aToken();
    const body = '{"investmentAmount":"-5","riskLevel":"low","durationWeeks":4}';
    const refused = await call('POST', '/api/bots', { token, body });
    expect(refused.json).toMatchObject({ code: 'invalid-request', field: 'investmentAmount' });
    const listed = await call('GET', '/api/watchlists?colour=red', { token });
    expect(listed.status).toBe(200);
    const limit = await call('GET', '/api/proposals?limit=0', { token });
    expect(limit.json).toMatchObject({ code: 'invalid-request', field: 'limit' });
    for (const list of ['nods', 'transactions']) {
      const page = await call('GET', `/api/accounts/a_00000000/${list}?cursor=yesterday`, { token });
      expect(page.json, `${list} would begin anew`).toMatchObject({ code: 'invalid-request', field: 'cursor' });
    }
  });

  test('that are too large, too deep, poisoned or no JSON are refused', async () => {
    const token = await aToken();
    const send = async (body: string, headers: Record<string, string> = {}) =>
      (await call('POST', '/api/watchlists', { token, body, headers })).json['code'];
    expect(await send(list('a', ['x'.repeat(70_000)]))).toBe('too-large');
    expect(await send(`{"name":${'['.repeat(20)}${']'.repeat(20)}}`)).toBe('invalid-request');
    expect(await send('{"name":"a","__proto__":{"x":1}}')).toBe('invalid-request');
    expect(await send('{"name":')).toBe('invalid-request');
    expect(await send(list('a'), { 'content-type': 'text/plain' })).toBe('invalid-request');
  });

  test('with another method than the address knows say which it knows', async () => {
    const token = await aToken();
    const refused = await call('DELETE', '/api/me', { token });
    expect([refused.status, refused.json['code'], refused.headers.get('allow')]).toEqual([
      405,
      'method-not-allowed',
      'GET, PATCH',
    ]);
    expect((await call('GET', '/api/nothing-here', { token })).status).toBe(404);
  });
});

describe('an Idempotency-Key', () => {
  const made = async (token: string) =>
    ((await call('GET', '/api/watchlists', { token })).json['items'] as { name: string }[]).map((item) => item.name);

  test('runs a request once, however often and however many at once it is sent', async () => {
    const token = await aToken();
    const send = () =>
      call('POST', '/api/watchlists', { token, body: list('once'), headers: { 'idempotency-key': 'k-once' } });
    const answers = await Promise.all(Array.from({ length: 20 }, send));
    const later = await send();
    const ids = new Set([...answers, later].map((answer) => `${answer.status} ${String(answer.json['id'])}`));
    expect(ids.size).toBe(1);
    expect((await made(token)).filter((name) => name === 'once')).toHaveLength(1);
  });

  test('with another body is refused, on another path it is another key', async () => {
    const token = await aToken();
    const headers = { 'idempotency-key': 'k-body' };
    const first = await call('POST', '/api/watchlists', { token, body: list('first'), headers });
    const other = await call('POST', '/api/watchlists', { token, body: list('second'), headers });
    expect([first.status, other.status, other.json['code']]).toEqual([201, 422, 'idempotency-mismatch']);
    const path = `/api/watchlists/${String(first.json['id'])}`;
    const renamed = await call('PATCH', path, { token, body: JSON.stringify({ name: 'third' }), headers });
    expect(renamed.status).toBe(200);
    expect(await made(token)).not.toContain('second');
  });

  test('belongs to the whole address: what is asked for differently is another request', async () => {
    const token = await aToken();
    const { json } = await call('POST', '/api/watchlists', { token, body: list('asked twice') });
    const remove = (query: string) =>
      call('DELETE', `/api/watchlists/${String(json['id'])}${query}`, {
        token,
        headers: { 'idempotency-key': 'k-query' },
      });
    expect((await remove('?anyway=false')).status).toBe(200);
    expect((await remove('?anyway=false')).status, 'the same again').toBe(200);
    expect((await remove('?anyway=true')).status, 'there is none any more').toBe(404);
  });

  test('shows no answer to a token of the same person that may do less', async () => {
    const headers = { 'idempotency-key': 'k-scopes' };
    const body = list('of the stronger');
    const first = await call('POST', '/api/watchlists', { token: await aToken(), body, headers });
    const weaker = await call('POST', '/api/watchlists', { token: await aToken(['read', 'trade']), body, headers });
    const again = await call('POST', '/api/watchlists', { token: await aToken(), body, headers });
    expect([first.status, again.json['id']]).toEqual([201, first.json['id']]);
    expect(weaker.json['id'], 'it is a request of its own').not.toBe(first.json['id']);
  });

  test('repeats a refusal as it was', async () => {
    const token = await aToken();
    const send = () => call('DELETE', '/api/watchlists/w_none', { token, headers: { 'idempotency-key': 'k-none' } });
    const [first, second] = [await send(), await send()];
    expect([first.status, second.status]).toEqual([404, 404]);
    expect(second.headers.get('content-type')).toBe('application/problem+json');
    expect(second.json).toEqual(first.json);
  });

  test('keeps no secret: a repeated token request gets none', async () => {
    const token = await aToken();
    const body = JSON.stringify({ name: 'k', scopes: ['read'] });
    const send = () => call('POST', '/api/tokens', { token, body, headers: { 'idempotency-key': 'k-token' } });
    const first = await send();
    const second = await send();
    expect([first.status, second.status]).toEqual([201, 503]);
    const tokens = (await call('GET', '/api/tokens', { token })).json['items'] as { name: string }[];
    expect(tokens.filter((item) => item.name === 'k')).toHaveLength(1);
  });
});

describe('the reference', () => {
  test('describes every route with its schemas', async () => {
    const token = await aToken();
    const { json } = await call('GET', '/api/openapi.json', { token });
    const paths = json['paths'] as Record<
      string,
      Record<string, { requestBody?: unknown; responses: Record<string, unknown> }>
    >;
    expect(json['openapi']).toBe('3.1.0');
    expect(paths['/api/bots']?.['post']?.requestBody).toMatchObject({
      content: { 'application/json': { schema: { required: ['investmentAmount', 'riskLevel', 'durationWeeks'] } } },
    });
    expect(Object.keys(paths['/api/proposals/{id}/approve'] ?? {})).toEqual(['post']);
  });

  test('is a page without scripts', async () => {
    const response = await exports.default.fetch(`${BASE}/docs`, {
      headers: { authorization: `Bearer ${await aToken()}` },
    });
    const html = await response.text();
    expect(html).toContain('/api/proposals/{id}/approve');
    expect(html).not.toContain('<script');
    expect(response.headers.get('content-security-policy')).toContain('sha256-');
  });
});
