import type { WallMs } from '#shared/lib/time.ts';
import type { VendorHttp } from '../../brokers/vendor.ts';
import { alpacaFetch } from './exchange.ts';
import type { AlpacaWorld } from './world.ts';

/** The way of an adapter to this server in process: what it does over the wire, without a wire. */
export function alpacaDoor(world: AlpacaWorld, now: () => number = Date.now): VendorHttp {
  const fetchIt = alpacaFetch(world);
  return {
    send: async ({ method, path, body, headers }) => {
      try {
        const response = await fetchIt(`http://alpaca${path}`, { method, headers, body });
        const text = await response.text();
        const { status } = response;
        return { kind: 'answer', status, headers: Object.fromEntries(response.headers), text, at: now() as WallMs };
      } catch {
        return { kind: 'lost', message: 'the connection was lost' };
      }
    },
  };
}
