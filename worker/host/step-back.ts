import { spawnSync, type ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { constants, setPriority } from 'node:os';

/**
 * Processes that are started from here on, and are meant, leave the processor to others: heavy work takes what is left,
 * so that on a small machine no forecast keeps an order waiting. Answers how to stop looking out for them.
 */
export function stepBack(isMeant: (commandLine: readonly string[]) => boolean): () => void {
  const look = (message: unknown): void => {
    const { process: child } = message as { process: ChildProcess };
    // Its threads inherit it, so that it is set before there are any.
    child.once('spawn', () => {
      if (child.pid !== undefined && isMeant(child.spawnargs)) lower(child.pid);
    });
  };
  // Miniflare starts workerd itself and keeps the process to itself; Node tells of every process it makes.
  subscribe('child_process', look);
  return () => {
    unsubscribe('child_process', look);
  };
}

function lower(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Gone already, or nobody may: it computes all the same.
  }
  // Of a lower priority it still ends the slice that it has begun, 4 ms of them, while an order waits. Linux has a class
  // that gives way at once; where there is no `chrt` to say so, the priority has to do.
  if (process.platform === 'linux') spawnSync('chrt', ['-a', '-i', '-p', '0', String(pid)], { stdio: 'ignore' });
}
