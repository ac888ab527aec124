import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';

const LONG = 1_000_000;

/** A process that writes a long line and leaves; its reader takes its time, or goes away. */
function writes(): ReturnType<typeof spawn> {
  const leaving = JSON.stringify(join(import.meta.dirname, 'leave.ts'));
  const script = `const { leave } = await import(${leaving}); process.stdout.write('x'.repeat(${LONG})); await leave(3);`;
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

it('everything that was printed reaches a slow reader before the process ends', async () => {
  const child = writes();
  const code = new Promise((resolve) => child.once('exit', resolve));
  await wait(200);
  let read = 0;
  for await (const chunk of child.stdout ?? []) read += (chunk as Buffer).length;
  expect(read).toBe(LONG);
  expect(await code).toBe(3);
});

it('a reader that goes away is no failure', async () => {
  const child = writes();
  const code = new Promise((resolve) => child.once('exit', resolve));
  child.stdout?.destroy();
  expect(await code).toBe(3);
});
