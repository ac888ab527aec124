import { expect, test } from 'vitest';
import { open, rewrap, seal, type SealPlace } from './vault.ts';
import { readVaultKeys, type VaultKeys } from './vault-keys.ts';

const OLD = '1f'.repeat(32);
const NEW = 'c4'.repeat(32);
const PLACE: SealPlace = { connectionId: 'c_one', broker: 'alpaca', environment: 'paper' };
const SECRET = { keyId: 'a key of the test', secretKey: 'and what belongs to it' };

const keys = (settings: Record<string, string>): VaultKeys => {
  const read = readVaultKeys(settings);
  if (read === null) throw new Error('there are keys');
  return read;
};
const before = keys({ VAULT_KEY: OLD });
const during = keys({ VAULT_KEY: OLD, KEK_2: NEW, KEK_CURRENT: 'KEK_2' });
const after = keys({ KEK_2: NEW });

test('a sealed record opens where it was sealed for, and shows nothing of what is in it', async () => {
  const record = await seal(before, PLACE, { version: 1, secret: SECRET });
  expect(await open(before, PLACE, record)).toEqual({ ok: true, value: SECRET });
  const text = JSON.stringify(record);
  for (const value of Object.values(SECRET)) {
    expect(text).not.toContain(value);
    expect(atob(record.fields['keyId'] ?? '')).not.toContain(value);
  }
});

test.each<[string, Partial<SealPlace>]>([
  ['another connection', { connectionId: 'c_two' }],
  ['another broker', { broker: 'kis' }],
  ['real money', { environment: 'live' }],
])('a record moved to %s is refused', async (_, change) => {
  const record = await seal(before, PLACE, { version: 1, secret: SECRET });
  const moved = { ...PLACE, ...change };
  expect(await open(before, moved, record)).toEqual({ ok: false, error: { code: 'refused', key: 'KEK_1' } });
  expect(await rewrap(during, moved, record)).toEqual({ ok: false, error: { code: 'refused', key: 'KEK_1' } });
});

test('a record that was opened once opens no wider: not elsewhere, not without its key, not with another of its name', async () => {
  const record = await seal(before, PLACE, { version: 1, secret: SECRET });
  expect((await open(before, PLACE, record)).ok).toBe(true);
  expect(await open(before, PLACE, record)).toEqual({ ok: true, value: SECRET });
  expect(await open(before, { ...PLACE, environment: 'live' }, record)).toMatchObject({ error: { code: 'refused' } });
  expect(await open(after, PLACE, record)).toMatchObject({ error: { code: 'key-missing', key: 'KEK_1' } });
  expect(await open(keys({ VAULT_KEY: NEW }), PLACE, record)).toMatchObject({ error: { code: 'refused' } });
});

test('an older version, a swapped field and a changed byte are refused', async () => {
  const record = await seal(before, PLACE, { version: 1, secret: SECRET });
  const { keyId = '', secretKey = '' } = record.fields;
  const flipped = String.fromCharCode(...Array.from(atob(keyId), (c, at) => c.charCodeAt(0) ^ (at === 20 ? 1 : 0)));
  const forged = [
    { ...record, version: 2 },
    { ...record, fields: { keyId: secretKey, secretKey: keyId } },
    { ...record, fields: { ...record.fields, keyId: btoa(flipped) } },
    { ...record, wrapped: (await seal(before, PLACE, { version: 1, secret: SECRET })).wrapped },
    { ...record, wrapped: 'no base64 at all!' },
  ];
  for (const record of forged) expect((await open(before, PLACE, record)).ok, JSON.stringify(record)).toBe(false);
});

test('two seals of the same secret have nothing in common', async () => {
  const [a, b] = [
    await seal(before, PLACE, { version: 1, secret: SECRET }),
    await seal(before, PLACE, { version: 1, secret: SECRET }),
  ];
  expect(a.wrapped).not.toBe(b.wrapped);
  expect(a.fields['keyId']).not.toBe(b.fields['keyId']);
});

test('a new key takes over without touching what is sealed, and the old one can go', async () => {
  const record = await seal(before, PLACE, { version: 3, secret: SECRET });
  const rewrapped = await rewrap(during, PLACE, record);
  if (!rewrapped.ok) throw new Error('it was rewrapped');
  expect(rewrapped.value).toMatchObject({ version: 3, key: 'KEK_2', fields: record.fields });
  expect(await open(after, PLACE, rewrapped.value)).toEqual({ ok: true, value: SECRET });
  expect(await open(before, PLACE, rewrapped.value)).toMatchObject({ error: { code: 'key-missing', key: 'KEK_2' } });
  expect(await rewrap(during, PLACE, rewrapped.value)).toEqual(rewrapped);
});

test('a key that was only added changes nothing until it is pointed at', () => {
  expect(keys({ VAULT_KEY: OLD, KEK_2: NEW }).current).toBe('KEK_1');
  expect(keys({ KEK_10: NEW, KEK_2: OLD }).current).toBe('KEK_2');
  expect(during.current).toBe('KEK_2');
  expect(readVaultKeys({})).toBeNull();
});

test('a pointer to nowhere and a malformed key stop the Worker', () => {
  expect(() => readVaultKeys({ KEK_1: OLD, KEK_CURRENT: 'KEK_2' })).toThrow('KEK_CURRENT');
  expect(() => readVaultKeys({ KEK_1: 'short' })).toThrow('KEK_1');
});
