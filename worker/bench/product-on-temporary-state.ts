import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StartOptions } from '../host/options.ts';
import { startProduct, type Product } from '../host/product.ts';

/** A directory that is removed afterwards. Keys of states made in the meantime lie in it too, not among a person's. */
export async function withTemporaryState<T>(work: (stateDir: string) => Promise<T>): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'nod-bench-'));
  const config = process.env['XDG_CONFIG_HOME'];
  process.env['XDG_CONFIG_HOME'] = join(dir, 'config');
  try {
    return await work(join(dir, 'state'));
  } finally {
    if (config === undefined) delete process.env['XDG_CONFIG_HOME'];
    else process.env['XDG_CONFIG_HOME'] = config;
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Runs `work` on a product with a state of its own, and removes both. */
export function withProduct<T>(
  options: Partial<StartOptions>,
  work: (product: Product, stateDir: string) => Promise<T>,
): Promise<T> {
  return withTemporaryState((stateDir) => onState(stateDir, options, (product) => work(product, stateDir)));
}

/** Runs `work` on a product with this state, which stays. */
export async function onState<T>(
  stateDir: string,
  options: Partial<StartOptions>,
  work: (product: Product) => Promise<T>,
): Promise<T> {
  const product = await startProduct({ port: 0, stateDir, fresh: false, noWait: true, ...options }, () => undefined);
  try {
    return await work(product);
  } finally {
    await product.stop();
  }
}

/** Bytes of everything in a directory. */
export function bytesIn(dir: string): number {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

/** How long an empty request to the same Worker takes, in ms: what other figures stand beside. */
export async function emptyRequestMs({ port }: Pick<Product, 'port'>): Promise<number> {
  const began = performance.now();
  await (await fetch(`http://127.0.0.1:${port}/api/health`)).arrayBuffer();
  return performance.now() - began;
}
