import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { backUp, backUpRunning } from './backup.ts';
import { openIdentity } from './identity.ts';
import { takeLock } from './lock.ts';
import { keysDir, statePaths } from './paths.ts';
import { restore } from './restore.ts';

let dir: string;
let stateDir: string;
let file: string;
const OBJECT = `do/nod-AccountObject/${'ab'.repeat(32)}.sqlite`;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'nod-backup-'));
  vi.stubEnv('XDG_CONFIG_HOME', join(dir, 'config'));
  stateDir = join(dir, 'state');
  file = join(dir, 'backup.tar.gz');
  const paths = statePaths(stateDir);
  openIdentity(paths, 1);
  mkdirSync(join(paths.data, 'do/nod-AccountObject'), { recursive: true });
  writeFileSync(join(paths.data, OBJECT), Buffer.alloc(5_000, 7));
  writeFileSync(join(paths.data, `${OBJECT}-wal`), 'what is not yet in the file');
  writeFileSync(join(paths.data, `${OBJECT}-shm`), 'rebuilt');
  writeFileSync(join(paths.data, 'empty'), '');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true, force: true });
});

const stored = (at: string) =>
  JSON.parse(readFileSync(statePaths(at).identity, 'utf8')) as { id: string; writer: string; life: string };
const target = () => join(dir, 'restored');

test('what is backed up comes back byte by byte, under a new writer and in a new life', async () => {
  await backUp(stateDir, file);
  const done = await restore({ file, stateDir: target() });
  const [before, after] = [stored(stateDir), stored(target())];
  expect(after.id).toBe(before.id);
  expect(after).toMatchObject({ writer: done.writer, formerWriters: [before.writer] });
  expect(after.writer).not.toBe(before.writer);
  expect(after.life).not.toBe(before.life);
  for (const name of [OBJECT, `${OBJECT}-wal`, 'empty'])
    expect(readFileSync(join(target(), 'data', name))).toEqual(readFileSync(join(stateDir, 'data', name)));
  expect(existsSync(join(target(), 'data', `${OBJECT}-shm`))).toBe(false);
  expect(openIdentity(statePaths(target()), 2)).toMatchObject({ isNew: false, isCopy: false, life: after.life });
});

test('no key is in the file, and nobody else can read it', async () => {
  await backUp(stateDir, file);
  const whole = gunzipSync(readFileSync(file)).toString('latin1');
  const { id } = stored(stateDir);
  const keys = readdirSync(keysDir(id)).map((name) => readFileSync(join(keysDir(id), name), 'utf8').trim());
  for (const key of [...keys, readFileSync(statePaths(stateDir).adminKey, 'utf8').trim()])
    expect(whole).not.toContain(key);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('without the keys of the state it is refused, with the folder that holds them it comes back', async () => {
  await backUp(stateDir, file);
  const keys = keysDir(stored(stateDir).id);
  vi.stubEnv('XDG_CONFIG_HOME', join(dir, 'another-machine'));
  await expect(restore({ file, stateDir: target() })).rejects.toThrow('is not on this machine');
  expect(existsSync(target())).toBe(false);
  await restore({ file, stateDir: target(), keys });
  expect(openIdentity(statePaths(target()), 2).vaultKeys['KEK_1']).toBe(
    readFileSync(join(keys, 'vault.key'), 'utf8').trim(),
  );
});

test('a key that is typed has to be the right one', async () => {
  await backUp(stateDir, file);
  const right = keysDir(stored(stateDir).id);
  vi.stubEnv('XDG_CONFIG_HOME', join(dir, 'another-machine'));
  const askKey = async () => await Promise.resolve('0'.repeat(64));
  await expect(restore({ file, stateDir: target(), askKey })).rejects.toThrow('not the one this backup needs');
  expect(existsSync(target())).toBe(false);
  await restore({
    file,
    stateDir: target(),
    askKey: async (name) => Promise.resolve(readFileSync(join(right, name), 'utf8')),
  });
  expect(existsSync(target())).toBe(true);
});

test('a byte that changed anywhere is noticed, and nothing is left behind', async () => {
  await backUp(stateDir, file);
  const bytes = gunzipSync(readFileSync(file));
  const damaged = join(dir, 'damaged.tar.gz');
  let refused = 0;
  for (let at = 0; at < bytes.length; at += 97) {
    const copy = Buffer.from(bytes);
    copy[at] = (copy[at] ?? 0) ^ 1;
    writeFileSync(damaged, gzipSync(copy));
    // What only pads the archive may change.
    const outcome = await restore({ file: damaged, stateDir: target() }).then(
      () => 'restored',
      () => 'refused',
    );
    if (outcome === 'refused') {
      refused += 1;
      expect(existsSync(target()), `byte ${at}`).toBe(false);
    } else {
      for (const name of [OBJECT, `${OBJECT}-wal`])
        expect(readFileSync(join(target(), 'data', name))).toEqual(readFileSync(join(stateDir, 'data', name)));
      rmSync(target(), { recursive: true });
    }
  }
  expect(refused).toBeGreaterThan(40);
  expect(readdirSync(dir).filter((name) => name.includes('restoring'))).toEqual([]);
});

test('a file that was cut short is refused and leaves nothing behind', async () => {
  await backUp(stateDir, file);
  const bytes = readFileSync(file);
  const cut = join(dir, 'cut.tar.gz');
  for (const part of [0, 10, bytes.length >> 1, bytes.length - 20]) {
    writeFileSync(cut, bytes.subarray(0, part));
    await expect(restore({ file: cut, stateDir: target() }), `${part} bytes`).rejects.toThrow();
    expect(existsSync(target())).toBe(false);
  }
  expect(readdirSync(dir).filter((name) => name.includes('restoring'))).toEqual([]);
});

test('a folder is no backup, and is said so', async () => {
  await expect(restore({ file: dir, stateDir: target() })).rejects.toThrow('is not a backup of Nod');
  expect(existsSync(target())).toBe(false);
});

test('a restore never writes over a state, a backup never over a file', async () => {
  await backUp(stateDir, file);
  await expect(restore({ file, stateDir })).rejects.toThrow('is not empty');
  await expect(backUp(stateDir, file)).rejects.toThrow('is there already');
  expect(readdirSync(dir).sort()).toEqual(['backup.tar.gz', 'config', 'state']);
});

test('nobody can start on a state while it is backed up', async () => {
  const working = backUp(stateDir, file);
  expect(takeLock(statePaths(stateDir).lock, process.pid).ok).toBe(false);
  await working;
  expect(existsSync(statePaths(stateDir).lock)).toBe(false);
});

test('a running product is drained, stopped, copied and started again, in this order', async () => {
  const steps: string[] = [];
  const paths = statePaths(stateDir);
  const made = await backUpRunning(
    {
      paths,
      drain: async () => await Promise.resolve(steps.push('drain') > 0),
      resume: async () => {
        await Promise.resolve();
        steps.push('resume');
      },
      standStill: async (work) => {
        await Promise.resolve();
        steps.push('stop');
        work();
        steps.push('start');
        // From here on the state changes again; the copy does not.
        writeFileSync(join(paths.data, OBJECT), 'later');
      },
    },
    file,
  );
  expect(steps).toEqual(['drain', 'stop', 'start']);
  expect(made).toMatchObject({ drained: true, files: 3 });
  expect(existsSync(paths.backup)).toBe(false);
  await restore({ file, stateDir: target() });
  expect(readFileSync(join(target(), 'data', OBJECT))).toEqual(Buffer.alloc(5_000, 7));
});

test('a product that could not be drained goes on sending, and nothing is written', async () => {
  let resumed = 0;
  const host = {
    paths: statePaths(stateDir),
    drain: async () => await Promise.reject(new Error('no answer')),
    resume: async () => {
      await Promise.resolve();
      resumed += 1;
    },
    standStill: async () => await Promise.reject(new Error('must not stop')),
  };
  await expect(backUpRunning(host, file)).rejects.toThrow('no answer');
  expect(resumed).toBe(1);
  expect(existsSync(file)).toBe(false);
});

test('a directory that was copied begins a new life under the same writer; one that was renamed does not', () => {
  const copy = join(dir, 'copy');
  cpSync(stateDir, copy, { recursive: true });
  const [original, copied] = [openIdentity(statePaths(stateDir), 2), openIdentity(statePaths(copy), 2)];
  expect(original).toMatchObject({ isCopy: false, life: 'first' });
  expect(copied).toMatchObject({ isCopy: true, writer: original.writer });
  expect(copied.life).not.toBe(original.life);
  const moved = join(dir, 'moved');
  renameSync(copy, moved);
  expect(openIdentity(statePaths(moved), 3)).toMatchObject({ isCopy: false, life: copied.life });
});
