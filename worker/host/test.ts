// `npm test`: every test, then one plain line with the counts. Arguments go to vitest (`npm test -- worker/host`).
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.ts';
import { onLauncherGone } from './launcher.ts';
import { buildDir, rootDir } from './paths.ts';
import { lineOf } from './plain-error.ts';

const say = (line: string) => process.stdout.write(line + '\n');
const report = join(buildDir, `tests-${process.pid}.json`);
const args = process.argv.slice(2);

onLauncherGone(() => process.kill(-process.pid, 'SIGKILL'));
try {
  // The browser tests start the product; built here once, it is ready for them in a moment. The first build also makes the
  // settings that every test of the web app is read with.
  if (args.length === 0 || !existsSync(join(rootDir, 'web/node_modules/$app'))) await build(say);
} catch (error) {
  process.stderr.write(lineOf(error) + '\n');
  say('0 passed, 1 failed');
  process.exit(1);
}
mkdirSync(buildDir, { recursive: true });

const child = spawn(
  process.execPath,
  [
    join(rootDir, 'node_modules/vitest/vitest.mjs'),
    'run',
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    ...args,
  ],
  { cwd: rootDir, stdio: 'inherit', env: { ...process.env, WRANGLER_SEND_METRICS: 'false' } },
);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
child.on('close', (code) => {
  const { passed, failed } = counts(code);
  say(`${passed} passed, ${failed} failed`);
  rmSync(report, { force: true });
  process.exit(code === 0 && failed === 0 ? 0 : 1);
});

/** A file that could not even be loaded counts as one failure, and so does a run that ended without a report. */
function counts(code: number | null): { passed: number; failed: number } {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
      numPassedTests: number;
      numFailedTests: number;
      testResults: { status: string; assertionResults: unknown[] }[];
    };
    const unloaded = testResults.filter(
      (file) => file.status === 'failed' && file.assertionResults.length === 0,
    ).length;
    const failed = numFailedTests + unloaded;
    return { passed: numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
