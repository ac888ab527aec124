import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readKeyFile, writeKeyFile } from './key-file.ts';
import { keysDir, type StatePaths } from './paths.ts';
import { PlainError } from './plain-error.ts';
import { openVapidKey } from './vapid-key.ts';
import { openVaultKeys } from './vault-keys.ts';

/** Which state this is, and the keys that open it. */
export interface Identity {
  id: string;
  /** Four characters in every clientOrderId of this state. */
  writer: string;
  /** Another one after a restore or a copy: then accounts read their broker's book before anything is sent. */
  life: string;
  createdAtMs: number;
  adminKey: string;
  homeKey: string;
  auditKey: string;
  /** The keys that seal credentials, as settings: `KEK_<n>` and `KEK_CURRENT`. */
  vaultKeys: Readonly<Record<string, string>>;
  /** Signs pushes to devices: `<public>.<private>`. */
  vapidKey: string;
  keysDir: string;
  isNew: boolean;
  /** The directory is not the one this state last ran in. */
  isCopy: boolean;
}

/** What `state.json` holds. */
export interface Stored {
  id: string;
  writer: string;
  createdAtMs: number;
  /** Absent: the one it was made in. */
  life?: string;
  /** Who wrote orders before a restore. */
  formerWriters?: string[];
  /** Workers it was deployed as, `account/name`; absent: of a state at home, or of before this was kept. */
  workers?: string[];
  /** The directory it last ran in, by its number on the disk: a copy has another one, a renamed one keeps it. */
  place?: string;
}

export const FIRST_LIFE = 'first';

/**
 * Reads the identity of a state directory, or makes one. Keys of an existing state are never made anew: without them its
 * audit chain and its sealed credentials could not be read, and a new key would hide that.
 */
export function openIdentity(paths: StatePaths, nowMs: number): Identity {
  mkdirSync(paths.dir, { recursive: true, mode: 0o700 });
  const isNew = !existsSync(paths.identity);
  const before = isNew ? makeStored(nowMs) : readStored(paths);
  const place = String(statSync(paths.dir, { bigint: true }).ino);
  const isCopy = before.place !== undefined && before.place !== place;
  const stored = { ...before, place, ...(isCopy && { life: makeLife() }) };
  const keys = keysDir(stored.id);
  mkdirSync(keys, { recursive: true, mode: 0o700 });
  const identity = {
    id: stored.id,
    writer: stored.writer,
    life: stored.life ?? FIRST_LIFE,
    createdAtMs: stored.createdAtMs,
    adminKey: readOrMake(paths.adminKey, true),
    homeKey: readOrMake(join(keys, 'home.key'), true),
    auditKey: readOrMake(join(keys, 'audit.key'), isNew),
    vaultKeys: openVaultKeys(keys, isNew),
    vapidKey: openVapidKey(keys),
    keysDir: keys,
    isNew,
    isCopy,
  };
  // Last, so that a start which died half way begins anew instead of missing a key.
  if (before.place !== place) writeStored(paths, stored);
  return identity;
}

/** The same state after a restore: a new writer and a new life; who wrote before is remembered. */
export function storedAnew(before: Pick<Stored, 'id' | 'writer' | 'createdAtMs' | 'formerWriters'>): Stored {
  const formerWriters = [...new Set([...(before.formerWriters ?? []), before.writer])];
  let writer = makeWriter();
  while (formerWriters.includes(writer)) writer = makeWriter();
  return { id: before.id, writer, createdAtMs: before.createdAtMs, life: makeLife(), formerWriters };
}

export function writeStored({ identity }: StatePaths, stored: Stored): void {
  writeFileSync(`${identity}.new`, JSON.stringify(stored, null, 2) + '\n', { mode: 0o600 });
  renameSync(`${identity}.new`, identity);
}

export function readStored({ identity }: StatePaths): Stored {
  try {
    return JSON.parse(readFileSync(identity, 'utf8')) as Stored;
  } catch {
    throw new PlainError(`${identity} cannot be read, so this state cannot be opened. Nothing was changed.`);
  }
}

function makeStored(nowMs: number): Stored {
  return { id: randomBytes(10).toString('hex'), writer: makeWriter(), createdAtMs: nowMs, life: FIRST_LIFE };
}

function makeWriter(): string {
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
  return Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('');
}

function makeLife(): string {
  return randomBytes(8).toString('hex');
}

function readOrMake(path: string, mayMake: boolean): string {
  if (existsSync(path)) {
    return readKeyFile(path);
  }
  if (!mayMake)
    throw new PlainError(
      `The key ${path} of this state is not on this machine. Bring the folder along from where the state was made, or begin anew with --fresh.`,
    );
  const key = randomBytes(32).toString('hex');
  writeKeyFile(path, key);
  return key;
}
