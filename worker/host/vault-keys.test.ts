import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readVaultKeys } from '#worker/src/vault/vault-keys.ts';
import { beginRotation, endRotation, openVaultKeys } from './vault-keys.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'nod-keys-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

test('a new state gets one key, readable by its owner alone, and keeps it', () => {
  const made = openVaultKeys(dir, true);
  expect(Object.keys(made)).toEqual(['KEK_1', 'KEK_CURRENT']);
  expect(statSync(join(dir, 'vault.key')).mode & 0o777).toBe(0o600);
  expect(openVaultKeys(dir, false)).toEqual(made);
  expect(readVaultKeys(made)?.current).toBe('KEK_1');
});

test('a state whose key is gone is not opened with another', () => {
  expect(() => openVaultKeys(dir, false)).toThrow('is not on this machine');
  expect(readdirSync(dir)).toEqual([]);
});

test('while keys change both open and the newer one seals; then the older one goes', () => {
  const before = openVaultKeys(dir, true);
  beginRotation(dir);
  const during = openVaultKeys(dir, false);
  expect(during).toMatchObject({ KEK_1: before['KEK_1'], KEK_CURRENT: 'KEK_2' });
  expect(readVaultKeys(during)?.byName.size).toBe(2);
  beginRotation(dir);
  expect(openVaultKeys(dir, false), 'a rotation that was cut off goes on').toEqual(during);
  expect(endRotation(dir)).toBe(1);
  expect(openVaultKeys(dir, false)).toEqual({ KEK_2: during['KEK_2'], KEK_CURRENT: 'KEK_2' });
  expect(endRotation(dir)).toBe(0);
});
