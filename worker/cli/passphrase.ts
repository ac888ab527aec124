import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { askHidden, canAsk } from '../host/ask-hidden.ts';
import { readStored } from '../host/identity.ts';
import { resealKeyFiles } from '../host/key-file.ts';
import { sealedNames } from '../host/keys.ts';
import { readLock } from '../host/lock.ts';
import { givenPassphrase, unlockKeys } from '../host/passphrase.ts';
import { keysDir, statePaths } from '../host/paths.ts';
import { PlainError } from '../host/plain-error.ts';
import type { Command } from './command.ts';

const LENGTH_MIN = 12;

export const passphraseCommand: Command = {
  name: 'passphrase',
  usage: 'passphrase [--remove]',
  summary: 'seals the keys of this state with a passphrase that every start asks for; another one, or none any more',
  flags: ['remove'],
  async run(asked) {
    const paths = statePaths(asked.stateDir);
    if (!existsSync(paths.identity)) throw new PlainError(`There is no state at ${asked.stateDir} yet.`);
    if (readLock(paths.lock)) throw new PlainError('Nod is running. Stop it first: keys are read when it starts.');
    const dir = keysDir(readStored(paths).id);
    await unlockKeys(dir);
    const next = asked.options['remove'] === 'true' ? null : await newPassphrase();
    resealKeyFiles(
      sealedNames(dir).map((name) => join(dir, name)),
      next,
    );
    if (asked.isJson) asked.print(JSON.stringify({ keys: dir, sealed: next !== null }));
    else if (next === null) asked.print(`The keys in ${dir} lie open again, readable by you alone.`);
    else asked.print(`The keys in ${dir} are sealed. Keep the passphrase apart: without it nothing opens them.`);
    return 0;
  },
};

async function newPassphrase(): Promise<string> {
  const given = givenPassphrase('NOD_NEW_PASSPHRASE');
  if (given === null && !canAsk())
    throw new PlainError('Nobody is here to type a new passphrase. Give it in NOD_NEW_PASSPHRASE.');
  const next = given ?? (await askHidden(`New passphrase, at least ${LENGTH_MIN} characters (it is not shown): `));
  if (next.length < LENGTH_MIN)
    throw new PlainError(`A passphrase has at least ${LENGTH_MIN} characters. Nothing was changed.`);
  if (given === null && (await askHidden('Once more: ')) !== next)
    throw new PlainError('The two are not the same. Nothing was changed.');
  return next;
}
