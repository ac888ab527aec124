import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { statePaths } from '../../host/paths.ts';

/** When a credential was last used is written whenever it is. */
const NOT_COMPARED = new Set(['last_used_at', 'idle_until']);
/** What the product's own clock notes every minute: when an account asked its broker, and when the watch looked round. */
const OWN_NOTES: Readonly<Record<string, (row: Record<string, unknown>) => boolean>> = {
  meta: ({ key }) => key === 'brokerCheckedAt',
  settings: ({ name }) => name === 'watch',
};

/** A hash of every table that a state directory holds, bars left out: `class/object table` → hash of its rows. */
export function tableHashes(stateDir: string): Map<string, string> {
  const copy = mkdtempSync(join(tmpdir(), 'nod-hash-'));
  const hashes = new Map<string, string>();
  try {
    const { data } = statePaths(stateDir);
    cpSync(data, copy, { recursive: true, filter: (path) => !/-shm$|BarsObject|CacheObject/.test(path) });
    const files = readdirSync(copy, { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile() && entry.name.endsWith('.sqlite') && entry.name !== 'metadata.sqlite',
    );
    for (const { parentPath, name } of files) {
      const db = new DatabaseSync(join(parentPath, name));
      for (const table of tablesOf(db)) {
        const hash = createHash('sha256');
        const rows = db
          .prepare(`SELECT * FROM "${table}"`)
          .all()
          .filter((row) => OWN_NOTES[table]?.(row) !== true);
        for (const line of rows.map(lineOf).sort()) hash.update(line).update('\n');
        hashes.set(`${basename(parentPath)}/${name.slice(0, 8)} ${table}`, `${rows.length} ${hash.digest('hex')}`);
      }
      db.close();
    }
    return hashes;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function lineOf(row: object): string {
  return JSON.stringify(row, (key, value: unknown) => (NOT_COMPARED.has(key) ? undefined : value));
}

/** Tables whose rows differ, or that only one of both has. */
export function changedTables(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((table) => before.get(table) !== after.get(table));
}

function tablesOf(db: DatabaseSync): string[] {
  const rows = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all() as {
    name: string;
  }[];
  // The platform's own bookkeeping.
  return rows.map(({ name }) => name).filter((name) => !name.startsWith('_cf_') && !name.startsWith('sqlite_'));
}
