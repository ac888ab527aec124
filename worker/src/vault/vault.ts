import { err, ok, type Result } from '#shared/lib/result.ts';
import type { VaultKeys } from './vault-keys.ts';

/** What a sealed record belongs to. All of it is authenticated: the same bytes elsewhere do not open. */
export interface SealPlace {
  readonly connectionId: string;
  readonly broker: string;
  readonly environment: string;
}

/**
 * A sealed credential: a data key of its own (AES-256-GCM), used for this version of this record only, wrapped by one
 * of the installation's keys. Safe to store and to pass on.
 */
export interface SealedRecord {
  /** Grows with every new secret of the same connection. */
  readonly version: number;
  /** Which key wraps the data key. */
  readonly key: string;
  /** Nonce and ciphertext in base64. */
  readonly wrapped: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** `key-missing`: the key it is wrapped with is not on this machine. `refused`: altered, or sealed for another place. */
export type VaultError = { readonly code: 'key-missing' | 'refused'; readonly key: string };

type Bytes = Uint8Array<ArrayBuffer>;
/** Not to be read out again. */
type ImportedKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

const NONCE_BYTES = 12;
const DATA_KEY_BYTES = 32;
const WRAP_FIELD = 'data-key';

export async function seal(
  keys: VaultKeys,
  place: SealPlace,
  { version, secret }: { version: number; secret: Readonly<Record<string, string>> },
): Promise<SealedRecord> {
  const dataKey = crypto.getRandomValues(new Uint8Array(DATA_KEY_BYTES));
  const key = await imported(dataKey, 'encrypt');
  const fields: Record<string, string> = {};
  for (const [field, value] of Object.entries(secret))
    fields[field] = await encrypt(key, utf8(value), context(place, field, version));
  const wrapped = await encrypt(
    await imported(keyNamed(keys, keys.current), 'encrypt'),
    dataKey,
    context(place, WRAP_FIELD, version),
  );
  dataKey.fill(0);
  return { version, key: keys.current, wrapped, fields };
}

/** Opens a record. The answer lives in a local variable of whoever asked, and nowhere else. */
export async function open(
  keys: VaultKeys,
  place: SealPlace,
  record: SealedRecord,
): Promise<Result<Record<string, string>, VaultError>> {
  const dataKey = await dataKeyOf(keys, place, record);
  if (!dataKey.ok) return dataKey;
  const key = dataKey.value;
  // At once: a stop that was crossed waits for this.
  const opened = await Promise.all(
    Object.entries(record.fields).map(async ([field, sealed]) => {
      return [field, await decrypt(key, sealed, context(place, field, record.version))] as const;
    }),
  );
  const secret: Record<string, string> = {};
  for (const [field, bytes] of opened) {
    if (bytes === null) return err({ code: 'refused', key: record.key });
    secret[field] = new TextDecoder().decode(bytes);
  }
  return ok(secret);
}

const dataKeys = new WeakMap<SealedRecord, { readonly wrappedBy: Bytes; readonly dataKey: ImportedKey }>();

/** The data key of a record, unwrapped once for as long as somebody holds the record: as such it cannot be read out. */
async function dataKeyOf(
  keys: VaultKeys,
  place: SealPlace,
  record: SealedRecord,
): Promise<Result<ImportedKey, VaultError>> {
  const wrappedBy = keys.byName.get(record.key);
  if (wrappedBy === undefined) return err({ code: 'key-missing', key: record.key });
  const known = dataKeys.get(record);
  if (known !== undefined && known.wrappedBy === wrappedBy) return ok(known.dataKey);
  const opened = await unwrap(keys, place, record);
  if (!opened.ok) return opened;
  const dataKey = await imported(opened.value, 'decrypt');
  opened.value.fill(0);
  dataKeys.set(record, { wrappedBy, dataKey });
  return ok(dataKey);
}

/** The same record with its data key wrapped by the current key; its fields are not touched. */
export async function rewrap(
  keys: VaultKeys,
  place: SealPlace,
  record: SealedRecord,
): Promise<Result<SealedRecord, VaultError>> {
  if (record.key === keys.current) return ok(record);
  const dataKey = await unwrap(keys, place, record);
  if (!dataKey.ok) return dataKey;
  const wrapped = await encrypt(
    await imported(keyNamed(keys, keys.current), 'encrypt'),
    dataKey.value,
    context(place, WRAP_FIELD, record.version),
  );
  dataKey.value.fill(0);
  return ok({ ...record, key: keys.current, wrapped });
}

async function unwrap(
  keys: VaultKeys,
  place: SealPlace,
  record: SealedRecord,
): Promise<Result<Uint8Array<ArrayBuffer>, VaultError>> {
  const key = keys.byName.get(record.key);
  if (key === undefined) return err({ code: 'key-missing', key: record.key });
  const dataKey = await decrypt(await opening(key), record.wrapped, context(place, WRAP_FIELD, record.version));
  return dataKey === null ? err({ code: 'refused', key: record.key }) : ok(dataKey);
}

function keyNamed(keys: VaultKeys, name: string): Uint8Array<ArrayBuffer> {
  const key = keys.byName.get(name);
  if (key === undefined) throw new Error(`there is no vault key ${name}`);
  return key;
}

/** Lengths stand before the parts, so that no two places read the same. */
function context({ connectionId, broker, environment }: SealPlace, field: string, version: number): Bytes {
  const parts = ['nod-vault-1', connectionId, broker, environment, field, String(version)];
  return utf8(parts.map((part) => `${part.length}:${part}`).join(''));
}

async function encrypt(key: ImportedKey, plain: Bytes, additionalData: Bytes): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, plain));
  const bytes = new Uint8Array(NONCE_BYTES + sealed.length);
  bytes.set(iv);
  bytes.set(sealed, NONCE_BYTES);
  return btoa(String.fromCharCode(...bytes));
}

async function decrypt(
  key: ImportedKey,
  sealed: string,
  additionalData: Bytes,
): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const bytes = Uint8Array.from(atob(sealed), (character) => character.charCodeAt(0));
    const [iv, text] = [bytes.subarray(0, NONCE_BYTES), bytes.subarray(NONCE_BYTES)];
    const name = 'AES-GCM';
    return new Uint8Array(await crypto.subtle.decrypt({ name, iv, additionalData }, key, text));
  } catch {
    // What exactly does not fit is nobody's business; there is one answer for all of it.
    return null;
  }
}

const openings = new WeakMap<Bytes, ImportedKey>();

/** One of the installation's keys, which are few and stay in memory anyway. Kept once it is there: a promise is of one request. */
async function opening(key: Bytes): Promise<ImportedKey> {
  const known = openings.get(key) ?? (await imported(key, 'decrypt'));
  openings.set(key, known);
  return known;
}

function imported(key: Bytes, usage: 'encrypt' | 'decrypt'): Promise<ImportedKey> {
  return crypto.subtle.importKey('raw', key, 'AES-GCM', false, [usage]);
}

function utf8(text: string): Bytes {
  return new Uint8Array(new TextEncoder().encode(text));
}
