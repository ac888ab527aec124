import { join } from 'node:path';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';
import { rootDir } from '../../host/paths.ts';
import type { ModuleMap, WorkerOptions } from '../../host/worker-modules.ts';

/** A Worker of its own in workerd, bundled from this entry: pure code, beside what Node makes of it. */
export async function workerOf(name: string, entry: string): Promise<Miniflare> {
  return workerWith(name, { 'index.js': { type: 'esm', contents: await bundled(entry) } });
}

/** The same of modules that are there already; it begins in the first. */
export function workerWith(
  name: string,
  modules: ModuleMap,
  { compatibilityDate = '2026-11-01', compatibilityFlags = [] }: Partial<WorkerOptions['config']> = {},
): Miniflare {
  return new Miniflare({
    host: '127.0.0.1',
    port: 0,
    cf: false,
    telemetry: { enabled: false },
    workers: [
      {
        config: {
          name,
          compatibilityDate,
          compatibilityFlags,
          manifest: { mainModule: Object.keys(modules)[0] ?? '', modulesRoot: '/', modules },
          env: {},
        },
      },
    ],
  });
}

async function bundled(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: rootDir, loader: 'js' },
    bundle: true,
    format: 'esm',
    write: false,
    tsconfig: join(rootDir, 'tsconfig.json'),
  });
  return outputFiles[0]?.text ?? '';
}
