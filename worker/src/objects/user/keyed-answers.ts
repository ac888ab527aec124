import { DAY_MS } from '#shared/lib/time.ts';
import type { Sql } from '../sql.ts';

const KEPT_MS = DAY_MS;
const WAIT_MS = 25_000;
/** Longer answers are not kept: the same key then says that it was done, without the answer. */
const BODY_MAX = 200_000;

/** What to do with a request that carries a key: run it, give the stored answer, or refuse. */
export type KeyedStart =
  | { readonly state: 'run' }
  | { readonly state: 'stored'; readonly status: number; readonly body: string }
  | { readonly state: 'mismatch' }
  /** The first request with this key was cut off (or its answer is not kept): it may have been done. */
  | { readonly state: 'cut-off' };

interface Row {
  body_hash: string;
  status: number | null;
  body: string | null;
}

interface Waiting {
  readonly promise: Promise<KeyedStart>;
  readonly settle: (answer: KeyedStart) => void;
}

/**
 * Answers by Idempotency-Key. Of requests with one key at once, one runs and the others wait for its answer. A key whose
 * run was cut off by a crash is never run again: an order that may have been sent must not be sent twice.
 */
export class KeyedAnswers {
  readonly #sql: Sql;
  readonly #running = new Map<string, Waiting>();

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  async start(key: string, bodyHash: string, now: number): Promise<KeyedStart> {
    this.#sql.run('DELETE FROM keyed WHERE started_at <= ?', now - KEPT_MS);
    const inserted = this.#sql.first<{ key: string }>(
      'INSERT INTO keyed (key, body_hash, started_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING key',
      key,
      bodyHash,
      now,
    );
    if (inserted !== null) {
      this.#running.set(key, waiting());
      return { state: 'run' };
    }
    const row = this.#sql.first<Row>('SELECT body_hash, status, body FROM keyed WHERE key = ?', key);
    if (row === null || row.body_hash !== bodyHash) return { state: 'mismatch' };
    const first = this.#running.get(key);
    if (first !== undefined) return Promise.race([first.promise, cutOffLater()]);
    return row.status === null || row.body === null
      ? { state: 'cut-off' }
      : { state: 'stored', status: row.status, body: row.body };
  }

  /** Ends a run. `keep: 'nothing'` forgets the key (nothing was done), `'status'` keeps no secret of the answer. */
  finish(key: string, answer: { status: number; body: string; keep: 'all' | 'status' | 'nothing' }): void {
    const { status, body, keep } = answer;
    if (keep === 'nothing') this.#sql.run('DELETE FROM keyed WHERE key = ?', key);
    else {
      const kept = keep === 'all' && body.length <= BODY_MAX ? body : null;
      this.#sql.run('UPDATE keyed SET status = ?, body = ? WHERE key = ?', status, kept, key);
    }
    this.#running.get(key)?.settle({ state: 'stored', status, body });
    this.#running.delete(key);
  }
}

function waiting(): Waiting {
  const { promise, resolve } = Promise.withResolvers<KeyedStart>();
  return { promise, settle: resolve };
}

function cutOffLater(): Promise<KeyedStart> {
  return new Promise((resolve) => setTimeout(() => resolve({ state: 'cut-off' }), WAIT_MS));
}
