import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Miniflare } from 'miniflare';
import { afterEach, expect, test } from 'vitest';
import { quietD1 } from './quiet-d1.ts';

const ASKING = `
export default {
  async fetch(request, { DB }) {
    const { pathname } = new URL(request.url);
    if (pathname === '/make') await DB.batch([DB.prepare('CREATE TABLE line (n INTEGER)'), DB.prepare('INSERT INTO line VALUES (1)')]);
    if (pathname === '/write') await DB.prepare('UPDATE line SET n = n + 1').run();
    return Response.json((await DB.prepare('SELECT n FROM line').all()).results);
  },
};
`;
const dir = mkdtempSync(join(tmpdir(), 'quiet-d1-'));
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

test('a question that only reads writes nothing to the disk, and what is written is read', async () => {
  const done = quietD1();
  const runtime = new Miniflare({
    host: '127.0.0.1',
    port: 0,
    cf: false,
    telemetry: { enabled: false },
    resourcePersistencePath: dir,
    workers: [
      {
        config: {
          name: 'asking',
          compatibilityDate: '2026-11-01',
          manifest: {
            mainModule: 'index.js',
            modulesRoot: '/',
            modules: { 'index.js': { type: 'esm', contents: ASKING } },
          },
          env: { DB: { type: 'd1', id: 'db' } },
        },
      },
    ],
  });
  try {
    const url = await runtime.ready.finally(done);
    const ask = async (path: string): Promise<unknown> => (await fetch(new URL(path, url))).json();
    await ask('/make');
    const before = written();
    for (let n = 0; n < 5; n += 1) expect(await ask('/read')).toEqual([{ n: 1 }]);
    expect(written(), 'reading is no commit').toEqual(before);
    expect(await ask('/write')).toEqual([{ n: 2 }]);
    expect(written(), 'writing is one').not.toEqual(before);
  } finally {
    await runtime.dispose();
  }
});

/** When and how far each file of the database was written. */
function written(): unknown {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.sqlite(-wal)?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((path) => [path, statSync(path).size, statSync(path).mtimeMs]);
}
