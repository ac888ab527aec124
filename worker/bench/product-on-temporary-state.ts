import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StartOptions } from '../host/options.ts';
import { startProduct, type Product } from '../host/product.ts';

/** Runs `work` on a product with a state of its own, and removes both. */
export async function withProduct<T>(
  options: Partial<StartOptions>,
  work: (product: Product, stateDir: string) => Promise<T>,
): Promise<T> {
  const stateDir = mkdtempSync(join(tmpdir(), 'nod-bench-'));
  try {
    const product = await startProduct({ port: 0, stateDir, fresh: false, noWait: true, ...options }, () => undefined);
    try {
      return await work(product, stateDir);
    } finally {
      await product.stop();
    }
  } finally {
    rmSync(stateDir, { recursive: true, force: true });
  }
}

/** Bytes of everything in a directory. */
export function bytesIn(dir: string): number {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

/** How long an empty request to the same Worker takes, in ms: what other figures stand beside. */
export async function emptyRequestMs({ port }: Product): Promise<number> {
  const began = performance.now();
  await (await fetch(`http://127.0.0.1:${port}/api/health`)).arrayBuffer();
  return performance.now() - began;
}
