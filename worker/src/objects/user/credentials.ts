import { SCOPES, type Scope } from '#shared/domain/caller.ts';
import { DAY_MS, MINUTE_MS } from '#shared/lib/time.ts';
import type { Sql } from '../sql.ts';
import { sameHash, type MintedSecret } from './secret.ts';

export type CredentialKind = 'link' | 'session' | 'token';

export const LINK_TTL_MS = 10 * MINUTE_MS;
/** A session ends when nobody used it for a week, and after thirty days in any case. */
export const SESSION_IDLE_MS = 7 * DAY_MS;
export const SESSION_TTL_MS = 30 * DAY_MS;
/** Uses closer together than this write nothing. */
const TOUCH_MS = 5 * MINUTE_MS;
const ATTEMPTS_MAX = 10;
const ATTEMPTS_WINDOW_MS = 10 * MINUTE_MS;

/** Who a secret belongs to, as the front door needs it. Instants are wall milliseconds. */
export interface Identified {
  readonly id: string;
  readonly kind: CredentialKind;
  readonly name: string;
  readonly scopes: Scope[];
  readonly accountIds: string[] | null;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly lastUsedAt: number | null;
}

interface Row {
  selector: string;
  id: string;
  kind: CredentialKind;
  hash: string;
  name: string;
  scopes: string;
  account_ids: string | null;
  created_at: number;
  last_used_at: number | null;
  idle_until: number | null;
  expires_at: number;
}

export interface NewCredential {
  readonly kind: CredentialKind;
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly accountIds: readonly string[] | null;
  readonly expiresAt: number;
}

export function insertCredential(sql: Sql, minted: MintedSecret, given: NewCredential & { now: number }): void {
  sql.run(
    `INSERT INTO credential (selector, id, kind, hash, name, scopes, account_ids, created_at, idle_until, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    minted.selector,
    given.id,
    given.kind,
    minted.hash,
    given.name,
    JSON.stringify(given.scopes),
    given.accountIds === null ? null : JSON.stringify(given.accountIds),
    given.now,
    given.kind === 'session' ? given.now + SESSION_IDLE_MS : null,
    given.expiresAt,
  );
}

/** The credential a secret opens now; null when there is none, it ended, or it is of another kind. */
export function findCredential(
  sql: Sql,
  presented: { selector: string; hash: string },
  { kind, now }: { kind: CredentialKind; now: number },
): Identified | null {
  const row = sql.first<Row>('SELECT * FROM credential WHERE selector = ?', presented.selector);
  if (row === null || !sameHash(row.hash, presented.hash)) return null;
  if (row.kind !== kind || row.expires_at <= now || (row.idle_until !== null && row.idle_until <= now)) return null;
  if (row.last_used_at === null || now - row.last_used_at >= TOUCH_MS) {
    const idleUntil = row.idle_until === null ? null : now + SESSION_IDLE_MS;
    sql.run('UPDATE credential SET last_used_at = ?, idle_until = ? WHERE selector = ?', now, idleUntil, row.selector);
  }
  return identified(row);
}

/** The session or token of this id as it stands now; null: it ended. */
export function standingCredential(sql: Sql, id: string, now: number): Identified | null {
  const row = sql.first<Row>(
    `SELECT * FROM credential WHERE id = ?1 AND kind <> 'link' AND expires_at > ?2
       AND (idle_until IS NULL OR idle_until > ?2)`,
    id,
    now,
  );
  return row === null ? null : identified(row);
}

/** Where a link was made: on the machine itself (`nod link`), or by a browser that was signed in. */
export type LinkMaker = 'host' | 'session';

/** Uses a sign-in link up: the first to come gets it, nobody after. `madeBy` takes only links made there. */
export function takeLink(
  sql: Sql,
  presented: { selector: string; hash: string },
  now: number,
  madeBy: LinkMaker | 'anybody' = 'anybody',
): boolean {
  const link = findCredential(sql, presented, { kind: 'link', now });
  if (link === null || (madeBy !== 'anybody' && link.name !== madeBy)) return false;
  return sql.run('DELETE FROM credential WHERE selector = ?', presented.selector) > 0;
}

/** A browser that is signed out comes back by no link it has made before. */
export function endSessionLinks(sql: Sql): void {
  sql.run("DELETE FROM credential WHERE kind = 'link' AND name = ?", 'session' satisfies LinkMaker);
}

/** Whether there is such a credential, whatever the rest of the secret is: nobody guesses this half of one. */
export function isKnownSelector(sql: Sql, { selector }: { readonly selector: string }): boolean {
  return sql.first('SELECT id FROM credential WHERE selector = ?', selector) !== null;
}

/** Gives a session a new secret; the old one opens nothing from now on. Answers when it ends, null when it is gone. */
export function rotateSession(sql: Sql, id: string, minted: MintedSecret): number | null {
  const row = sql.first<{ expires_at: number }>(
    "UPDATE credential SET selector = ?, hash = ? WHERE id = ? AND kind = 'session' RETURNING expires_at",
    minted.selector,
    minted.hash,
    id,
  );
  return row?.expires_at ?? null;
}

export function listCredentials(sql: Sql, kind: CredentialKind, now: number): Identified[] {
  return sql
    .all<Row>(
      `SELECT * FROM credential WHERE kind = ?1 AND expires_at > ?2 AND (idle_until IS NULL OR idle_until > ?2)
       ORDER BY created_at DESC, id DESC`,
      kind,
      now,
    )
    .map(identified);
}

/** Whether there is one, also one that ended. */
export function hasAny(sql: Sql, kind: CredentialKind): boolean {
  return sql.first('SELECT id FROM credential WHERE kind = ? LIMIT 1', kind) !== null;
}

/** Ends one credential; false when there is none of that kind. */
export function deleteCredential(sql: Sql, kind: CredentialKind, id: string): boolean {
  return sql.run('DELETE FROM credential WHERE kind = ? AND id = ?', kind, id) > 0;
}

/**
 * Binds tokens that may approve or trade on every account to these, and answers which they were; what is bound already
 * stays as it is.
 */
export function limitTokens(sql: Sql, accountIds: readonly string[]): string[] {
  const limited = sql.all<{ id: string }>(
    `UPDATE credential SET account_ids = ? WHERE kind = 'token' AND account_ids IS NULL
       AND EXISTS (SELECT 1 FROM json_each(scopes) WHERE value IN ('approve', 'trade')) RETURNING id`,
    JSON.stringify(accountIds),
  );
  return limited.map(({ id }) => id);
}

/** Tokens that were bound to an account lose it, also should its person come back; one of no other account ends. */
export function unbindTokens(sql: Sql, accountId: string): void {
  const bound = listBound(sql).filter(({ accountIds }) => accountIds.includes(accountId));
  for (const { id, accountIds } of bound) {
    const left = accountIds.filter((one) => one !== accountId);
    if (left.length === 0) deleteCredential(sql, 'token', id);
    else sql.run('UPDATE credential SET account_ids = ? WHERE id = ?', JSON.stringify(left), id);
  }
}

function listBound(sql: Sql): { id: string; accountIds: string[] }[] {
  return sql
    .all<{ id: string; account_ids: string }>(
      "SELECT id, account_ids FROM credential WHERE kind = 'token' AND account_ids IS NOT NULL",
    )
    .map((row) => ({ id: row.id, accountIds: JSON.parse(row.account_ids) as string[] }));
}

export function pruneCredentials(sql: Sql, now: number): void {
  sql.run('DELETE FROM credential WHERE expires_at <= ? OR idle_until <= ?', now, now);
  sql.run('DELETE FROM attempt WHERE at <= ?', now - ATTEMPTS_WINDOW_MS);
  sql.run('DELETE FROM proof WHERE until <= ?', now);
  sql.run('DELETE FROM challenge WHERE expires_at <= ?', now);
}

/** Counted apart: whoever guesses sign-in links must not keep the owner from confirming, nor the other way round. */
export type AttemptAt = 'sign-in' | 'passkey' | 'step-up';

/** Whether too many codes were wrong lately: then none is looked at, also not a right one. */
export function isThrottled(sql: Sql, now: number, at: AttemptAt = 'sign-in'): boolean {
  const row = sql.first<{ count: number }>(
    'SELECT count(*) AS count FROM attempt WHERE at > ? AND at_what = ?',
    now - ATTEMPTS_WINDOW_MS,
    at,
  );
  return (row?.count ?? 0) >= ATTEMPTS_MAX;
}

export function recordFailure(sql: Sql, now: number, at: AttemptAt = 'sign-in'): void {
  sql.run('INSERT INTO attempt (at, at_what) VALUES (?, ?)', now, at);
}

export function forgetFailures(sql: Sql, at: AttemptAt): void {
  sql.run('DELETE FROM attempt WHERE at_what = ?', at);
}

function identified(row: Row): Identified {
  const known = (scope: string): scope is Scope => SCOPES.some((name) => name === scope);
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    scopes: (JSON.parse(row.scopes) as string[]).filter(known),
    accountIds: row.account_ids === null ? null : (JSON.parse(row.account_ids) as string[]),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
  };
}
