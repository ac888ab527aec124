import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { statePaths } from '../host/paths.ts';
import type { Command } from './command.ts';

const LINES_DEFAULT = 50;

export const logs: Command = {
  name: 'logs',
  usage: 'logs [--lines N]',
  summary: 'the errors as a list, newest last; with --json the log lines themselves',
  options: ['lines'],
  run({ stateDir, isJson, options, print }) {
    const dir = statePaths(stateDir).logs;
    const count = Number(options['lines'] ?? LINES_DEFAULT) || LINES_DEFAULT;
    const lines = tail(join(dir, isJson ? 'nod.log' : 'errors.log'), count);
    if (lines.length === 0 && !isJson) print('No errors.');
    for (const line of lines) print(line);
    return Promise.resolve(0);
  },
};

/** The last lines of a rotated file, reaching into its older generation where the newest is short. */
function tail(path: string, count: number): string[] {
  const lines = [`${path}.1`, path]
    .filter((file) => existsSync(file))
    .flatMap((file) => readFileSync(file, 'utf8').split('\n').filter(Boolean));
  return lines.slice(-count);
}
