// `npm run mutation`: changes the checks, the limits and the sizing one small thing at a time and runs their tests against
// each; what no test notices is printed, then the score. Exit 1 below the score of `.stryker.config.json`. Arguments go to
// Stryker (`npm run mutation -- --mutate shared/risk/checks/mode.ts`). The whole is some 2,700 changes:
// 40 minutes on two crowded cores.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { onLauncherGone } from './launcher.ts';
import { rootDir } from './paths.ts';

onLauncherGone(() => process.kill(-process.pid, 'SIGKILL'));
const child = spawn(
  process.execPath,
  [
    join(rootDir, 'node_modules/@stryker-mutator/core/bin/stryker.js'),
    ...['run', '.stryker.config.json', ...process.argv.slice(2)],
  ],
  // The same cases for every change: a property that found something by luck would be no verdict on a test.
  { cwd: rootDir, stdio: 'inherit', env: { ...process.env, CI: '1' } },
);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
child.on('close', (code) => process.exit(code ?? 1));
