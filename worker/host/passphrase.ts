import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { askHidden, canAsk } from './ask-hidden.ts';
import { isSealed, notThis, opens, usePassphrase, usesPassphrase } from './key-file.ts';
import { sealedNames } from './keys.ts';
import { PlainError } from './plain-error.ts';

const TRIES = 3;

/**
 * Gets the passphrase of a folder of keys where one is needed: from NOD_PASSPHRASE, from the descriptor that
 * NOD_PASSPHRASE_FD names, or by asking whoever sits there. Never from the command line, which every process of the
 * machine can read. A wrong one changes nothing.
 */
export async function unlockKeys(dir: string): Promise<void> {
  // Taken out of the environment also where nothing is sealed.
  const given = givenPassphrase('NOD_PASSPHRASE');
  if (usesPassphrase(dir) || !sealedNames(dir).some((name) => isSealed(join(dir, name)))) return;
  if (given !== null) {
    if (!tryPassphrase(dir, given)) throw new PlainError(notThis(dir));
    return;
  }
  if (!canAsk())
    throw new PlainError(
      `The keys in ${dir} are sealed with a passphrase, and nobody is here to type it. Give it in NOD_PASSPHRASE, or in a descriptor that NOD_PASSPHRASE_FD names.`,
    );
  for (let left = TRIES; left > 0; left -= 1) {
    const typed = await askHidden('Passphrase of the keys (it is not shown): ');
    if (tryPassphrase(dir, typed)) return;
    process.stderr.write('That is not it.\n');
  }
  throw new PlainError(notThis(dir));
}

/**
 * Takes a passphrase into use where it opens every sealed file of the folder; where a change was cut off, what was
 * prepared beside a file counts for it. False: it does not, and nothing was done.
 */
export function tryPassphrase(dir: string, passphrase: string): boolean {
  const sealed = sealedNames(dir)
    .map((name) => join(dir, name))
    .filter(isSealed);
  const opensPrepared = (path: string): boolean => isSealed(`${path}.new`) && opens(`${path}.new`, passphrase);
  if (!sealed.every((path) => opens(path, passphrase) || opensPrepared(path))) return false;
  usePassphrase(dir, passphrase);
  return true;
}

const read = new Map<string, string>();

/** What stands in the environment or the descriptor it names; taken out, so that no child process inherits it. */
export function givenPassphrase(name: 'NOD_PASSPHRASE' | 'NOD_NEW_PASSPHRASE'): string | null {
  const known = read.get(name);
  if (known !== undefined) return known;
  const [direct, fd] = [process.env[name], process.env[`${name}_FD`]];
  Reflect.deleteProperty(process.env, name);
  Reflect.deleteProperty(process.env, `${name}_FD`);
  const found = direct ?? (fd === undefined ? undefined : fromDescriptor(name, fd));
  if (found === undefined || found === '') return null;
  read.set(name, found);
  return found;
}

function fromDescriptor(name: string, text: string): string {
  const fd = /^\d{1,4}$/.test(text) ? Number(text) : null;
  try {
    if (fd !== null) return readFileSync(fd, 'utf8').replace(/\r?\n$/, '');
  } catch {
    // Told below.
  }
  throw new PlainError(`Nothing can be read from descriptor ${text}, which ${name}_FD names.`);
}
