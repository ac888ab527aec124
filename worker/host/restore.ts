import { createHash } from 'node:crypto';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { openBackup, type BackupManifest } from './backup-file.ts';
import { storedAnew, writeStored } from './identity.ts';
import { readKeyFile } from './key-file.ts';
import { keyCheck } from './keys.ts';
import { unlockKeys } from './passphrase.ts';
import { keysDir, statePaths } from './paths.ts';
import { PlainError } from './plain-error.ts';
import type { TarEntry } from './tar.ts';

export interface RestoreRequest {
  readonly file: string;
  readonly stateDir: string;
  /** A folder with the keys, where this machine has none of this state. */
  readonly keys?: string | undefined;
  /** Asks the person for one key; undefined where nobody sits. */
  readonly askKey?: ((name: string) => Promise<string>) | undefined;
}

/** What came back. */
export interface Restored {
  readonly stateDir: string;
  readonly madeAt: string;
  readonly writer: string;
  readonly files: number;
  readonly bytes: number;
}

/**
 * Makes a state directory of a backup: checked file by file, under a new writer, in a new life, so that every account
 * reads its broker's book before anything is sent. All or nothing: until the last step nothing stands in its place.
 */
export async function restore(request: RestoreRequest): Promise<Restored> {
  const { file, stateDir } = request;
  needEmpty(stateDir);
  const { manifest, rest } = await openBackup(file);
  const keys = await findKeys(manifest, request);
  mkdirSync(dirname(stateDir), { recursive: true });
  const draft = `${stateDir}.restoring-${process.pid}`;
  const made: string[] = [];
  try {
    mkdirSync(draft, { mode: 0o700 });
    await unpack(manifest, rest, { draft, file });
    const stored = storedAnew(manifest.state);
    writeStored(statePaths(draft), stored);
    made.push(...placeKeys(manifest.state.id, keys));
    if (existsSync(stateDir)) rmdirSync(stateDir);
    renameSync(draft, stateDir);
    const bytes = manifest.files.reduce((sum, { size }) => sum + size, 0);
    return { stateDir, madeAt: manifest.madeAt, writer: stored.writer, files: manifest.files.length, bytes };
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    for (const path of made) rmSync(path, { force: true });
    throw error;
  }
}

function needEmpty(stateDir: string): void {
  if (!existsSync(stateDir)) return;
  if (readdirSync(stateDir).length > 0)
    throw new PlainError(
      `${stateDir} is not empty, and a restore never writes over a state. Name another one with --state DIR.`,
    );
}

async function unpack(
  { files }: BackupManifest,
  entries: AsyncGenerator<TarEntry>,
  { draft, file }: { draft: string; file: string },
): Promise<void> {
  const damaged = (): PlainError =>
    new PlainError(`${basename(file)} is damaged: it does not hold what was put into it. Nothing was changed.`);
  const expected = new Map(files.map((entry) => [entry.path, entry]));
  for (;;) {
    const next = await entries.next().catch(() => {
      throw damaged();
    });
    if (next.done === true) break;
    const { name, size, body } = next.value;
    const wanted = expected.get(name);
    if (wanted?.size !== size) throw damaged();
    expected.delete(name);
    const path = join(draft, name);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const hash = createHash('sha256');
    const hashed = async function* (): AsyncGenerator<Uint8Array> {
      try {
        for await (const chunk of body) {
          hash.update(chunk);
          yield chunk;
        }
      } catch {
        throw damaged();
      }
    };
    await pipeline(Readable.from(hashed()), createWriteStream(path, { mode: 0o600, flags: 'wx' }));
    if (hash.digest('hex') !== wanted.sha256) throw damaged();
  }
  if (expected.size > 0) throw damaged();
}

/** A key file as it is put where a start looks for it. */
interface Key {
  readonly text: string;
}

/** Every key the data needs, the right one: of this machine, of the folder that was named, or typed. */
async function findKeys(
  { state, keys: checks }: BackupManifest,
  { keys: folder, askKey }: RestoreRequest,
): Promise<Map<string, Key>> {
  const found = new Map<string, Key>();
  const home = keysDir(state.id);
  for (const [name, check] of Object.entries(checks)) {
    const path = [home, ...(folder === undefined ? [] : [folder, join(folder, state.id)])]
      .map((dir) => join(dir, name))
      .find((candidate) => existsSync(candidate));
    if (path === undefined && askKey === undefined)
      throw new PlainError(
        `The key ${name} of this backup is not on this machine. Bring the folder ${home} along from where the backup was made and name it with --keys DIR. Nothing was changed.`,
      );
    if (path !== undefined) await unlockKeys(dirname(path));
    const key = path === undefined ? ((await askKey?.(name)) ?? '').trim() : readKeyFile(path);
    if (keyCheck(name, key) !== check)
      throw new PlainError(`The key ${path ?? name} is not the one this backup needs. Nothing was changed.`);
    // Sealed with a passphrase it stays so.
    found.set(name, { text: path === undefined ? key : readFileSync(path, 'utf8').trim() });
  }
  return found;
}

/** Puts keys where a start looks for them; answers those that were not there yet. */
function placeKeys(stateId: string, keys: ReadonlyMap<string, Key>): string[] {
  const dir = keysDir(stateId);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  return [...keys].flatMap(([name, { text }]) => {
    const path = join(dir, name);
    if (existsSync(path)) return [];
    writeFileSync(path, `${text}\n`, { mode: 0o600, flag: 'wx' });
    return [path];
  });
}
