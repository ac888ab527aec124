import { randomBytes, randomInt } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keysDir, type StatePaths } from './paths.ts';
import { PlainError } from './plain-error.ts';

/** Which state this is, and the keys that open it. */
export interface Identity {
  id: string;
  /** Four characters in every clientOrderId of this state. */
  writer: string;
  createdAtMs: number;
  adminKey: string;
  homeKey: string;
  auditKey: string;
  vaultKey: string;
  keysDir: string;
  isNew: boolean;
}

interface Stored {
  id: string;
  writer: string;
  createdAtMs: number;
}

/**
 * Reads the identity of a state directory, or makes one. Keys of an existing state are never made anew: without them its
 * audit chain and its sealed credentials could not be read, and a new key would hide that.
 */
export function openIdentity(paths: StatePaths, nowMs: number): Identity {
  mkdirSync(paths.dir, { recursive: true, mode: 0o700 });
  const isNew = !existsSync(paths.identity);
  const stored = isNew ? makeStored(nowMs) : readStored(paths.identity);
  const keys = keysDir(stored.id);
  mkdirSync(keys, { recursive: true, mode: 0o700 });
  const identity = {
    ...stored,
    adminKey: readOrMake(paths.adminKey, true),
    homeKey: readOrMake(join(keys, 'home.key'), true),
    auditKey: readOrMake(join(keys, 'audit.key'), isNew),
    vaultKey: readOrMake(join(keys, 'vault.key'), isNew),
    keysDir: keys,
    isNew,
  };
  // Last, so that a start which died half way begins anew instead of missing a key.
  if (isNew) writeFileSync(paths.identity, JSON.stringify(stored, null, 2) + '\n', { mode: 0o600, flag: 'wx' });
  return identity;
}

function makeStored(nowMs: number): Stored {
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
  const writer = Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return { id: randomBytes(10).toString('hex'), writer, createdAtMs: nowMs };
}

function readStored(path: string): Stored {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Stored;
  } catch {
    throw new PlainError(`${path} cannot be read, so this state cannot be opened. Nothing was changed.`);
  }
}

function readOrMake(path: string, mayMake: boolean): string {
  if (existsSync(path)) {
    chmodSync(path, 0o600);
    return readFileSync(path, 'utf8').trim();
  }
  if (!mayMake)
    throw new PlainError(
      `The key ${path} of this state is not on this machine. Bring the folder along from where the state was made, or begin anew with --fresh.`,
    );
  const key = randomBytes(32).toString('hex');
  writeFileSync(path, key + '\n', { mode: 0o600, flag: 'wx' });
  return key;
}
