import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { buildDir, rootDir } from '../host/paths.ts';

/** A change of one source file that makes the order protocol wrong in one way. */
export interface Mutant {
  readonly id: string;
  /** From the folder of the clone. */
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly find: string;
  readonly replace: string;
}

/** The source with the mutant in it. Throws where the place is not there, or there more than once. */
export function mutated(source: string, { id, file, find, replace }: Mutant): string {
  const at = source.indexOf(find);
  if (at < 0) throw new Error(`${id}: ${file} does not contain the text it changes`);
  if (source.indexOf(find, at + 1) >= 0) throw new Error(`${id}: ${file} contains the text it changes more than once`);
  return source.slice(0, at) + replace + source.slice(at + find.length);
}

/** Bundles the simulator from the sources as they are now, with one mutant or none; answers the module's address. */
export async function bundleSimulator(mutant: Mutant | null): Promise<string> {
  const dir = join(buildDir, 'simulator');
  const name = `${mutant?.id ?? 'plain'}-${process.pid}.mjs`;
  const target = mutant === null ? null : join(rootDir, mutant.file);
  let applied = 0;
  const result = await build({
    configFile: false,
    root: rootDir,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: join(rootDir, 'shared/simulator/orders/simulator.ts'),
      write: false,
      minify: false,
      target: 'node22',
    },
    plugins: [
      {
        name: 'mutant',
        enforce: 'pre',
        load(id) {
          if (mutant === null || id !== target) return null;
          applied += 1;
          return mutated(readFileSync(id, 'utf8'), mutant);
        },
      },
    ],
  });
  if (mutant !== null && applied !== 1) throw new Error(`${mutant.id}: ${mutant.file} is not part of the simulator`);
  const [output] = Array.isArray(result) ? result : [result];
  if (output === undefined || !('output' in output)) throw new Error('the simulator was not bundled');
  mkdirSync(dir, { recursive: true });
  const path = join(dir, name);
  writeFileSync(path, output.output[0].code);
  return pathToFileURL(path).href;
}

export function forgetBundle(url: string): void {
  rmSync(new URL(url), { force: true });
}
