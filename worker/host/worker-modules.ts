import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { MiniflareOptions } from 'miniflare';

export type WorkerOptions = MiniflareOptions['workers'][number];
export type ModuleMap = NonNullable<NonNullable<WorkerOptions['config']['manifest']>['modules']>;

/** Bundled code and what it imports (WASM, texts), named as the bundle names them. Source maps stay on the disk. */
export function readModules(dir: string): ModuleMap {
  const files = readdirSync(dir).filter((name) => !name.endsWith('.map'));
  return Object.fromEntries(
    files.map((name) => {
      const path = join(dir, name);
      const extension = extname(name);
      if (extension === '.js' || extension === '.mjs')
        return [name, { type: 'esm', contents: readFileSync(path, 'utf8') }];
      if (extension === '.wasm') return [name, { type: 'wasm', contents: new Uint8Array(readFileSync(path)) }];
      if (extension === '.bin') return [name, { type: 'data', contents: new Uint8Array(readFileSync(path)) }];
      return [name, { type: 'text', contents: readFileSync(path, 'utf8') }];
    }),
  ) as ModuleMap;
}
