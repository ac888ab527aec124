// Part of `npm run check`: the bindings that wrangler.toml declares are the ones worker/src/env.ts types.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildDir, rootDir } from './paths.ts';

const out = join(buildDir, 'cache', 'bindings.d.ts');
mkdirSync(join(buildDir, 'cache'), { recursive: true });
const wrangler = join(rootDir, 'node_modules/wrangler/bin/wrangler.js');
const result = spawnSync(process.execPath, [wrangler, 'types', out, '--include-runtime=false'], {
  cwd: rootDir,
  encoding: 'utf8',
});
if (result.status !== 0) fail(result.stdout + result.stderr);

const declared = bindingsOf(readFileSync(out, 'utf8'), /interface \w*Env\w* \{([^}]*)\}/);
const typed = bindingsOf(readFileSync(join(rootDir, 'worker/src/env.ts'), 'utf8'), /interface Bindings \{([^}]*)\}/);
const differences = [...new Set([...declared.keys(), ...typed.keys()])]
  .filter((name) => declared.get(name) !== typed.get(name))
  .map(
    (name) =>
      `${name}: wrangler.toml has ${declared.get(name) ?? 'nothing'}, env.ts has ${typed.get(name) ?? 'nothing'}`,
  );
if (differences.length > 0) fail(differences.join('\n'));

/** Name → kind, and the class for Durable Objects; a service or assets binding is a Fetcher to us. */
function bindingsOf(source: string, block: RegExp): Map<string, string> {
  const body = block.exec(source)?.[1] ?? fail('the interface of the bindings was not found');
  return new Map(
    [...body.matchAll(/^\s*(\w+): (.+);/gm)].map(([, name = '', type = '']) => {
      const object = /DurableObjectNamespace<.*?(\w+)[^\w]*>/.exec(type)?.[1];
      const kind = type.replace(/<.*/, '').replace(/^Service$/, 'Fetcher');
      return [name, object ? `${kind}<${object}>` : kind];
    }),
  );
}

function fail(message: string): never {
  process.stderr.write(message + '\n');
  process.exit(1);
}
