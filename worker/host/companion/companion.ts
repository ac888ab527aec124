import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Admin } from '../admin.ts';
import { rootDir } from '../paths.ts';
import type { Door } from './hand-on.ts';
import type { Assignment } from './main.ts';

/** The process that asks chat apps for updates, while there is one to ask. */
export interface Companion {
  /** Its process id; null while there is nothing to ask for. */
  pid(): number | null;
  stop(): void;
}

const LOOK_EVERY_MS = 5_000;
/** One that ends by itself is started again, ever more slowly. */
const LONGEST_WAIT_MS = 60_000;

/** Looks every few seconds whose updates are to be asked for, and keeps one process at it. */
export function startCompanion(admin: Pick<Admin, 'call'>, door: Door, log: (line: string) => void): Companion {
  let child: ChildProcess | null = null;
  let asked = '{}';
  let failures = 0;
  let notBefore = 0;
  let isStopped = false;

  const end = (): void => {
    child?.removeAllListeners('exit');
    child?.kill();
    child = null;
  };
  const begin = (): void => {
    const polling = JSON.parse(asked) as Omit<Assignment, 'door'>;
    if (Object.keys(polling).length === 0 || Date.now() < notBefore) return;
    const started = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', join(rootDir, 'worker/host/companion/main.ts')],
      { cwd: rootDir, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] },
    );
    child = started;
    started.on('error', () => undefined);
    started.on('message', (message: { log?: string }) => {
      if (message.log !== undefined) log(message.log);
    });
    started.once('exit', () => {
      if (child !== started) return;
      child = null;
      failures += 1;
      notBefore = Date.now() + Math.min(1_000 * 2 ** failures, LONGEST_WAIT_MS);
    });
    started.send({ door, ...polling } satisfies Assignment, () => undefined);
  };
  const look = async (): Promise<void> => {
    try {
      const polling = JSON.stringify(await admin.call('GET', 'companion'));
      if (isStopped) return;
      if (polling !== asked) {
        end();
        [asked, failures, notBefore] = [polling, 0, 0];
      }
      if (child === null) begin();
    } catch {
      // The product stands still for a moment; whoever asks for updates goes on asking and waits with what it has.
    }
  };
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  void look();
  return {
    pid: () => child?.pid ?? null,
    stop() {
      isStopped = true;
      clearInterval(timer);
      end();
    },
  };
}
