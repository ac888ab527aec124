import { existsSync } from 'node:fs';
import { readStored } from '../host/identity.ts';
import { readLock } from '../host/lock.ts';
import { unlockKeys } from '../host/passphrase.ts';
import { keysDir, statePaths } from '../host/paths.ts';
import { PlainError } from '../host/plain-error.ts';
import { beginRotation, endRotation } from '../host/vault-keys.ts';
import type { Command } from './command.ts';
import { withProduct } from './with-product.ts';

interface Rotation {
  current: string | null;
  connections: number;
  remaining: number;
}

/** Cut off anywhere, both keys stay and everything opens; the same command then goes on. */
export const rotateKeysCommand: Command = {
  name: 'rotate-keys',
  usage: 'rotate-keys',
  summary: 'a new key for the sealed broker keys; the old one goes when nothing needs it any more',
  async run(asked) {
    const paths = statePaths(asked.stateDir);
    if (!existsSync(paths.identity)) throw new PlainError(`There is no state at ${asked.stateDir} yet.`);
    if (readLock(paths.lock)) throw new PlainError('Nod is running. Stop it first: keys are read when it starts.');
    const keys = keysDir(readStored(paths).id);
    await unlockKeys(keys);
    beginRotation(keys);
    const rotation = await withProduct(asked, ({ admin }) => admin.call<Rotation>('POST', 'rotate-keys'));
    const removed = rotation.remaining === 0 ? endRotation(keys) : 0;
    if (asked.isJson) asked.print(JSON.stringify({ ...rotation, removed }));
    else if (rotation.remaining === 0)
      asked.print(
        `${rotation.connections} connections are sealed with the new key; the old one is gone. Back up ${keys}.`,
      );
    else
      asked.print(
        `${rotation.remaining} of ${rotation.connections} connections still need the old key; it stays. Try again.`,
      );
    return rotation.remaining === 0 ? 0 : 1;
  },
};
