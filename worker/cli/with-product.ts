import { existsSync, readFileSync } from 'node:fs';
import { adminOf, type Admin } from '../host/admin.ts';
import { readLock } from '../host/lock.ts';
import { statePaths } from '../host/paths.ts';
import { PlainError } from '../host/plain-error.ts';
import { startProduct } from '../host/product.ts';
import type { Asked } from './command.ts';

export interface Reached {
  admin: Admin;
  /** Where people reach the product; undefined when it runs only for this command. */
  baseUrl: string | undefined;
}

/** Talks to the running product, else starts it without its port for as long as the work takes. */
export async function withProduct<T>({ stateDir, say }: Asked, work: (reached: Reached) => Promise<T>): Promise<T> {
  const running = await runningProduct(stateDir);
  if (running !== null) return work(running);
  say('Nod is not running; starting it without a port for this command…');
  const product = await startProduct({ port: 0, stateDir, fresh: false, noWait: false }, say);
  try {
    return await work({ admin: product.admin, baseUrl: undefined });
  } finally {
    await product.stop();
  }
}

/** The product that runs on this state directory; null where none does. Writes nothing there. */
export async function runningProduct(stateDir: string): Promise<(Reached & { baseUrl: string }) | null> {
  const paths = statePaths(stateDir);
  const lock = await readyLock(paths.lock);
  if (!lock) return null;
  if (!existsSync(paths.adminKey))
    throw new PlainError(`${paths.adminKey} is missing, so the product cannot be asked.`);
  const key = readFileSync(paths.adminKey, 'utf8').trim();
  return { admin: adminOf(lock.port, key), baseUrl: `http://localhost:${lock.port}` };
}

/** The lock of a product that answers; one that is just starting is waited for. */
async function readyLock(path: string) {
  for (let waits = 0; waits < 600; waits++) {
    const lock = readLock(path);
    if (!lock || (lock.port !== 0 && !lock.isLeaving)) return lock;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new PlainError('The product on this state directory does not get ready.');
}
