import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { describe, expect, it } from 'vitest';
import { rootDir } from '../host/paths.ts';
import { bundleSimulator, forgetBundle, mutated } from './simulate-bundle.ts';
import { findMutant, MUTANTS } from './simulate-mutants.ts';

type Simulator = typeof import('#shared/simulator/orders/simulator.ts');

describe('the mutants of the order protocol', () => {
  it('are at least 25, each with a name of its own', () => {
    expect(MUTANTS.length).toBeGreaterThanOrEqual(25);
    expect(new Set(MUTANTS.map(({ id }) => id)).size).toBe(MUTANTS.length);
  });

  it.each(MUTANTS.map((mutant) => [mutant.id, mutant] as const))(
    '%s changes its source in exactly one place',
    (_, mutant) => {
      const source = readFileSync(join(rootDir, mutant.file), 'utf8');
      expect(source.split(mutant.find)).toHaveLength(2);
      expect(mutated(source, mutant)).not.toBe(source);
    },
  );

  it(
    'are found: fills booked twice within 200 schedules, and the sources as they are pass the same',
    { timeout: 60_000 },
    async () => {
      const failed = async (id: string | null): Promise<number> => {
        const url = await bundleSimulator(id === null ? null : findMutant(id));
        const simulator = (await import(/* @vite-ignore */ url)) as Simulator;
        forgetBundle(url);
        return simulator.runSeeds({ brokerClass: 'a', from: 0, count: 200 }).failures.length;
      };
      expect(await failed('book-fill-twice')).toBeGreaterThan(0);
      expect(await failed(null)).toBe(0);
    },
  );

  it('are not in what is shipped', { timeout: 60_000 }, async () => {
    const result = await build({
      configFile: false,
      root: rootDir,
      logLevel: 'error',
      ssr: { noExternal: true },
      build: {
        ssr: join(rootDir, 'worker/src/index.ts'),
        write: false,
        minify: false,
        rollupOptions: { external: [/^cloudflare:/, /^node:/, /\.(bin|wasm)$/] },
      },
    });
    const outputs = (Array.isArray(result) ? result : [result]).flatMap((one) => ('output' in one ? one.output : []));
    const code = outputs.map((output) => ('code' in output ? output.code : '')).join('\n');
    expect(code).toContain('reconcile');
    expect(MUTANTS.filter(({ id }) => code.includes(id)).map(({ id }) => id)).toEqual([]);
  });
});
