// `npm run nod -- COMMAND`: one file per command beside this one, each hung in here by a line.
import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import { calledFrom } from '../host/paths.ts';
import { lineOf, PlainError } from '../host/plain-error.ts';
import type { Command } from './command.ts';
import { anchorAuditCommand } from './anchor-audit.ts';
import { backtestCommand } from './backtest.ts';
import { analyseCommand } from './analyse.ts';
import { monteCarloCommand } from './monte-carlo.ts';
import { walkForwardCommand } from './walk-forward.ts';
import { backup } from './backup.ts';
import { doctor } from './doctor.ts';
import { exportCommand } from './export.ts';
import { gridCommand } from './grid.ts';
import { importCommand } from './import.ts';
import { indicatorsCommand } from './indicators.ts';
import { leave } from './leave.ts';
import { link } from './link.ts';
import { logs } from './logs.ts';
import { passphraseCommand } from './passphrase.ts';
import { restoreCommand } from './restore.ts';
import { rotateKeysCommand } from './rotate-keys.ts';
import { screenCommand } from './screen.ts';
import { simulate } from './simulate.ts';
import { token } from './token.ts';

const commands: readonly Command[] = [
  analyseCommand,
  backtestCommand,
  gridCommand,
  walkForwardCommand,
  monteCarloCommand,
  token,
  link,
  doctor,
  logs,
  importCommand,
  indicatorsCommand,
  exportCommand,
  backup,
  restoreCommand,
  rotateKeysCommand,
  passphraseCommand,
  anchorAuditCommand,
  screenCommand,
  simulate,
];

const [name = 'help', ...argv] = process.argv.slice(2);
await leave(await main());

async function main(): Promise<number> {
  if (name === 'help' || name === '--help') {
    process.stdout.write(help());
    return 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  try {
    if (!command) throw new PlainError(`There is no command ${name}. ${names()}`);
    const { values, positionals } = parse(command);
    const { state, json, ...options } = values;
    return await command.run({
      stateDir: resolve(calledFrom, typeof state === 'string' ? state : '.nod'),
      isJson: json === true,
      args: positionals,
      options: Object.fromEntries(Object.entries(options).map(([key, value]) => [key, String(value)])),
      print: (line) => process.stdout.write(line + '\n'),
      say: (line) => process.stderr.write(line + '\n'),
    });
  } catch (error) {
    process.stderr.write(lineOf(error) + '\n');
    return 1;
  }
}

function parse(command: Command) {
  try {
    return parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        state: { type: 'string' },
        json: { type: 'boolean' },
        ...Object.fromEntries((command.options ?? []).map((option) => [option, { type: 'string' as const }])),
        ...Object.fromEntries((command.flags ?? []).map((flag) => [flag, { type: 'boolean' as const }])),
      },
    });
  } catch (error) {
    throw new PlainError(`${(error as Error).message.split('. To specify')[0] ?? ''}. Usage: ${command.usage}`);
  }
}

function names(): string {
  return `Commands: ${commands.map((command) => command.name).join(', ')}.`;
}

function help(): string {
  const width = Math.max(...commands.map(({ usage }) => usage.length));
  const lines = commands.map(({ usage, summary }) => `  ${usage.padEnd(width)}  ${summary}`);
  return ['npm run nod -- COMMAND [--state DIR] [--json]', '', ...lines, ''].join('\n');
}
