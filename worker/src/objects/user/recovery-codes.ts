import type { Sql } from '../sql.ts';
import { hashText } from './secret.ts';

const COUNT = 10;
const GROUPS = 5;
const GROUP_LENGTH = 5;
/** Crockford's 32 characters: no i, l, o or u, which are read wrongly. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * Ten new codes of 125 random bits each, as they are shown once; the former ones open nothing any more. Strong enough
 * for a plain hash (ASVS 6.5.2 asks for 112 bits).
 */
export async function mintRecoveryCodes(): Promise<{ codes: string[]; hashes: string[] }> {
  const codes = Array.from({ length: COUNT }, newCode);
  return { codes, hashes: await Promise.all(codes.map((code) => hashText(plain(code)))) };
}

export function replaceRecoveryCodes(sql: Sql, hashes: readonly string[]): void {
  sql.run('DELETE FROM recovery_code');
  for (const hash of hashes) sql.run('INSERT INTO recovery_code (hash) VALUES (?)', hash);
}

/** What a typed code is looked up by, however it was spaced. */
export function hashRecoveryCode(typed: string): Promise<string> {
  return hashText(plain(typed));
}

/** Uses a code up: true for the one time it works. */
export function takeRecoveryCode(sql: Sql, hash: string, now: number): boolean {
  return sql.run('UPDATE recovery_code SET used_at = ? WHERE hash = ? AND used_at IS NULL', now, hash) > 0;
}

export function recoveryCodesLeft(sql: Sql): number {
  return sql.first<{ left: number }>('SELECT count(*) AS left FROM recovery_code WHERE used_at IS NULL')?.left ?? 0;
}

function newCode(): string {
  const random = crypto.getRandomValues(new Uint8Array(GROUPS * GROUP_LENGTH));
  // 256 is a multiple of 32: every character is as likely.
  const text = Array.from(random, (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return text.replace(/.{5}(?=.)/g, '$&-');
}

function plain(typed: string): string {
  return typed
    .toLowerCase()
    .replace(/[^0-9a-z]/g, '')
    .replaceAll('o', '0')
    .replace(/[il]/g, '1');
}
