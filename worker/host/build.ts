import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { takeLock } from './lock.ts';
import { buildDir, rootDir } from './paths.ts';
import { PlainError } from './plain-error.ts';
import { sourceHash } from './source-hash.ts';

/** Folders of one finished build. Their names carry the hash of their sources, so a running product keeps its own. */
export interface Build {
  web: string;
  worker: string;
}

const SHARED = ['shared', 'package-lock.json'];
const PARTS = {
  worker: {
    sources: [
      'worker/src',
      'bot',
      'migrations',
      'wrangler.toml',
      'worker/host/bundle.ts',
      'worker/host/wasm-loaders.ts',
      'worker/host/picture-fonts.ts',
      ...SHARED,
    ],
  },
  web: { sources: ['web', 'worker/src/http', ...SHARED] },
};
const KEPT_BUILDS = 3;

/** Builds what changed since the last time: the web app with Vite, the Worker with wrangler's own bundler. */
export async function build(say: (line: string) => void): Promise<Build> {
  mkdirSync(buildDir, { recursive: true });
  if (process.env['NOD_LAST_BUILD'] === '1') return lastBuild();
  const web = join(buildDir, `web-${sourceHash(rootDir, PARTS.web.sources)}`);
  const worker = join(buildDir, `worker-${sourceHash(rootDir, PARTS.worker.sources)}`);
  if (!existsSync(web) || !existsSync(worker)) {
    await alone(async () => {
      if (!existsSync(web)) {
        say('Building the web app…');
        await buildWeb(web);
      }
      if (!existsSync(worker)) {
        say('Building the Worker…');
        await run('worker/host/bundle.ts', [worker]);
      }
    });
  }
  forgetOldBuilds('web-', web);
  forgetOldBuilds('worker-', worker);
  return { web, worker };
}

/** What was built last, whatever the sources say now: for working on one part while another is half edited. */
function lastBuild(): Build {
  const newest = (prefix: string) => {
    const [path] = buildsOf(prefix);
    if (path === undefined) throw new PlainError(`NOD_LAST_BUILD is set, but nothing was built yet (${prefix}…).`);
    return path;
  };
  return { web: newest('web-'), worker: newest('worker-') };
}

/** Finished builds of one part, newest first. */
function buildsOf(prefix: string): string[] {
  return readdirSync(buildDir)
    .filter((name) => new RegExp(`^${prefix}[0-9a-f]{16}$`).test(name))
    .map((name) => ({ path: join(buildDir, name), at: statSync(join(buildDir, name)).mtimeMs }))
    .sort((a, b) => b.at - a.at)
    .map(({ path }) => path);
}

/** Vite writes to .build/web, the folder wrangler.toml names; the finished app moves aside and a link takes its place. */
async function buildWeb(target: string): Promise<void> {
  const out = join(buildDir, 'web');
  rmSync(out, { recursive: true, force: true });
  if (existsSync(join(rootDir, 'web/vite.config.ts'))) {
    await run(join('node_modules', 'vite', 'bin', 'vite.js'), ['build', '--logLevel', 'warn'], join(rootDir, 'web'));
  }
  if (!existsSync(join(out, 'index.html'))) throw new PlainError('The web app was built without an index.html.');
  renameSync(out, target);
  symlinkSync(target, out, 'junction');
}

/** One build at a time per clone; a second start waits for the first and then finds its work done. */
async function alone(work: () => Promise<void>): Promise<void> {
  const path = join(buildDir, 'building');
  let lock = takeLock(path, process.pid);
  while (!lock.ok) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    lock = takeLock(path, process.pid);
  }
  try {
    await work();
  } finally {
    lock.value.release();
  }
}

function run(script: string, args: readonly string[], cwd = rootDir): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(rootDir, script), ...args], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, WRANGLER_SEND_METRICS: 'false', NODE_ENV: 'production' },
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else if (/ENOSPC/.test(said)) reject(new PlainError('The disk is full: the build could not be written.'));
      else reject(new PlainError(`The build did not finish (${script}):\n${said.trim()}`));
    });
  });
}

function forgetOldBuilds(prefix: string, current: string): void {
  const others = buildsOf(prefix).filter((path) => path !== current);
  for (const path of others.slice(KEPT_BUILDS - 1)) rmSync(path, { recursive: true, force: true });
}
