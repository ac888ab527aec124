import { DAY_MS, MINUTE_MS } from '#shared/lib/time.ts';
import type { SealedRecord } from '../../vault/vault.ts';
import type { Sql } from '../sql.ts';

/** What is known of the connection to one chat app. */
export interface ChannelFacts {
  readonly token: SealedRecord;
  readonly bot: { readonly id: string; readonly name: string };
  /** Hash of the secret that updates carry; null: they are asked for, and none is let in by the web. */
  readonly hook: { readonly url: string; readonly secretHash: string } | null;
  /** Of an app that signs what it sends: known before it is told where to send, because it tries that address at once. */
  readonly app: { readonly id: string; readonly publicKey: string };
  readonly problem: 'token-refused' | 'unreachable' | 'key-missing';
  readonly heardAt: number;
  /** When the alarm rings that takes up what was cut off. */
  readonly resumesAt: number;
  readonly version: number;
}

/** The vendor repeats an update for a day at most. */
const INBOX_KEPT_MS = 2 * DAY_MS;
const INBOX_MAX = 50_000;
const TRIES_MAX = 10;
const STRANGER_WINDOW_MS = 10 * MINUTE_MS;
const STRANGERS_MAX = 10_000;

export interface OpenUpdate {
  readonly id: string;
  readonly body: string;
  /** The earliest it can have been said. */
  readonly saidAfter: number;
}

/** The tables of a channel's object. */
export class ChannelStore {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  read<Name extends keyof ChannelFacts>(name: Name): ChannelFacts[Name] | null {
    const row = this.#sql.first<{ value: string }>('SELECT value FROM fact WHERE name = ?', name);
    return row === null ? null : (JSON.parse(row.value) as ChannelFacts[Name]);
  }

  write<Name extends keyof ChannelFacts>(name: Name, value: ChannelFacts[Name] | null): void {
    if (value === null) this.#sql.run('DELETE FROM fact WHERE name = ?', name);
    else
      this.#sql.run(
        'INSERT INTO fact (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2',
        name,
        JSON.stringify(value),
      );
  }

  /** True for the first time this update comes. `saidAfter`: the earliest it can have been said; absent: just now. */
  take(id: string, body: string, now: number, saidAfter = now): boolean {
    const isNew =
      this.#sql.all(
        'INSERT INTO inbox (id, body, at, said_after) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id',
        ...[id, body, now, saidAfter],
      ).length > 0;
    if (!isNew) return false;
    this.#sql.run('DELETE FROM inbox WHERE at < ? AND done_at IS NOT NULL', now - INBOX_KEPT_MS);
    this.#sql.run(
      'DELETE FROM inbox WHERE rowid <= (SELECT max(rowid) FROM inbox) - ? AND done_at IS NOT NULL',
      INBOX_MAX,
    );
    return true;
  }

  /** The how-manieth time it is worked on now; null: not any more, it ended work so often that it ends there. */
  begin(id: string, attemptsMax: number): number | null {
    const begun = this.#sql.first<{ attempts: number }>(
      'UPDATE inbox SET attempts = attempts + 1 WHERE id = ? AND done_at IS NULL AND attempts < ? RETURNING attempts',
      id,
      attemptsMax,
    );
    return begun?.attempts ?? null;
  }

  done(id: string, now: number): void {
    this.#sql.run('UPDATE inbox SET done_at = ?, body = NULL WHERE id = ?', now, id);
  }

  /** Taken, never finished: what was cut off by a restart. Oldest first. */
  unfinished(before: number, limit: number): OpenUpdate[] {
    return this.#sql.all<OpenUpdate>(
      'SELECT id, body, coalesce(said_after, at) AS saidAfter FROM inbox WHERE done_at IS NULL AND at <= ? ORDER BY at, id LIMIT ?',
      before,
      limit,
    );
  }

  block(chatId: string, until: number): void {
    this.#sql.run(
      'INSERT INTO block (chat_id, until) VALUES (?1, ?2) ON CONFLICT (chat_id) DO UPDATE SET until = max(until, ?2)',
      chatId,
      until,
    );
  }

  /** Until when this chat is not spoken to; 0: it is. */
  blockedUntil(chatId: string, now: number): number {
    this.#sql.run('DELETE FROM block WHERE until <= ?', now);
    return (
      this.#sql.first<{ until: number }>("SELECT max(until) AS until FROM block WHERE chat_id IN (?, '')", chatId)
        ?.until ?? 0
    );
  }

  /**
   * Counts something a stranger does; false when they did it too often lately, or all together more than anybody needs. Who
   * only talks takes nobody's turn to link.
   */
  mayTry(externalId: string, what: 'code' | 'talk', now: number): boolean {
    this.#sql.run('DELETE FROM stranger WHERE at <= ?', now - STRANGER_WINDOW_MS);
    const tries = this.#sql.first<{ n: number; all: number }>(
      `SELECT count(*) AS n, (SELECT count(*) FROM stranger WHERE what = ?2) AS "all"
         FROM stranger WHERE external_id = ?1 AND what = ?2`,
      ...[externalId, what],
    );
    if ((tries?.all ?? 0) >= STRANGERS_MAX || (tries?.n ?? 0) >= (what === 'code' ? TRIES_MAX : 1)) return false;
    this.#sql.run('INSERT INTO stranger (external_id, what, at) VALUES (?, ?, ?)', externalId, what, now);
    return true;
  }
}
