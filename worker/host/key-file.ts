import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  fsyncSync,
  openSync,
  closeSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';
import { PlainError } from './plain-error.ts';

/*
 * A key file holds its key as hex, or sealed under a passphrase:
 * `nod-sealed-1:N:r:p:salt:iv:box`, all but the numbers in hex; box is AES-256-GCM (key text, then tag), its key made of
 * the passphrase by scrypt, its associated data the file's own name. Files of one folder share a passphrase.
 */

const SEALED = /^nod-sealed-1:(\d{1,8}):(\d{1,2}):(\d{1,2}):([0-9a-f]{32}):([0-9a-f]{24}):([0-9a-f]{34,1000})$/;
/** OWASP's first choice for scrypt: 128 MB and some tenths of a second for each guess. */
const COST = { N: 2 ** 17, r: 8, p: 1 } as const;
const COST_N_MAX = 2 ** 20;
const TAG_BYTES = 16;

interface Cost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** By folder, for as long as this process lives. */
const passphrases = new Map<string, string>();
const derived = new Map<string, Buffer>();

export function isSealed(path: string): boolean {
  return existsSync(path) && readFileSync(path, 'utf8').startsWith('nod-sealed-');
}

/** Whether this is the passphrase that opens the file; nothing is written. A file that is not sealed any passphrase opens. */
export function opens(path: string, passphrase: string): boolean {
  return keyIn(path, passphrase) !== null;
}

/** From now on files of this folder are read with it, and new ones sealed under it; null: neither. */
export function usePassphrase(dir: string, passphrase: string | null): void {
  if (passphrase === null) passphrases.delete(dir);
  else passphrases.set(dir, passphrase);
}

export function usesPassphrase(dir: string): boolean {
  return passphrases.has(dir);
}

/** The key in a file, opened where it is sealed. */
export function readKeyFile(path: string): string {
  chmodSync(path, 0o600);
  const passphrase = passphrases.get(dirname(path));
  const key = keyIn(path, passphrase);
  if (key !== null) return key;
  // A change of the passphrase was cut off after this file was prepared: what opens counts, and takes its place.
  const next = `${path}.new`;
  const prepared = existsSync(next) ? keyIn(next, passphrase) : null;
  if (prepared === null) throw new PlainError(notThis(dirname(path)));
  renameSync(next, path);
  return prepared;
}

/** A new key file, readable by its owner alone; one that is there is never written over. */
export function writeKeyFile(path: string, key: string): void {
  writeAll(path, textOf(path, key, passphrases.get(dirname(path))), 'wx');
}

/**
 * Seals the files anew under another passphrase, or lays them open (null). All are prepared and read back before the
 * first takes its place; cut off anywhere, either the former or the new passphrase opens every one of them.
 */
export function resealKeyFiles(paths: readonly string[], passphrase: string | null): void {
  const keys = paths.map((path) => ({ path, key: readKeyFile(path) }));
  // One for all of them: a start derives one key, whoever guesses gains nothing.
  const salt = randomBytes(16);
  for (const { path, key } of keys) {
    rmSync(`${path}.new`, { force: true });
    writeAll(`${path}.new`, textOf(path, key, passphrase ?? undefined, salt), 'wx');
    if (keyIn(`${path}.new`, passphrase ?? undefined) !== key)
      throw new PlainError(`${path}.new does not read as it was written. Nothing was changed.`);
  }
  for (const { path } of keys) renameSync(`${path}.new`, path);
  for (const dir of new Set(paths.map((path) => dirname(path)))) usePassphrase(dir, passphrase);
}

export function notThis(dir: string): string {
  return `That is not the passphrase of the keys in ${dir}. Nothing was changed.`;
}

/** Null: it is sealed, and this does not open it. */
function keyIn(path: string, passphrase: string | undefined): string | null {
  const text = readFileSync(path, 'utf8').trim();
  if (!text.startsWith('nod-sealed-')) return text;
  const [, N, r, p, salt, iv, box] = SEALED.exec(text) ?? [];
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  if (salt === undefined || iv === undefined || box === undefined || cost.N > COST_N_MAX)
    throw new PlainError(`${path} is damaged, or was sealed by a newer Nod. Nothing was changed.`);
  if (passphrase === undefined) return null;
  const bytes = Buffer.from(box, 'hex');
  const open = createDecipheriv('aes-256-gcm', keyOf(passphrase, salt, cost), Buffer.from(iv, 'hex'));
  open.setAAD(placeOf(path));
  open.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([open.update(bytes.subarray(0, -TAG_BYTES)), open.final()]).toString();
  } catch {
    return null;
  }
}

function textOf(path: string, key: string, passphrase: string | undefined, salt = randomBytes(16)): string {
  if (passphrase === undefined) return key;
  const iv = randomBytes(12);
  const seal = createCipheriv('aes-256-gcm', keyOf(passphrase, salt.toString('hex'), COST), iv);
  seal.setAAD(placeOf(path));
  const box = Buffer.concat([seal.update(key), seal.final(), seal.getAuthTag()]);
  const { N, r, p } = COST;
  return ['nod-sealed-1', N, r, p, salt.toString('hex'), iv.toString('hex'), box.toString('hex')].join(':');
}

/** One key of a folder is not taken for another. */
function placeOf(path: string): Buffer {
  return Buffer.from(`nod ${basename(path, '.new')}`);
}

function keyOf(passphrase: string, salt: string, { N, r, p }: Cost): Buffer {
  const name = JSON.stringify([passphrase, salt, N, r, p]);
  const known = derived.get(name);
  if (known !== undefined) return known;
  const maxmem = 256 * N * r;
  const key = scryptSync(passphrase.normalize('NFKC'), Buffer.from(salt, 'hex'), 32, { N, r, p, maxmem });
  derived.set(name, key);
  return key;
}

function writeAll(path: string, text: string, flag: 'wx'): void {
  const file = openSync(path, flag, 0o600);
  try {
    writeSync(file, `${text}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
