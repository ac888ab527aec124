import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { arrayBuffer } from 'node:stream/consumers';
import { PushService } from '../../worker/src/testing/push-server/push-service.ts';

export interface OpenPushService {
  /** Where a product that rehearses sends what it would send to any push service. */
  readonly url: string;
  /** From now on it takes what is signed with this key, and reads it as the browsers behind it do. */
  with(publicKey: string): PushService;
  stop(): Promise<void>;
}

/** A push service on this computer. It is there before the product is, whose key it learns later. */
export async function openPushService(): Promise<OpenPushService> {
  let service: PushService | null = null;
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const [, , host = '', ...path] = (incoming.url ?? '').split('/');
      const { method = 'GET' } = incoming;
      const headers = Object.entries(incoming.headers).flatMap(([name, value]): [string, string][] =>
        typeof value === 'string' ? [[name, value]] : [],
      );
      const body = await arrayBuffer(incoming);
      const answer = await service?.fetch(`https://${host}/${path.join('/')}`, { method, headers, body });
      outgoing.writeHead(answer?.status ?? 503, Object.fromEntries(answer?.headers ?? []));
      outgoing.end(await answer?.text());
    })().catch(() => outgoing.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    with: (publicKey) => (service = new PushService(publicKey)),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
