import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Miniflare } from 'miniflare';

/** Sums the integers below ten million: what this machine does in one thread right now. In ms. */
export function bareLoopMs(): number {
  const began = performance.now();
  let sum = 0;
  for (let n = 0; n < 10_000_000; n += 1) sum += n % 7;
  if (sum === 0) throw new Error('a sum of positive numbers');
  return performance.now() - began;
}

/** Unpacks a CSV of bars and reads its numbers, with no look at whether they can be true. In seconds. */
export function bareParseSeconds(path: string): { seconds: number; bars: number } {
  const began = performance.now();
  const raw = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(raw) : raw).toString('latin1');
  let bars = -1;
  let sum = 0;
  for (const line of text.split('\n')) {
    if (line === '') continue;
    bars += 1;
    for (const field of line.split(',')) sum += Number(field) || 0;
  }
  if (sum === 0) throw new Error(`${path} has no numbers`);
  return { seconds: (performance.now() - began) / 1_000, bars };
}

const INSERTING = `
import { DurableObject } from 'cloudflare:workers';
export class Book extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.storage.sql.exec('CREATE TABLE IF NOT EXISTS line (n INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT');
  }
  insert() { this.ctx.storage.sql.exec('INSERT INTO line (text) VALUES (?)', 'one line'); }
}
export default {
  async fetch(request, env) {
    await env.BOOK.getByName(new URL(request.url).pathname).insert();
    return new Response();
  },
};
`;

/** A Worker that does nothing but insert: one row into the object that was named, durable before the reply. */
export interface BareObjects {
  insertMs(object: number): Promise<number>;
  stop(): Promise<void>;
}

export async function bareObjects(dir: string): Promise<BareObjects> {
  const runtime = new Miniflare({
    host: '127.0.0.1',
    port: 0,
    cf: false,
    telemetry: { enabled: false },
    resourcePersistencePath: dir,
    workers: [
      {
        config: {
          name: 'bare',
          compatibilityDate: '2026-11-01',
          manifest: {
            mainModule: 'index.js',
            modulesRoot: '/',
            modules: { 'index.js': { type: 'esm', contents: INSERTING } },
          },
          env: { BOOK: { type: 'durable-object', worker: 'bare', exportName: 'Book' } },
          exports: { Book: { type: 'durable-object', storage: 'sqlite' } },
        },
        // The same door as the product's (`host/runtime.ts`).
        dev: { unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }] },
      },
    ],
  });
  await runtime.ready;
  const url = await runtime.unsafeGetDirectURL('bare');
  return {
    async insertMs(object) {
      const began = performance.now();
      await (await fetch(new URL(`book-${object}`, url))).arrayBuffer();
      return performance.now() - began;
    },
    stop: () => runtime.dispose(),
  };
}

/** Requests that insert one row into an object and wait until it is stored, in a Worker that does nothing else. In ms. */
export async function bareInsertsMs(count: number, dir: string): Promise<number[]> {
  const bare = await bareObjects(dir);
  try {
    const times: number[] = [];
    // The first ones open the database and the connection.
    for (let run = -3; run < count; run += 1) {
      const took = await bare.insertMs(0);
      if (run >= 0) times.push(took);
    }
    return times;
  } finally {
    await bare.stop();
  }
}
