import type { PasswordView } from '#shared/contract/session.ts';
import { toIso, type WallMs } from '#shared/lib/time.ts';
import type { Sql } from '../sql.ts';

/** The e-mail address and password somebody signs in with; of the password only its record. */
export interface StoredPassword {
  readonly email: string;
  readonly record: string;
  readonly setAt: number;
}

export function readPassword(sql: Sql): StoredPassword | null {
  const row = sql.first<{ email: string; record: string; set_at: number }>('SELECT * FROM password');
  return row === null ? null : { email: row.email, record: row.record, setAt: row.set_at };
}

export function writePassword(sql: Sql, { email, record, setAt }: StoredPassword): void {
  sql.run('INSERT OR REPLACE INTO password (one, email, record, set_at) VALUES (1, ?, ?, ?)', email, record, setAt);
}

export function deletePassword(sql: Sql): boolean {
  return sql.run('DELETE FROM password') > 0;
}

export function passwordView(stored: StoredPassword | null): PasswordView {
  return { email: stored?.email ?? null, setAt: stored === null ? null : toIso(stored.setAt as WallMs) };
}
