// `npm run check`: everything that is decided without running the product. Two parts run at a time; what failed is
// printed whole and named again at the end. `-- NAME…` runs only those parts.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { onLauncherGone } from './launcher.ts';
import { buildDir, rootDir } from './paths.ts';
import { writePictureFonts } from './picture-fonts.ts';
import { writeWasmLoaders } from './wasm-loaders.ts';

interface Part {
  name: string;
  /** Program under node_modules or a script of this repository, and its arguments. */
  command: readonly string[];
  cwd?: string;
  /** Must end before this part begins. */
  after?: string;
}

const cache = join(buildDir, 'cache');
mkdirSync(cache, { recursive: true });
mkdirSync(join(buildDir, 'web'), { recursive: true });
writeWasmLoaders();
await writePictureFonts();

const tsc = (project: string, name: string) => [
  'node_modules/typescript/bin/tsc',
  ...['-p', project, '--noEmit', '--incremental', '--tsBuildInfoFile', join(cache, `${name}.tsbuildinfo`)],
];

// Without a cache: what a file may do depends on the types of others, which a cache by content does not see.
const eslint = ['node_modules/eslint/bin/eslint.js', '--config', '.eslint.config.js'];

const parts: readonly Part[] = [
  { name: 'sync', command: ['node_modules/@sveltejs/kit/svelte-kit.js', 'sync'], cwd: 'web' },
  { name: 'lint', command: [...eslint, '.', '--ignore-pattern', 'web/'] },
  // The longest of all parts in two, side by side.
  { name: 'lint-web', command: [...eslint, 'web'], after: 'sync' },
  { name: 'types', command: tsc('tsconfig.json', 'worker') },
  { name: 'types-service-worker', command: tsc('web/src/service-worker', 'service-worker'), after: 'sync' },
  { name: 'types-node', command: tsc('worker/host/tsconfig.json', 'node') },
  {
    name: 'types-web',
    command: ['node_modules/svelte-check/bin/svelte-check', '--tsconfig', './tsconfig.json', '--output', 'human'],
    cwd: 'web',
    after: 'sync',
  },
  {
    name: 'format',
    command: [
      'node_modules/prettier/bin/prettier.cjs',
      '--check',
      '.',
      '--cache',
      '--cache-location',
      join(cache, 'prettier'),
    ],
  },
  {
    name: 'imports',
    command: [
      'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs',
      ...['--config', '.dependency-cruiser.cjs', 'shared', 'bot', 'worker', 'web/src', 'web/bench'],
    ],
  },
  { name: 'dead-code', command: ['node_modules/knip/bin/knip.js', '--no-progress'], after: 'sync' },
  { name: 'bindings', command: ['worker/host/check-bindings.ts'] },
  { name: 'lock', command: ['worker/host/check-lock.ts'] },
  { name: 'secrets', command: ['worker/host/check-secrets.ts'] },
  { name: 'migrations', command: ['worker/host/check-migrations.ts'] },
  { name: 'bundle-size', command: ['worker/host/check-bundle-size.ts'] },
];

const asked = process.argv.slice(2);
const wanted = parts.filter(({ name }) => asked.length === 0 || asked.includes(name) || name === 'sync');
const finished = new Map<string, boolean>();
let running = 0;

onLauncherGone(() => process.kill(-process.pid, 'SIGKILL'));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));

await new Promise<void>((done) => {
  const queue = [...wanted];
  const next = () => {
    if (finished.size === wanted.length) return done();
    while (running < 2) {
      const index = queue.findIndex(
        ({ after }) => after === undefined || finished.has(after) || !wanted.some((p) => p.name === after),
      );
      const [part] = index < 0 ? [] : queue.splice(index, 1);
      if (!part) return;
      running++;
      void run(part).then((passed) => {
        running--;
        finished.set(part.name, passed);
        next();
      });
    }
  };
  next();
});

const failed = [...finished].filter(([, passed]) => !passed).map(([name]) => name);
process.stdout.write(
  failed.length === 0
    ? `check: all ${finished.size} parts passed\n`
    : `check: ${finished.size - failed.length} parts passed, ${failed.length} failed: ${failed.join(', ')}\n`,
);
process.exit(failed.length === 0 ? 0 : 1);

function run({ name, command, cwd }: Part): Promise<boolean> {
  const [script = '', ...args] = command;
  const startMs = Date.now();
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(rootDir, script), ...args], {
      cwd: join(rootDir, cwd ?? '.'),
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, WRANGLER_SEND_METRICS: 'false', NO_COLOR: '1' },
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.on('close', (code) => {
      const passed = code === 0;
      process.stdout.write(
        `${passed ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - startMs) / 1000).toFixed(1)} s)\n`,
      );
      if (!passed || name === 'bundle-size') process.stdout.write(said.trimEnd() + '\n');
      resolve(passed);
    });
  });
}
