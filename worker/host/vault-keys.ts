import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readKeyFile, writeKeyFile } from './key-file.ts';
import { PlainError } from './plain-error.ts';

/** `vault.key` is the first, `vault-2.key` the second; the newest one seals, all of them open. */
const FIRST = 'vault.key';
const FILE = /^vault(?:-([1-9]\d{0,3}))?\.key$/;

/**
 * The keys that seal credentials, as the Worker's settings: `KEK_<n>` by number and `KEK_CURRENT`. A key of an existing
 * state is never made anew: what is sealed under a lost one stays lost, and a new one would hide that.
 */
export function openVaultKeys(keysDir: string, mayMake: boolean): Record<string, string> {
  if (numbers(keysDir).length === 0) {
    if (!mayMake)
      throw new PlainError(
        `The key ${join(keysDir, FIRST)} of this state is not on this machine. Bring the folder along from where the state was made, or begin anew with --fresh.`,
      );
    makeKey(keysDir, 1);
  }
  const found = numbers(keysDir);
  const settings = Object.fromEntries(found.map((number) => [`KEK_${number}`, readKey(keysDir, number)]));
  return { ...settings, KEK_CURRENT: `KEK_${found.at(-1) ?? 1}` };
}

/** Adds a key that seals from the next start on; with two keys there already, the rotation that was begun goes on. */
export function beginRotation(keysDir: string): void {
  const found = numbers(keysDir);
  if (found.length === 0) throw new PlainError(`There is no vault key in ${keysDir} to begin with.`);
  if (found.length === 1) makeKey(keysDir, (found[0] ?? 1) + 1);
}

/** Removes what is older than the newest key; nothing may be sealed under them any more. Answers how many. */
export function endRotation(keysDir: string): number {
  const old = numbers(keysDir).slice(0, -1);
  for (const number of old) rmSync(join(keysDir, fileOf(number)));
  return old.length;
}

function numbers(keysDir: string): number[] {
  return readdirSync(keysDir)
    .flatMap((name) => {
      const match = FILE.exec(name);
      return match === null ? [] : [Number(match[1] ?? 1)];
    })
    .sort((a, b) => a - b);
}

function fileOf(number: number): string {
  return number === 1 ? FIRST : `vault-${number}.key`;
}

function makeKey(keysDir: string, number: number): void {
  const path = join(keysDir, fileOf(number));
  if (!existsSync(path)) writeKeyFile(path, randomBytes(32).toString('hex'));
}

function readKey(keysDir: string, number: number): string {
  return readKeyFile(join(keysDir, fileOf(number)));
}
