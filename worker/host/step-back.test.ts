import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { constants, getPriority } from 'node:os';
import { expect, it } from 'vitest';
import { stepBack } from './step-back.ts';

/** Its priority, and its class as Linux counts them: 5 is for what runs while nobody else wants to. */
async function standingOf(name: string): Promise<{ priority: number; policy: string | undefined }> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)', name]);
  await once(child, 'spawn');
  try {
    const stat = process.platform === 'linux' ? readFileSync(`/proc/${child.pid}/stat`, 'utf8') : '';
    return { priority: getPriority(child.pid), policy: stat.split(') ').at(-1)?.split(' ')[38] };
  } finally {
    child.kill('SIGKILL');
  }
}
const canBeIdle = spawnSync('chrt', ['-i', '0', 'true']).status === 0;

it('lets heavy work step back, and nothing else', async () => {
  const here = getPriority();
  const stop = stepBack((args) => args.includes('heavy'));
  try {
    const heavy = await standingOf('heavy');
    expect(heavy.priority).toBe(Math.max(here, constants.priority.PRIORITY_BELOW_NORMAL));
    if (canBeIdle) expect(heavy.policy).toBe('5');
    const urgent = await standingOf('urgent');
    expect(urgent.priority).toBe(here);
    if (canBeIdle) expect(urgent.policy).toBe('0');
  } finally {
    stop();
  }
  expect((await standingOf('heavy')).priority).toBe(here);
});
