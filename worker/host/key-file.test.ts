import { spawnSync } from 'node:child_process';
import {
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
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { backUp } from './backup.ts';
import { openIdentity, readStored } from './identity.ts';
import { isSealed, opens, readKeyFile, resealKeyFiles, usePassphrase, writeKeyFile } from './key-file.ts';
import { sealedNames } from './keys.ts';
import { tryPassphrase, unlockKeys } from './passphrase.ts';
import { keysDir, rootDir, statePaths } from './paths.ts';
import { restore } from './restore.ts';
import { beginRotation, openVaultKeys } from './vault-keys.ts';

const FIRST = 'correct horse battery staple';
const SECOND = '열두 글자가 넘는 암호 문장이에요';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'nod-passphrase-'));
  vi.stubEnv('XDG_CONFIG_HOME', join(dir, 'config'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(dir, { recursive: true, force: true });
});

/** A new state, and the folder of its keys. */
function aState(name = 'state') {
  const paths = statePaths(join(dir, name));
  const identity = openIdentity(paths, 1);
  const keys = keysDir(identity.id);
  const files = () => sealedNames(keys).map((file) => join(keys, file));
  const bytes = () => Object.fromEntries(files().map((path) => [path, readFileSync(path, 'utf8')]));
  const seal = (passphrase: string | null) => resealKeyFiles(files(), passphrase);
  /** As the next process finds it. */
  const forget = () => usePassphrase(keys, null);
  return { paths, identity, keys, files, bytes, seal, forget };
}

/** A command in a process of its own, as a person starts it. */
function nod(args: readonly string[], env: Record<string, string> = {}, input = '') {
  const { NOD_CALLED_FROM: _, ...mine } = process.env;
  const run = spawnSync(process.execPath, [join(rootDir, 'worker/host/start.mjs'), 'nod', ...args], {
    env: { ...mine, ...env },
    input,
    encoding: 'utf8',
  });
  return { code: run.status, said: run.stdout + run.stderr };
}

test('sealed keys say nothing, open with their passphrase alone, and are the same as before', () => {
  const { paths, identity, keys, files, bytes, seal, forget } = aState();
  seal(FIRST);
  for (const [path, text] of Object.entries(bytes())) {
    expect(isSealed(path)).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    for (const key of [identity.auditKey, identity.vaultKeys['KEK_1'] ?? '?']) expect(text).not.toContain(key);
  }
  const before = bytes();
  for (const wrong of [undefined, SECOND, `${FIRST} `]) {
    usePassphrase(keys, wrong ?? null);
    expect(() => openIdentity(paths, 2)).toThrow('not the passphrase');
  }
  expect(bytes(), 'a wrong one damages nothing').toEqual(before);
  forget();
  usePassphrase(keys, FIRST);
  const { auditKey, vaultKeys } = identity;
  expect(openIdentity(paths, 3)).toMatchObject({ auditKey, vaultKeys, isNew: false });
  seal(null);
  forget();
  expect(openIdentity(paths, 4)).toMatchObject({ auditKey, vaultKeys });
  expect(files().some(isSealed)).toBe(false);
});

test('a sealed key is not taken for another, and a damaged one is not opened', () => {
  const { keys, seal } = aState();
  seal(FIRST);
  const [audit, vault] = [join(keys, 'audit.key'), join(keys, 'vault.key')];
  const text = readFileSync(vault, 'utf8');
  writeFileSync(audit, text);
  expect(opens(audit, FIRST)).toBe(false);
  writeFileSync(
    vault,
    text.replace(/.\n$/, (end) => (end === '0\n' ? '1\n' : '0\n')),
  );
  expect(opens(vault, FIRST)).toBe(false);
  writeFileSync(vault, text.slice(0, 60));
  expect(() => readKeyFile(vault)).toThrow('damaged');
  writeFileSync(vault, text.replace(':131072:', ':99999999:'));
  expect(() => readKeyFile(vault), 'not at any cost').toThrow('damaged');
});

test('a change of the passphrase that was cut off anywhere leaves one that opens everything', () => {
  const { paths, identity, files, bytes, seal, forget, keys } = aState();
  seal(FIRST);
  const former = bytes();
  seal(SECOND);
  const next = bytes();
  const count = files().length;
  expect(count).toBeGreaterThan(1);
  // `prepared` files had been written beside, of which the first `renamed` had taken their places.
  for (let prepared = 0; prepared <= count; prepared += 1)
    for (let renamed = 0; renamed <= (prepared === count ? count : 0); renamed += 1) {
      for (const [at, path] of Object.keys(former).entries()) {
        writeFileSync(path, (at < renamed ? next[path] : former[path]) ?? '');
        rmSync(`${path}.new`, { force: true });
        if (at < prepared && at >= renamed) writeFileSync(`${path}.new`, next[path] ?? '');
      }
      const opened = [];
      for (const passphrase of [FIRST, SECOND]) {
        forget();
        if (!tryPassphrase(keys, passphrase)) continue;
        expect(openIdentity(paths, 2).auditKey).toBe(identity.auditKey);
        opened.push(passphrase);
      }
      expect(opened.length, `${prepared} prepared, ${renamed} renamed`).toBeGreaterThan(0);
    }
});

test('a key that is added while they are sealed is sealed too', () => {
  const { keys, seal, forget } = aState();
  seal(FIRST);
  beginRotation(keys);
  expect(isSealed(join(keys, 'vault-2.key'))).toBe(true);
  expect(openVaultKeys(keys, false)).toMatchObject({ KEK_CURRENT: 'KEK_2' });
  forget();
  expect(() => openVaultKeys(keys, false)).toThrow('not the passphrase');
  expect(() => writeKeyFile(join(keys, 'vault-2.key'), 'x'), 'nothing is written over').toThrow('EEXIST');
});

test('a backup knows its keys, sealed or not, and a restore elsewhere keeps them sealed', async () => {
  const { paths, identity, keys, seal } = aState();
  mkdirSync(paths.data, { recursive: true });
  writeFileSync(join(paths.data, 'something'), 'x');
  const open = join(dir, 'open.tar.gz');
  await backUp(paths.dir, open);
  seal(FIRST);
  const sealed = join(dir, 'sealed.tar.gz');
  await backUp(paths.dir, sealed);
  const brought = join(dir, 'brought');
  renameSync(keys, brought);
  usePassphrase(brought, FIRST);
  for (const [at, file] of [open, sealed].entries()) {
    const stateDir = join(dir, `restored-${at}`);
    await restore({ file, stateDir, keys: brought });
    const home = keysDir(readStored(statePaths(stateDir)).id);
    expect(sealedNames(home).every((name) => isSealed(join(home, name)))).toBe(true);
    usePassphrase(home, FIRST);
    expect(openIdentity(statePaths(stateDir), 2).auditKey).toBe(identity.auditKey);
    rmSync(home, { recursive: true });
  }
});

test('nobody there to type it is told how to give it', async () => {
  const { keys, seal, forget } = aState();
  seal(FIRST);
  forget();
  await expect(unlockKeys(keys)).rejects.toThrow('NOD_PASSPHRASE');
});

test('the command seals, a start with a wrong one or none says so and changes nothing, a descriptor will do', () => {
  const { paths, keys, bytes } = aState();
  const state = ['--state', paths.dir];
  expect(nod(['passphrase', ...state], { NOD_NEW_PASSPHRASE: 'short' })).toMatchObject({ code: 1 });
  expect(nod(['passphrase', ...state, FIRST]).code, 'never as an argument').toBe(1);
  expect(readFileSync(join(keys, 'vault.key'), 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
  const sealed = nod(['passphrase', ...state], { NOD_NEW_PASSPHRASE: FIRST });
  expect(sealed, sealed.said).toMatchObject({ code: 0 });
  expect(sealed.said).not.toContain(FIRST);
  const before = bytes();
  const wrong = nod(['token', ...state], { NOD_PASSPHRASE: SECOND });
  expect(wrong.code).toBe(1);
  expect(wrong.said).toContain('not the passphrase of the keys');
  expect(wrong.said).not.toContain(SECOND);
  expect(nod(['token', ...state]).said).toContain('NOD_PASSPHRASE_FD');
  expect(bytes()).toEqual(before);
  const removed = nod(['passphrase', '--remove', ...state], { NOD_PASSPHRASE_FD: '0' }, `${FIRST}\n`);
  expect(removed, removed.said).toMatchObject({ code: 0 });
  expect(readdirSync(keys).filter((name) => isSealed(join(keys, name)))).toEqual([]);
});
