// Run as its own process by build.ts: bundles the deployed Worker's code with wrangler, and writes beside it what the
// runtime needs to be started with: its options out of wrangler.toml, and the migrations split into statements.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertV4MiniflareOptions } from 'miniflare';
import { unstable_getMiniflareWorkerOptions, unstable_splitSqlQuery } from 'wrangler';
import { rootDir } from './paths.ts';
import { writePictureFonts } from './picture-fonts.ts';
import { writeWasmLoaders } from './wasm-loaders.ts';

const target = process.argv[2];
if (!target) throw new Error('bundle.ts needs the folder to write to');
const draft = `${target}.${process.pid}`;
const config = join(rootDir, 'wrangler.toml');

mkdirSync(join(rootDir, '.build', 'web'), { recursive: true });
writeWasmLoaders();
await writePictureFonts();
const wrangler = spawnSync(
  process.execPath,
  [
    join(rootDir, 'node_modules/wrangler/bin/wrangler.js'),
    'deploy',
    '--dry-run',
    '--outdir',
    join(draft, 'code'),
    '-c',
    config,
  ],
  { cwd: rootDir, encoding: 'utf8' },
);
if (wrangler.status !== 0) {
  process.stderr.write(wrangler.stdout + wrangler.stderr);
  rmSync(draft, { recursive: true, force: true });
  process.exit(1);
}
rmSync(join(draft, 'code', 'README.md'), { force: true });

const { workerOptions } = unstable_getMiniflareWorkerOptions(config);
const { modulesRules: _rules, ...flat } = workerOptions;
const converted = convertV4MiniflareOptions({
  workers: [{ ...flat, name: 'nod', modules: [{ type: 'ESModule', path: 'index.js', contents: '' }] }],
});
writeFileSync(join(draft, 'options.json'), JSON.stringify(converted.workers[0], null, 1));

const migrations = readdirSync(join(rootDir, 'migrations'))
  .filter((name) => name.endsWith('.sql'))
  .sort()
  .map((name) => ({ name, queries: unstable_splitSqlQuery(readFileSync(join(rootDir, 'migrations', name), 'utf8')) }));
writeFileSync(join(draft, 'migrations.json'), JSON.stringify(migrations));
rmSync(target, { recursive: true, force: true });
renameSync(draft, target);
