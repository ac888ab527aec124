import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { StatePaths } from './paths.ts';
import { lineOf, PlainError } from './plain-error.ts';
import { isAlive } from './processes.ts';

/*
 * How another process of the same person asks the host of a running product for what the product itself cannot do:
 * stand still. Two files in the state directory, which only that person can read; the runtime behind the port may be
 * gone meanwhile.
 */

const LOOK_EVERY_MS = 200;

export interface HostAsk {
  readonly kind: 'backup';
  /** Where the backup goes, absolute. */
  readonly file: string;
}

interface Asked {
  readonly id: string;
  readonly pid: number;
  readonly ask: HostAsk;
}

type Answered = { readonly id: string } & ({ readonly result: unknown } | { readonly error: string });

/** Answers what is asked, one at a time. Returns a function that ends it. */
export function openHostDoor(paths: StatePaths, answer: (ask: HostAsk) => Promise<unknown>): () => void {
  let isBusy = false;
  const look = async (): Promise<void> => {
    const asked = read<Asked>(paths.asked);
    if (asked === null) return;
    rmSync(paths.asked, { force: true });
    // Whoever asked has gone: nobody waits for what would come of it.
    if (!isAlive(asked.pid)) return;
    const outcome = await answer(asked.ask).then(
      (result): Answered => ({ id: asked.id, result }),
      (error: unknown): Answered => ({ id: asked.id, error: lineOf(error) }),
    );
    write(paths.answered, outcome);
  };
  rmSync(paths.answered, { force: true });
  const timer = setInterval(() => {
    if (isBusy || !existsSync(paths.asked)) return;
    isBusy = true;
    void look().finally(() => {
      isBusy = false;
    });
  }, LOOK_EVERY_MS);
  return () => {
    clearInterval(timer);
  };
}

/** Asks the host and waits for its answer for as long as it lives. Throws PlainError with its line when it says no. */
export async function askHost<T>(paths: StatePaths, hostPid: number, ask: HostAsk): Promise<T> {
  const other = read<Asked>(paths.asked);
  if (other !== null && isAlive(other.pid)) throw new PlainError('Another backup is being asked for right now.');
  const asked: Asked = { id: randomUUID(), pid: process.pid, ask };
  write(paths.asked, asked);
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    const answered = read<Answered>(paths.answered);
    if (answered?.id === asked.id) {
      rmSync(paths.answered, { force: true });
      if ('error' in answered) throw new PlainError(answered.error);
      return answered.result as T;
    }
    if (!isAlive(hostPid)) {
      rmSync(paths.asked, { force: true });
      throw new PlainError('Nod left before the backup was made. Nothing was written.');
    }
  }
}

function read<T>(path: string): T | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch {
    return null;
  }
}

function write(path: string, value: unknown): void {
  writeFileSync(`${path}.new`, JSON.stringify(value), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
