import { constants, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeBackup } from './backup-file.ts';
import { freeBytes } from './disk.ts';
import { readStored } from './identity.ts';
import { askHost } from './host-door.ts';
import { takeLock } from './lock.ts';
import { unlockKeys } from './passphrase.ts';
import { keysDir, statePaths, type StatePaths } from './paths.ts';
import { PlainError } from './plain-error.ts';
import { endLeftovers } from './watchdog.ts';

/** What a backup came to. */
export interface Backup {
  readonly file: string;
  readonly files: number;
  readonly bytes: number;
  /** How long the product did not answer, in ms; 0 when it was not running. */
  readonly stoodStillMs: number;
  /** False: an order was still without its broker's answer after the wait; the next start asks for it. */
  readonly drained: boolean;
}

/** Room that stays free beside a copy and its archive. */
const ROOM_BYTES = 64 * 1024 * 1024;

/** Backs up a state directory, whether a product runs on it or not. */
export async function backUp(stateDir: string, file: string): Promise<Backup> {
  const paths = statePaths(stateDir);
  if (!existsSync(paths.identity)) throw new PlainError(`There is no state at ${stateDir}.`);
  if (existsSync(file)) throw new PlainError(`${file} is there already; a backup never writes over a file.`);
  const lock = takeLock(paths.lock, process.pid);
  if (!lock.ok) return askHost<Backup>(paths, lock.error.pid, { kind: 'backup', file });
  try {
    // Nobody runs on it, and nobody can begin while this process holds the lock.
    await endLeftovers(paths.runtimePids);
    await unlockKeys(keysDir(readStored(paths).id));
    const { files } = await writeBackup(paths, readStored(paths), file);
    return { file, files: files.length, bytes: statSync(file).size, stoodStillMs: 0, drained: true };
  } finally {
    lock.value.release();
  }
}

/** What the host of a running product lends. */
export interface Standing {
  readonly paths: StatePaths;
  /** Nothing leaves from now on; whether everything that had left has its answer. */
  drain(): Promise<boolean>;
  /** Sending goes on, in case it does not come to standing still. */
  resume(): Promise<void>;
  /** Stops the runtime, does the work, starts it again. */
  standStill(work: () => void): Promise<void>;
}

/** The same from inside the host: drained, stopped, copied, resumed; packed and checked while it runs again. */
export async function backUpRunning({ paths, ...host }: Standing, file: string): Promise<Backup> {
  if (existsSync(file)) throw new PlainError(`${file} is there already; a backup never writes over a file.`);
  needRoom(paths, file);
  const copy = statePaths(paths.backup);
  rmSync(copy.dir, { recursive: true, force: true });
  let hasStood = false;
  try {
    const drained = await host.drain();
    const startMs = performance.now();
    hasStood = true;
    await host.standStill(() => {
      copyFiles(paths.data, copy.data);
      if (existsSync(paths.lastSeen)) copyFileSync(paths.lastSeen, copy.lastSeen);
    });
    const stoodStillMs = Math.round(performance.now() - startMs);
    const { files } = await writeBackup(copy, readStored(paths), file);
    return { file, files: files.length, bytes: statSync(file).size, stoodStillMs, drained };
  } finally {
    rmSync(copy.dir, { recursive: true, force: true });
    if (!hasStood) await host.resume();
  }
}

function needRoom({ dir, data }: StatePaths, file: string): void {
  const bytes = bytesIn(data);
  const places = [dir, dirname(file)].filter((place) => existsSync(place));
  for (const place of places) {
    if (freeBytes(place) < 2 * bytes + ROOM_BYTES)
      throw new PlainError(
        `The disk is too full at ${place} for a backup of ${Math.ceil(bytes / 1e6)} MB. Nothing was changed.`,
      );
  }
}

function bytesIn(dir: string): number {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

/** Where the file system can, the copy shares its blocks with what it was made from and costs no time. */
function copyFiles(from: string, to: string): void {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyFiles(source, target);
    else if (entry.isFile()) copyFileSync(source, target, constants.COPYFILE_FICLONE);
  }
}
