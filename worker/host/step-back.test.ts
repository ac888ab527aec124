import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants, getPriority } from 'node:os';
import { expect, it } from 'vitest';
import { stepBack } from './step-back.ts';

async function priorityOf(name: string): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)', name]);
  await once(child, 'spawn');
  try {
    return getPriority(child.pid);
  } finally {
    child.kill('SIGKILL');
  }
}

it('lets heavy work step back, and nothing else', async () => {
  const here = getPriority();
  const stop = stepBack((args) => args.includes('heavy'));
  try {
    expect(await priorityOf('heavy')).toBe(Math.max(here, constants.priority.PRIORITY_BELOW_NORMAL));
    expect(await priorityOf('urgent')).toBe(here);
  } finally {
    stop();
  }
  expect(await priorityOf('heavy')).toBe(here);
});
