import { resolve } from 'node:path';
import { askHidden, canAsk } from '../host/ask-hidden.ts';
import { calledFrom } from '../host/paths.ts';
import { PlainError } from '../host/plain-error.ts';
import { restore } from '../host/restore.ts';
import type { Command } from './command.ts';

export const restoreCommand: Command = {
  name: 'restore',
  usage: 'restore FILE.tar.gz [--keys DIR]',
  summary: 'a new state from a backup; needs its keys, and asks the broker before anything is sent',
  options: ['keys'],
  async run({ stateDir, args, options, isJson, print }) {
    const [file] = args;
    if (file === undefined) throw new PlainError('Which file? npm run nod -- restore FILE.tar.gz [--state DIR]');
    const keys = options['keys'];
    const done = await restore({
      file: resolve(calledFrom, file),
      stateDir,
      keys: keys === undefined ? undefined : resolve(calledFrom, keys),
      askKey: canAsk() ? (name) => askHidden(`The key ${name} (64 characters; it is not shown): `) : undefined,
    });
    if (isJson) {
      print(JSON.stringify(done));
      return 0;
    }
    print(`Restored to ${done.stateDir} from ${done.madeAt}; it writes orders as ${done.writer} from now on.`);
    print(
      'At its first start every account reads its broker’s book before anything is sent. Do not run the old state beside it.',
    );
    return 0;
  },
};
