import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { keysDir } from './paths.ts';

/** Made anew at any start: nothing that is stored needs it. */
const HOME_KEY = 'home.key';

/** The files of a state's keys folder without which its data cannot be read. */
export function keyNames(stateId: string): string[] {
  return sealedNames(keysDir(stateId));
}

/** The same by their folder: what a passphrase seals. */
export function sealedNames(dir: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .filter((name) => name.endsWith('.key') && name !== HOME_KEY)
    .sort();
}

/** Tells whether a key is the right one without telling the key: 64 bits of the hash of 256 random ones. */
export function keyCheck(name: string, key: string): string {
  return createHash('sha256').update(`nod ${name} ${key.trim()}`).digest('hex').slice(0, 16);
}
