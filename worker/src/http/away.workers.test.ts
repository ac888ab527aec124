import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { AwayAnswer } from '#shared/contract/away.ts';
import type { MeView } from '#shared/contract/session.ts';
import { DAY_MS } from '#shared/lib/time.ts';
import { compose } from '../composition.ts';
import { readEnv } from '../env.ts';
import { aToken, owner } from '../testing/sign-in.ts';
import { boot } from './admin/boot.ts';

test('whoever comes back after days is told what happened, until they have seen it', { timeout: 60_000 }, async () => {
  await boot(compose(readEnv(env)), { world: { kind: 'generated', seed: 5 }, speed: 0 });
  const token = await aToken();
  const ask = (method: string, path: string, as = token): Promise<Response> =>
    exports.default.fetch(`http://localhost/api/${path}`, { method, headers: { authorization: `Bearer ${as}` } });
  const me = async () => (await (await ask('GET', 'me')).json<MeView>()).away;
  const away = async () => {
    const response = await ask('GET', 'me/away');
    expect(response.status).toBe(200);
    return (await response.json<AwayAnswer>()).away;
  };
  expect(await me()).toBeNull();
  expect(await away()).toBeNull();

  const user = env.USER.getByName(await owner());
  await runInDurableObject(user, (_, { storage }) => {
    storage.sql.exec('UPDATE visit SET at = at - ?', 5 * DAY_MS);
  });
  await evictDurableObject(user);

  // A script that only reads every minute is nobody who was here.
  const script = await aToken(['read']);
  expect((await (await ask('GET', 'me', script)).json<MeView>()).away).toBeNull();
  expect(await (await ask('GET', 'me/away', script)).json<AwayAnswer>()).toEqual({ away: null });
  const stream = await exports.default.fetch('http://localhost/api/stream', {
    headers: { authorization: `Bearer ${script}`, upgrade: 'websocket' },
  });
  stream.webSocket?.accept();
  stream.webSocket?.send(JSON.stringify({ type: 'visible', visible: true, question: false }));
  // What it has said is heard before what it asks next.
  await pong(stream.webSocket);
  expect(
    Date.now() -
      ((await compose(readEnv(env))
        .user(await owner())
        .lastVisit()) ?? 0),
  ).toBeGreaterThan(4 * DAY_MS);
  stream.webSocket?.close();

  const told = await me();
  expect(told?.isNew).toBe(true);
  expect(Date.parse(told?.until ?? '') - Date.parse(told?.from ?? '')).toBeGreaterThanOrEqual(5 * DAY_MS);
  expect(await away()).toMatchObject({
    ...told,
    accounts: [
      { bought: { count: 0 }, sold: { count: 0 }, lapsed: { count: 0 }, bots: [], account: { silentBots: 0 } },
    ],
  });
  expect((await ask('POST', 'me/away/read')).status).toBe(204);
  expect(await me(), 'once').toBeNull();
  expect(await away(), 'still there to be read').toMatchObject({ from: told?.from, isNew: false });
});

/** Everything sent on this socket so far has been taken. */
function pong(socket: WebSocket | null): Promise<void> {
  return new Promise((resolve) => {
    socket?.addEventListener('message', ({ data }) => {
      if (typeof data === 'string' && data.includes('"pong"')) resolve();
    });
    socket?.send(JSON.stringify({ type: 'ping' }));
  });
}
