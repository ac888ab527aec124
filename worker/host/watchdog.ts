import { spawn, type ChildProcess } from 'node:child_process';
import { subscribe } from 'node:diagnostics_channel';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { commandLine, isAlive } from './processes.ts';

/** Knows the runtime's processes and sees to it that none outlives this one. */
export interface Watchdog {
  /** Ids of the workerd processes that are running now. */
  pids(): number[];
  /** Ends every workerd at once; for when this process must go without ceremony. */
  killAll(): void;
  /** Everything ended in order: nobody is left to be watched. */
  stop(): void;
}

/**
 * Two nets below `kill -9` of this process. A shell waits at the end of a pipe from us: when we are gone, however, it
 * ends the runtime, so that no order is sent by a runtime without a host. And the ids lie in a file for the next start.
 */
export function startWatchdog(pidFile: string): Watchdog {
  const pids = new Set<number>();
  const shell = spawn(
    'sh',
    [
      '-c',
      'trap "" INT TERM HUP; pids=; while read -r line; do [ "$line" = done ] && exit 0; pids="$line"; done; [ -n "$pids" ] && kill -9 $pids',
    ],
    { stdio: ['pipe', 'ignore', 'ignore'] },
  );
  shell.on('error', () => undefined);
  shell.stdin.on('error', () => undefined);
  shell.unref();

  const publish = () => {
    shell.stdin.write([...pids].join(' ') + '\n');
    try {
      writeFileSync(pidFile, [...pids].join('\n') + '\n', { mode: 0o600 });
    } catch {
      // A full disk or a directory taken away: the shell above is the net that counts.
    }
  };
  // Miniflare starts workerd itself and keeps the process to itself; Node tells of every process it makes.
  subscribe('child_process', (message) => {
    const { process: child } = message as { process: ChildProcess };
    child.once('spawn', () => {
      if (child.pid === undefined || !child.spawnfile.includes('workerd')) return;
      const { pid } = child;
      pids.add(pid);
      publish();
      child.once('exit', () => {
        pids.delete(pid);
        publish();
      });
    });
  });
  return {
    pids: () => [...pids],
    killAll() {
      for (const pid of pids) kill(pid);
    },
    stop() {
      shell.stdin.end('done\n');
      rmSync(pidFile, { force: true });
    },
  };
}

/** Ends what a killed host left behind, before anybody opens the databases a second time. */
export async function endLeftovers(pidFile: string): Promise<void> {
  const left = readPids(pidFile).filter((pid) => isAlive(pid) && commandLine(pid).includes('workerd'));
  for (const pid of left) kill(pid);
  for (let waits = 0; left.some(isAlive) && waits < 100; waits++)
    await new Promise((resolve) => setTimeout(resolve, 20));
  rmSync(pidFile, { force: true });
}

function readPids(path: string): number[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map(Number)
      .filter((pid) => pid > 1);
  } catch {
    return [];
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already.
  }
}
