import { createRandom } from '#shared/lib/random.ts';
import { SessionStore, SESSION_MIGRATIONS } from '../src/objects/broker-session/session-store.ts';
import { SessionVault } from '../src/objects/broker-session/session-vault.ts';
import { NodeSql } from '../src/testing/node-sql.ts';
import { readVaultKeys, type VaultKeys } from '../src/vault/vault-keys.ts';
import { open, rewrap, seal } from '../src/vault/vault.ts';
import type { Proof, ProofResult } from './proof.ts';

const CREDENTIALS = 1_000;
const CRASH_POINTS = { pr: 20, long: 500 } as const;
/** Every record is tried at this many other connections' places. */
const MOVES = 3;

/** A crash: from here on nothing that was going on writes any more. */
class Crash extends Error {}

interface Kept {
  readonly id: string;
  readonly sql: NodeSql;
  readonly secret: { readonly keyId: string; readonly secretKey: string; readonly account: string };
}

/**
 * S13: 1,000 sealed credentials, each in a session's own tables. A second key is added, the sessions rewrap as their
 * alarms do, and the process dies at the given step of it: before or after any one statement. After every crash all
 * credentials open under the keys at hand; in the end none is under the old key, all open without it, and none opens
 * for another connection.
 */
const proof: Proof = {
  id: 'S13',
  claim: 'keys rotate with a crash anywhere and every credential opens; moved ones are refused',
  async run({ level, seed, say }): Promise<ProofResult> {
    const random = createRandom(seed, 13);
    const hex = (): string => Array.from({ length: 64 }, () => random.below(16).toString(16)).join('');
    const [first, second] = [hex(), hex()];
    const before = keysOf({ VAULT_KEY: first });
    const during = keysOf({ VAULT_KEY: first, KEK_2: second, KEK_CURRENT: 'KEK_2' });
    const after = keysOf({ KEK_2: second });

    const kept: Kept[] = [];
    for (let i = 0; i < CREDENTIALS; i++) kept.push(await sealed(before, `c_${i}`, hex));

    let undecryptable = 0;
    let crashes = 0;
    const points = CRASH_POINTS[level];
    let onOldKey = CREDENTIALS;
    for (let point = 0; point < points; point++) {
      // Each life ends somewhere in the work of the credentials that are left: in the middle of one of them.
      const left = kept.filter((one) => recordOf(one)?.key !== 'KEK_2');
      const steps = Math.max(1, Math.floor((left.length * STATEMENTS_PER_ROTATION) / (points - point + 1)));
      crashes += await oneLife(left, during, 1 + random.below(steps));
      // What this life came to touch, and the one it died at; every tenth time all of them.
      const untouched = left.findIndex((one) => recordOf(one)?.key !== 'KEK_2');
      undecryptable += await lost(point % 10 === 0 ? kept : left.slice(0, untouched + 1), during);
      onOldKey = kept.filter((one) => recordOf(one)?.key !== 'KEK_2').length;
    }
    say(`${crashes} crashes, ${onOldKey} credentials were still under the old key after the last one`);
    await oneLife(kept, during, Infinity);
    onOldKey = kept.filter((one) => recordOf(one)?.key !== 'KEK_2').length;
    undecryptable += await lost(kept, after);

    let moved = 0;
    let refused = 0;
    for (const [at, one] of kept.entries()) {
      for (let move = 1; move <= MOVES; move++) {
        const other = kept[(at + move * 331) % kept.length];
        const record = recordOf(one);
        if (other === undefined || record === null || other.id === one.id) continue;
        moved += 1;
        const opened = await open(after, placeOf(other.id), record);
        const rewrapped = await rewrap(during, placeOf(other.id), { ...record, key: 'KEK_2' });
        const isRefused = !opened.ok && opened.error.code === 'refused';
        if (isRefused && (record.key === 'KEK_2' || !rewrapped.ok)) refused += 1;
      }
    }
    const figures = { credentials: CREDENTIALS, crashes, undecryptable, onOldKey, moved, refused };
    const passed = crashes === points && undecryptable === 0 && onOldKey === 0 && refused === moved && moved > 0;
    return { passed, figures };
  },
};
export default proof;

/** Reading the record, reading the spec and writing the rewrapped one: the least a session does for each. */
const STATEMENTS_PER_ROTATION = 3;

/** Rotates one after the other until the process dies at its `dieAt`th statement; answers whether it did. */
async function oneLife(kept: readonly Kept[], keys: VaultKeys, dieAt: number): Promise<0 | 1> {
  let statement = 0;
  const mortal =
    <Asked extends unknown[], T>(run: (...asked: Asked) => T) =>
    (...asked: Asked): T => {
      statement += 1;
      // An odd one dies before it is written, an even one right after.
      if (statement === dieAt && dieAt % 2 === 1) throw new Crash();
      const answer = run(...asked);
      if (statement === dieAt) throw new Crash();
      return answer;
    };
  try {
    for (const { sql } of kept) {
      const store = new SessionStore({
        all: (query, ...bindings) => sql.all(query, ...bindings),
        first: mortal((query: string, ...bindings: Parameters<NodeSql['all']>[1][]) => sql.first(query, ...bindings)),
        run: mortal((query: string, ...bindings: Parameters<NodeSql['all']>[1][]) => sql.run(query, ...bindings)),
      } as NodeSql);
      await new SessionVault({ store, keys, log: () => undefined }).rotate();
    }
    return 0;
  } catch (error) {
    if (error instanceof Crash) return 1;
    throw error;
  }
}

async function lost(kept: readonly Kept[], keys: VaultKeys): Promise<number> {
  let count = 0;
  for (const { id, sql, secret } of kept) {
    const record = new SessionStore(sql).credential()?.sealed;
    const opened = record === undefined ? null : await open(keys, placeOf(id), record);
    if (opened?.ok !== true || JSON.stringify(opened.value) !== JSON.stringify(secret)) count += 1;
  }
  return count;
}

async function sealed(keys: VaultKeys, id: string, hex: () => string): Promise<Kept> {
  const sql = new NodeSql(SESSION_MIGRATIONS);
  const store = new SessionStore(sql);
  const secret = { keyId: hex().slice(0, 20), secretKey: hex(), account: hex().slice(0, 9) };
  const { broker, environment } = placeOf(id);
  store.write('spec', { id, broker, environment });
  store.putCredential(await seal(keys, placeOf(id), { version: 1, secret }), secret.keyId.slice(-4));
  return { id, sql, secret };
}

function recordOf({ sql }: Kept) {
  return new SessionStore(sql).credential()?.sealed ?? null;
}

function placeOf(connectionId: string) {
  return { connectionId, broker: 'alpaca', environment: 'paper' } as const;
}

function keysOf(settings: Record<string, string>): VaultKeys {
  const keys = readVaultKeys(settings);
  if (keys === null) throw new Error('there are keys');
  return keys;
}
