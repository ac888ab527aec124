import { env, exports } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import type { StreamMessage } from '#shared/contract/stream.ts';
import { compose } from '../../composition.ts';
import { readEnv } from '../../env.ts';
import { boot } from '../../http/admin/boot.ts';
import { aCookie, aToken, owner } from '../../testing/sign-in.ts';
import { SCREEN_HEADER, type ScreenRequest } from './user-rpc.ts';

const BASE = 'http://localhost';

interface Screen {
  readonly socket: WebSocket;
  /** The next message of a type; skips others. */
  next<T extends StreamMessage['type']>(type: T): Promise<Extract<StreamMessage, { type: T }>>;
  readonly closed: Promise<number>;
}

async function open(headers: Record<string, string>, since = ''): Promise<Screen> {
  const response = await exports.default.fetch(`${BASE}/api/stream?since=${since}`, {
    headers: { ...headers, upgrade: 'websocket' },
  });
  const socket = response.webSocket;
  if (socket === null) throw new Error(`no socket: ${response.status}`);
  return screenOf(socket);
}

function screenOf(socket: WebSocket): Screen {
  const seen: StreamMessage[] = [];
  const waiting: (() => void)[] = [];
  socket.addEventListener('message', (event) => {
    seen.push(JSON.parse(String(event.data)) as StreamMessage);
    for (const wake of waiting.splice(0)) wake();
  });
  const closed = new Promise<number>((resolve) => socket.addEventListener('close', (event) => resolve(event.code)));
  socket.accept();
  return {
    socket,
    closed,
    next: async <T extends StreamMessage['type']>(type: T) => {
      for (;;) {
        const at = seen.findIndex((message) => message.type === type);
        if (at >= 0) return seen.splice(0, at + 1).at(-1) as Extract<StreamMessage, { type: T }>;
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
  };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function anAccount(): Promise<string> {
  const made = await boot(compose(readEnv(env)), { world: { kind: 'generated', seed: 3 }, speed: 0 });
  return made.accountId ?? '';
}

const look = (accountId: string): StreamMessage => ({ type: 'snapshot', accountId, seq: 99 });

describe('the stream', () => {
  test('begins with where everything stands, then sends what was missed', async () => {
    const accountId = await anAccount();
    const first = await open(bearer(await aToken()), `${accountId}:0`);
    const hello = await first.next('hello');
    expect(hello.market).toMatchObject({ world: 'demo', speed: expect.any(Number) as unknown });
    expect(hello.heads[accountId]).toBeGreaterThan(0);
    expect((await first.next('event')).event).toMatchObject({ accountId, seq: 1, type: 'account.opened' });
    const ahead = await open(bearer(await aToken()), `${accountId}:999999`);
    expect(await ahead.next('snapshot')).toMatchObject({ accountId, seq: hello.heads[accountId] });
    first.socket.close();
    ahead.socket.close();
  });

  test('shows what is published on every screen that may see it', async () => {
    const accountId = await anAccount();
    const user = compose(readEnv(env)).user(await owner());
    const all = await open(bearer(await aToken()));
    const limited = await open(bearer(await aToken(['read'], ['a_00000000'])));
    await Promise.all([all.next('hello'), limited.next('hello')]);
    await user.publish([look(accountId), look('a_00000000')]);
    expect(await all.next('snapshot')).toMatchObject({ accountId });
    expect(await limited.next('snapshot')).toMatchObject({ accountId: 'a_00000000' });
    all.socket.close();
    limited.socket.close();
  });

  test('ends with the session or token that opened it', async () => {
    const cookie = await aCookie();
    const browser = await open({ cookie, origin: BASE });
    await browser.next('hello');
    await exports.default.fetch(`${BASE}/api/session`, { method: 'DELETE', headers: { cookie, origin: BASE } });
    expect(await browser.closed).toBe(4401);
    const token = await aToken();
    const script = await open(bearer(token));
    await script.next('hello');
    await exports.default.fetch(`${BASE}/api/session`, { method: 'DELETE', headers: bearer(token) });
    expect(await script.closed).toBe(4401);
  });

  test('does not open for one that ended on its way here, and shows what it may see by now', async () => {
    const userId = await owner();
    const user = compose(readEnv(env)).user(userId);
    const made = (name: string) =>
      user.createToken({ name, scopes: ['read', 'trade'], accountIds: null, expiresInDays: 1, channel: 'cli' });
    const opens = async ({ id }: { id: string }): Promise<Screen | number> => {
      const screen: ScreenRequest = { userId, credentialId: id, channel: 'api', since: '' };
      const headers = { upgrade: 'websocket', [SCREEN_HEADER]: JSON.stringify(screen) };
      const response = await user.fetch(new Request('https://user.internal/stream', { headers }));
      return response.webSocket === null ? response.status : screenOf(response.webSocket);
    };
    const revoked = await made('revoked');
    await user.revokeToken(revoked.id);
    expect(await opens(revoked)).toBe(401);
    const bound = await made('bound');
    await user.limitTokens(['a_00000000']);
    const screen = await opens(bound);
    if (typeof screen === 'number') throw new Error(`no socket: ${screen}`);
    await screen.next('hello');
    await user.publish([look('a_11111111'), look('a_00000000')]);
    expect(await screen.next('snapshot')).toMatchObject({ accountId: 'a_00000000' });
    screen.socket.close();
  });

  test('of a token that is bound to some accounts from now on ends: what comes after is not for it', async () => {
    const script = await open(bearer(await aToken()));
    const reader = await open(bearer(await aToken(['read'])));
    await Promise.all([script.next('hello'), reader.next('hello')]);
    const user = compose(readEnv(env)).user(await owner());
    await user.limitTokens(['a_00000000']);
    expect(await script.closed).toBe(4401);
    await user.publish([look('a_11111111')]);
    expect(await reader.next('snapshot'), 'one that only reads stays').toMatchObject({ accountId: 'a_11111111' });
    reader.socket.close();
  });

  test('answers a ping and survives nonsense', async () => {
    const screen = await open(bearer(await aToken()));
    await screen.next('hello');
    for (const text of ['', '{', 'null', '[]', '{"type":"x"}', 'x'.repeat(10_000)]) screen.socket.send(text);
    screen.socket.send('{"type":"ping"}');
    expect(await screen.next('pong')).toEqual({ type: 'pong' });
    screen.socket.close();
  });

  test('shows the market while somebody looks', async () => {
    await anAccount();
    const token = await aToken();
    const screen = await open(bearer(token));
    await screen.next('hello');
    await screen.next('market');
    await exports.default.fetch(`${BASE}/api/market`, {
      method: 'PATCH',
      headers: { ...bearer(token), 'content-type': 'application/json' },
      body: '{"noWait":true}',
    });
    const shown = await screen.next('market');
    expect(shown.market.noWait).toBe(true);
    expect(Object.keys(shown.prices).length).toBeGreaterThanOrEqual(60);
    screen.socket.close();
  });
});
