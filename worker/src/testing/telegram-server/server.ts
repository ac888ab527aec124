import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { arrayBuffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { telegramFetch } from './telegram-fetch.ts';
import type { TelegramWorld } from './telegram-world.ts';

const LONG_POLL_MS = 100;

/** The stand-in on a port of this machine; asking for updates waits a moment, as at Telegram. */
export async function startTelegram(world: TelegramWorld): Promise<{ url: string; stop: () => Promise<void> }> {
  const answer = telegramFetch(world);
  const server = createServer((request, response) => {
    void (async () => {
      try {
        if (request.url?.endsWith('/getUpdates') === true) await sleep(LONG_POLL_MS);
        const body = request.method === 'POST' ? await arrayBuffer(request) : null;
        const asked = new Request(`http://127.0.0.1${request.url ?? '/'}`, {
          method: request.method ?? 'GET',
          headers: { 'content-type': request.headers['content-type'] ?? '' },
          body,
        });
        const answered = await answer(asked);
        response.writeHead(answered.status, { 'content-type': 'application/json' });
        response.end(await answered.text());
      } catch {
        // What is lost on the way, in either direction, has no answer.
        response.destroy();
      }
      // Whoever asked may be gone before it was read.
    })().catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
