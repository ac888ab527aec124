import { resolve } from 'node:path';
import { backUp } from '../host/backup.ts';
import { calledFrom } from '../host/paths.ts';
import type { Command } from './command.ts';

export const backup: Command = {
  name: 'backup',
  usage: 'backup [FILE.tar.gz]',
  summary: 'everything in one file, without the keys; a running product stands still for a few seconds',
  async run({ stateDir, args, isJson, print, say }) {
    const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-');
    const file = resolve(calledFrom, args[0] ?? `nod-backup-${stamp}.tar.gz`);
    say('Backing up; orders wait until it is copied…');
    const made = await backUp(stateDir, file);
    if (isJson) {
      print(JSON.stringify(made));
      return 0;
    }
    const stood = made.stoodStillMs === 0 ? '' : ` Nod stood still for ${(made.stoodStillMs / 1000).toFixed(1)} s.`;
    print(`${made.file}: ${(made.bytes / 1e6).toFixed(1)} MB.${stood}`);
    print('The keys are not in it. Keep a copy of the keys folder elsewhere: without it nobody can restore this.');
    return 0;
  },
};
