import { newReadableCode, plainCode } from '../../readable-code.ts';
import type { Sql } from '../sql.ts';
import { hashText } from './secret.ts';

const COUNT = 10;
const GROUPS = 5;
const GROUP_LENGTH = 5;
/**
 * Ten new codes of 125 random bits each, as they are shown once; the former ones open nothing any more. Strong enough
 * for a plain hash (ASVS 6.5.2 asks for 112 bits).
 */
export async function mintRecoveryCodes(): Promise<{ codes: string[]; hashes: string[] }> {
  const codes = Array.from({ length: COUNT }, () => newReadableCode(GROUPS, GROUP_LENGTH));
  return { codes, hashes: await Promise.all(codes.map((code) => hashText(plainCode(code)))) };
}

export function replaceRecoveryCodes(sql: Sql, hashes: readonly string[]): void {
  sql.run('DELETE FROM recovery_code');
  for (const hash of hashes) sql.run('INSERT INTO recovery_code (hash) VALUES (?)', hash);
}

/** What a typed code is looked up by, however it was spaced. */
export function hashRecoveryCode(typed: string): Promise<string> {
  return hashText(plainCode(typed));
}

/** Uses a code up: true for the one time it works. */
export function takeRecoveryCode(sql: Sql, hash: string, now: number): boolean {
  return sql.run('UPDATE recovery_code SET used_at = ? WHERE hash = ? AND used_at IS NULL', now, hash) > 0;
}

export function recoveryCodesLeft(sql: Sql): number {
  return sql.first<{ left: number }>('SELECT count(*) AS left FROM recovery_code WHERE used_at IS NULL')?.left ?? 0;
}
