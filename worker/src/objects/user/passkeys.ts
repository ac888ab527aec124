import type { PasskeyView } from '#shared/contract/step-up.ts';
import { toIso, type WallMs } from '#shared/lib/time.ts';
import type { Sql } from '../sql.ts';

/** A passkey as it is checked: `credentialId` and `publicKey` in base64url, `rpId` the name it was made under. */
export interface Passkey {
  readonly id: string;
  readonly credentialId: string;
  readonly publicKey: string;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly rpId: string;
}

export type NewPasskey = Passkey & { readonly name: string };

interface Row {
  id: string;
  credential_id: string;
  public_key: string;
  counter: number;
  transports: string;
  rp_id: string;
  name: string;
  created_at: number;
  last_used_at: number | null;
}

/** False when this very passkey is there already. */
export function insertPasskey(sql: Sql, passkey: NewPasskey, now: number): boolean {
  const inserted = sql.first<{ id: string }>(
    `INSERT INTO passkey (id, credential_id, public_key, counter, transports, rp_id, name, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id`,
    passkey.id,
    passkey.credentialId,
    passkey.publicKey,
    passkey.counter,
    JSON.stringify(passkey.transports),
    passkey.rpId,
    passkey.name,
    now,
  );
  return inserted !== null;
}

/** All passkeys, the oldest first. */
export function allPasskeys(sql: Sql): Passkey[] {
  return sql.all<Row>('SELECT * FROM passkey ORDER BY created_at, id').map((row) => ({
    id: row.id,
    credentialId: row.credential_id,
    publicKey: row.public_key,
    counter: row.counter,
    transports: JSON.parse(row.transports) as string[],
    rpId: row.rp_id,
  }));
}

export function listPasskeys(sql: Sql): PasskeyView[] {
  return sql.all<Row>('SELECT * FROM passkey ORDER BY created_at, id').map(passkeyView);
}

/**
 * Stores that a passkey was used, unless its counter moved meanwhile: of two answers with one counter the second is a
 * copy's. Authenticators that do not count always say 0.
 */
export function usePasskey(sql: Sql, { id, counter }: Passkey, next: number, now: number): boolean {
  return (
    sql.run(
      'UPDATE passkey SET counter = ?, last_used_at = ? WHERE id = ? AND counter = ? AND (counter = 0 OR ? > counter)',
      next,
      now,
      id,
      counter,
      next,
    ) > 0
  );
}

export function renamePasskey(sql: Sql, id: string, name: string): PasskeyView | null {
  const row = sql.first<Row>('UPDATE passkey SET name = ? WHERE id = ? RETURNING *', name, id);
  return row === null ? null : passkeyView(row);
}

export function deletePasskey(sql: Sql, id: string): boolean {
  return sql.run('DELETE FROM passkey WHERE id = ?', id) > 0;
}

function passkeyView(row: Row): PasskeyView {
  const iso = (instant: number): string => toIso(instant as WallMs);
  return {
    id: row.id,
    name: row.name,
    createdAt: iso(row.created_at),
    lastUsedAt: row.last_used_at === null ? null : iso(row.last_used_at),
  };
}
