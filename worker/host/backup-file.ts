import { createHash } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip, createGzip } from 'node:zlib';
import { VERSION } from '../src/version.ts';
import type { Stored } from './identity.ts';
import { readKeyFile } from './key-file.ts';
import { keyCheck, keyNames } from './keys.ts';
import { keysDir, type StatePaths } from './paths.ts';
import { PlainError } from './plain-error.ts';
import { packTar, tarFile, tarText, unpackTar, type TarEntry } from './tar.ts';

/* One state in one file: a gzipped tar whose first entry says what else is in it. No key is in it. */

export const MANIFEST = 'manifest.json';
const FORMAT = 1;
/** A backup of a larger directory of files than this was not made by us. */
const MANIFEST_BYTES_MAX = 8_000_000;

export interface BackupManifest {
  readonly format: number;
  /** Which Nod made it. */
  readonly nod: string;
  /** ISO 8601. */
  readonly madeAt: string;
  readonly state: Pick<Stored, 'id' | 'writer' | 'createdAtMs' | 'formerWriters'>;
  /** Every key that the data needs, with a value that tells whether a key is the right one. */
  readonly keys: Readonly<Record<string, string>>;
  readonly files: readonly { readonly path: string; readonly size: number; readonly sha256: string }[];
}

/** Writes what lies in `from` (a stopped state directory, or a copy of one) to `file`, which must not be there yet. */
export async function writeBackup(from: StatePaths, stored: Stored, file: string): Promise<BackupManifest> {
  const { id, writer, createdAtMs, formerWriters = [] } = stored;
  const manifest: BackupManifest = {
    format: FORMAT,
    nod: VERSION,
    madeAt: new Date().toISOString(),
    state: { id, writer, createdAtMs, formerWriters },
    keys: Object.fromEntries(keyNames(id).map((name) => [name, keyCheck(name, readKeyFile(join(keysDir(id), name)))])),
    files: await Promise.all(
      filesOf(from).map(async (path) => {
        const whole = join(from.dir, path);
        return { path, size: statSync(whole).size, sha256: await sha256Of(createReadStream(whole)) };
      }),
    ),
  };
  const entries = [
    tarText(MANIFEST, JSON.stringify(manifest, null, 1)),
    ...manifest.files.map(({ path, size }) => tarFile(path, join(from.dir, path), size)),
  ];
  mkdirSync(dirname(file), { recursive: true });
  const part = join(dirname(file), `.${basename(file)}.${process.pid}.part`);
  try {
    const zip = createGzip({ level: constants.Z_BEST_SPEED });
    await pipeline(Readable.from(packTar(entries)), zip, createWriteStream(part, { mode: 0o600, flags: 'wx' }));
    // A link is made or refused: a file that is there is never written over.
    linkSync(part, file);
  } finally {
    rmSync(part, { force: true });
  }
  return manifest;
}

/** What of a state directory is worth keeping: everything that is neither a key, nor made anew at the next start. */
function filesOf({ dir, data, lastSeen }: StatePaths): string[] {
  const all = readdirSync(data, { withFileTypes: true, recursive: true })
    // The index of a write-ahead log is rebuilt from the log.
    .filter((entry) => entry.isFile() && !entry.name.endsWith('-shm'))
    .map((entry) => join(entry.parentPath, entry.name));
  const more = existsSync(lastSeen) ? [lastSeen] : [];
  return [...all, ...more].map((path) => relative(dir, path).split(sep).join('/')).sort();
}

/** The entries of a backup after its manifest. Throws PlainError when it is none, or one of a newer Nod. */
export async function openBackup(file: string): Promise<{ manifest: BackupManifest; rest: AsyncGenerator<TarEntry> }> {
  if (!existsSync(file)) throw new PlainError(`There is no file ${file}.`);
  const [packed, bytes] = [createReadStream(file), createGunzip()];
  // A folder, or a disk that fails, ends what reads it: a pipe alone would let the error take the process down.
  packed.once('error', (error) => bytes.destroy(error));
  const rest = unpackTar(packed.pipe(bytes));
  try {
    const first = await rest.next();
    if (first.done === true || first.value.name !== MANIFEST || first.value.size > MANIFEST_BYTES_MAX)
      throw notOurs(file);
    const parts: Uint8Array[] = [];
    for await (const part of first.value.body) parts.push(part);
    const manifest = JSON.parse(Buffer.concat(parts).toString()) as BackupManifest;
    if (manifest.format > FORMAT)
      throw new PlainError(`${basename(file)} was made by a newer Nod (${manifest.nod}). Update this one first.`);
    if (!isWellFormed(manifest)) throw notOurs(file);
    return { manifest, rest };
  } catch (error) {
    throw error instanceof PlainError ? error : notOurs(file);
  }
}

function notOurs(file: string): PlainError {
  return new PlainError(`${basename(file)} is not a backup of Nod, or it is damaged. Nothing was changed.`);
}

const SAFE_PATH = /^(data\/(?:[\w@.-]+\/)*[\w@.-]+|last-seen)$/;

function isWellFormed({ format, state, keys, files }: BackupManifest): boolean {
  return (
    format === FORMAT &&
    /^[0-9a-f]{20}$/.test(state.id) &&
    /^[0-9a-z]{4}$/.test(state.writer) &&
    Object.keys(keys).every((name) => /^[\w-]+\.key$/.test(name)) &&
    files.every(({ path, size }) => SAFE_PATH.test(path) && !path.includes('..') && Number.isSafeInteger(size))
  );
}

export async function sha256Of(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of bytes) hash.update(chunk);
  return hash.digest('hex');
}
