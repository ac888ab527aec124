import type { AccountId, MarketId } from '#shared/domain/ids.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { NewsMemory } from '#shared/usecases/connection-news.ts';
import type { ConnectedAccount } from '#shared/usecases/connection-port.ts';
import type { SealedRecord } from '../../vault/vault.ts';
import type { Sql } from '../sql.ts';
import type { SessionSpec } from './broker-session-rpc.ts';

export const SESSION_MIGRATIONS = [
  `CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
   CREATE TABLE credential (
     id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL, kek TEXT NOT NULL, body TEXT NOT NULL,
     key_ending TEXT NOT NULL) STRICT;
   CREATE TABLE account (
     account_id TEXT PRIMARY KEY, working_orders INTEGER NOT NULL DEFAULT 0, working_until INTEGER NOT NULL DEFAULT 0
   ) STRICT;
   CREATE TABLE quote_watch (market_id TEXT PRIMARY KEY, symbols TEXT NOT NULL, until INTEGER NOT NULL) STRICT`,
  // Which news of the connection an account has taken.
  'ALTER TABLE account ADD COLUMN heard TEXT',
] as const;

/** An account that says nothing more for this long has no order working: it is asked by its own alarm long before. */
const WORKING_LEASE_MS = 15 * 60_000;

/** What outlives a restart of the health of a connection. */
export interface StoredHealth {
  readonly okAt: WallMs | null;
  readonly lostSince: WallMs | null;
  readonly keysRefusedAt: WallMs | null;
}

interface MetaValues {
  spec: SessionSpec;
  account: ConnectedAccount;
  health: StoredHealth;
  news: NewsMemory;
  newestFillAt: WallMs;
  /** A socket that is needed is not open since then. */
  silentSince: WallMs | null;
}

/** Prices that are watched on are asked for every few seconds: their end is moved once it is this near. */
const WATCH_KEPT_MS = 30_000;

interface Working {
  readonly orders: number;
  readonly until: number;
}

/**
 * The tables of one session. What changes with every order is a hint and no order truth: it counts at once, and becomes
 * durable with the next tick (`keep`), so that an order that is done by then is no commit here.
 */
export class SessionStore {
  readonly #sql: Sql;
  readonly #working = new Map<AccountId, Working>();
  #newestFillAt: WallMs | null = null;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  read<K extends keyof MetaValues>(key: K): MetaValues[K] | null {
    const row = this.#sql.first<{ value: string }>('SELECT value FROM meta WHERE key = ?', key);
    return row === null ? null : (JSON.parse(row.value) as MetaValues[K]);
  }

  write<K extends keyof MetaValues>(key: K, value: MetaValues[K]): void {
    this.#sql.run(
      'INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2',
      key,
      JSON.stringify(value),
    );
  }

  credential(): { readonly sealed: SealedRecord; readonly keyEnding: string } | null {
    const row = this.#sql.first<{ body: string; key_ending: string }>('SELECT body, key_ending FROM credential');
    return row === null ? null : { sealed: JSON.parse(row.body) as SealedRecord, keyEnding: row.key_ending };
  }

  /** A newer version replaces an older one; false: the same or an older one, which changes nothing. */
  putCredential(sealed: SealedRecord, keyEnding: string): boolean {
    const changed = this.#sql.run(
      `INSERT INTO credential (id, version, kek, body, key_ending) VALUES (1, ?1, ?2, ?3, ?4)
       ON CONFLICT (id) DO UPDATE SET version = ?1, kek = ?2, body = ?3, key_ending = ?4 WHERE version < ?1`,
      sealed.version,
      sealed.key,
      JSON.stringify(sealed),
      keyEnding,
    );
    return changed > 0;
  }

  /** Only while it is still the version and the wrap that were read: somebody may have brought new keys meanwhile. */
  putRewrapped(sealed: SealedRecord, before: SealedRecord): void {
    this.#sql.run(
      'UPDATE credential SET kek = ?1, body = ?2 WHERE version = ?3 AND body = ?4',
      sealed.key,
      JSON.stringify(sealed),
      before.version,
      JSON.stringify(before),
    );
  }

  attach(accountId: AccountId): void {
    this.#sql.run('INSERT INTO account (account_id) VALUES (?) ON CONFLICT (account_id) DO NOTHING', accountId);
  }

  accountIds(): AccountId[] {
    return this.#sql
      .all<{ account_id: AccountId }>('SELECT account_id FROM account ORDER BY rowid')
      .map((row) => row.account_id);
  }

  /** Accounts that have not taken this news yet. */
  owedNews(key: string): AccountId[] {
    return this.#sql
      .all<{ account_id: AccountId }>('SELECT account_id FROM account WHERE heard IS NOT ? ORDER BY rowid', key)
      .map((row) => row.account_id);
  }

  setHeard(accountId: AccountId, key: string): void {
    this.#sql.run('UPDATE account SET heard = ? WHERE account_id = ?', key, accountId);
  }

  /** Of an account that trades over it; another one has nothing to say. */
  setWorking(accountId: AccountId, orders: number, now: WallMs): void {
    if (this.accountIds().includes(accountId)) this.#working.set(accountId, { orders, until: now + WORKING_LEASE_MS });
  }

  hasWorking(now: WallMs): boolean {
    const stored = this.#sql.all<{ id: AccountId } & Working>(
      'SELECT account_id AS id, working_orders AS orders, working_until AS until FROM account',
    );
    return stored.some((row) => {
      const { orders, until } = this.#working.get(row.id) ?? row;
      return orders > 0 && until > now;
    });
  }

  get newestFillAt(): WallMs | null {
    return this.#newestFillAt ?? this.read('newestFillAt');
  }

  set newestFillAt(at: WallMs | null) {
    this.#newestFillAt = at;
  }

  /** With every tick. */
  keep(): void {
    for (const [accountId, { orders, until }] of this.#working) {
      this.#sql.run(
        `UPDATE account SET working_orders = ?2, working_until = ?3
         WHERE account_id = ?1 AND (working_orders <> ?2 OR working_until < ?3)`,
        accountId,
        orders,
        until,
      );
    }
    if (this.#newestFillAt !== null && this.#newestFillAt !== this.read('newestFillAt'))
      this.write('newestFillAt', this.#newestFillAt);
  }

  setQuoteWatch(marketId: MarketId, symbols: readonly string[], until: WallMs): void {
    if (symbols.length === 0) {
      this.#sql.run('DELETE FROM quote_watch WHERE market_id = ?', marketId);
      return;
    }
    this.#sql.run(
      `INSERT INTO quote_watch (market_id, symbols, until) VALUES (?1, ?2, ?3) ON CONFLICT (market_id) DO UPDATE
       SET symbols = ?2, until = ?3 WHERE symbols <> ?2 OR until < ?4`,
      marketId,
      JSON.stringify(symbols),
      until,
      until - WATCH_KEPT_MS,
    );
  }

  quoteWatches(now: WallMs): { readonly marketId: MarketId; readonly symbols: readonly string[] }[] {
    return this.#sql
      .all<{ market_id: MarketId; symbols: string }>(
        'SELECT market_id, symbols FROM quote_watch WHERE until > ? ORDER BY market_id',
        now,
      )
      .map((row) => ({ marketId: row.market_id, symbols: JSON.parse(row.symbols) as string[] }));
  }

  erase(): void {
    this.#working.clear();
    this.#newestFillAt = null;
    for (const table of ['credential', 'account', 'quote_watch', 'meta']) this.#sql.run(`DELETE FROM ${table}`);
  }
}
