import { createServer } from 'node:http';
import { onFreePort } from '../../host/free-port.ts';
import { Miniflare } from 'miniflare';

/** As an exit goes: a session hears a price, a market knows whose it is, an account stores, asks the session, and sends. */
const CHAIN = `
import { DurableObject } from 'cloudflare:workers';
export class Session extends DurableObject {
  heard(mode) { return this.env.MARKET.getByName('one').crossed(mode); }
  permit() { return true; }
}
export class Market extends DurableObject {
  crossed(mode) { return this.env.ACCOUNT.getByName('one').sell(mode); }
}
export class Account extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.storage.sql.exec('CREATE TABLE IF NOT EXISTS line (n INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT');
  }
  async sell(mode) {
    const permit = this.env.SESSION.getByName('one').permit();
    if (mode === 'insert') this.ctx.storage.sql.exec('INSERT INTO line (text) VALUES (?)', 'one line');
    await permit;
    await fetch(this.env.BACK, { method: 'POST', body: 'one line' });
  }
}
export default {
  async fetch(request, env) {
    await env.SESSION.getByName('one').heard(new URL(request.url).pathname.slice(1));
    return new Response();
  },
};
`;

/** With `insert` one row is durable before the last object sends. */
export type ChainMode = 'empty' | 'insert';

/** Worker and objects that do nothing but pass on: what this machine makes of as many hops right now. */
export interface BareChain {
  /** From the call to the arrival of what the last object sends. */
  arrivalMs(mode: ChainMode): Promise<number>;
  stop(): Promise<void>;
}

export async function bareChain(dir: string): Promise<BareChain> {
  let arrived: (at: number) => void = () => undefined;
  const server = createServer((request, response) => {
    request.resume();
    arrived(performance.now());
    response.end();
  });
  const back = await onFreePort(
    (port) =>
      new Promise<string>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => {
          resolve(`http://127.0.0.1:${port}`);
        });
      }),
  );
  const object = (exportName: string) => ({ type: 'durable-object', worker: 'chain', exportName }) as const;
  const stored = { type: 'durable-object', storage: 'sqlite' } as const;
  const runtime = new Miniflare({
    host: '127.0.0.1',
    port: 0,
    cf: false,
    telemetry: { enabled: false },
    resourcePersistencePath: dir,
    workers: [
      {
        config: {
          name: 'chain',
          compatibilityDate: '2026-11-01',
          manifest: {
            mainModule: 'index.js',
            modulesRoot: '/',
            modules: { 'index.js': { type: 'esm', contents: CHAIN } },
          },
          env: {
            SESSION: object('Session'),
            MARKET: object('Market'),
            ACCOUNT: object('Account'),
            BACK: { type: 'text', value: back },
          },
          exports: { Session: stored, Market: stored, Account: stored },
        },
        dev: { unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }] },
      },
    ],
  });
  await runtime.ready;
  const url = await runtime.unsafeGetDirectURL('chain');
  return {
    async arrivalMs(mode) {
      const arrival = new Promise<number>((resolve) => (arrived = resolve));
      const began = performance.now();
      const [at] = await Promise.all([arrival, fetch(new URL(mode, url)).then((answer) => answer.arrayBuffer())]);
      return at - began;
    },
    async stop() {
      await runtime.dispose();
      server.close();
    },
  };
}
