import { join } from 'node:path';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';
import { rootDir } from '../../host/paths.ts';

/** A Worker of its own in workerd, bundled from this entry: pure code, beside what Node makes of it. */
export async function workerOf(name: string, entry: string): Promise<Miniflare> {
  const contents = await bundled(entry);
  const mainModule = `${name}.js`;
  return new Miniflare({
    host: '127.0.0.1',
    port: 0,
    cf: false,
    telemetry: { enabled: false },
    workers: [
      {
        config: {
          name,
          compatibilityDate: '2026-11-01',
          compatibilityFlags: [],
          manifest: {
            mainModule,
            modulesRoot: '/',
            modules: { [mainModule]: { type: 'esm', contents } },
          },
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
