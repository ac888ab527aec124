// The door of every npm script, in plain JavaScript for any Node from 20: installs what the lock file names when it is
// not there yet, then hands over to the Node 24 that came with it (the dev dependency `node`).
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const modules = join(root, 'node_modules');
const stamp = join(modules, '.nod-lock-hash');

const commands = {
  start: 'worker/host/main.ts',
  test: 'worker/host/test.ts',
  check: 'worker/host/check.ts',
  bench: 'worker/bench/run.ts',
  proofs: 'worker/proofs/run.ts',
  nod: 'worker/cli/nod.ts',
};

/** Every package of the lock file that must be here, with its version; what is optional may be for another platform. */
function isInstalled(lockText) {
  const hidden = join(modules, '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const have = JSON.parse(readFileSync(hidden, 'utf8')).packages ?? {};
  return Object.entries(JSON.parse(lockText).packages).every(
    ([path, entry]) => path === '' || entry.optional || have[path]?.version === entry.version,
  );
}

function nodePath() {
  const path = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return existsSync(path) ? path : undefined;
}

function install() {
  const lockText = readFileSync(join(root, 'package-lock.json'), 'utf8');
  const hash = createHash('sha256').update(lockText).digest('hex');
  const known = existsSync(stamp) ? readFileSync(stamp, 'utf8').trim() : '';
  if (known === hash && nodePath()) return;
  if (!isInstalled(lockText) || !nodePath()) {
    process.stderr.write('Installing what package-lock.json names (npm ci). Only needed once, usually under a minute…\n');
    // Through the npm that started us where there is one, so that a machine with several uses the same.
    const npm = process.env.npm_execpath;
    const [file, args] = npm ? [process.execPath, [npm, 'ci']] : ['npm', ['ci']];
    const { npm_config_json: _json, ...env } = process.env;
    const result = spawnSync(file, [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: root,
      stdio: ['ignore', 2, 2],
      env,
      shell: process.platform === 'win32' && !npm,
    });
    if (result.status !== 0) leave('npm ci did not finish. Its message stands above; nothing was started.');
    if (!nodePath()) leave('npm ci finished without Node 24 (package `node`): are install scripts switched off?');
    process.stderr.write('Installed.\n');
  }
  writeFileSync(stamp, hash + '\n');
}

function leave(message) {
  process.stderr.write(message + '\n');
  process.exit(1);
}

const [name = 'start', ...args] = process.argv.slice(2);
const script = commands[name];
if (!script) leave(`Unknown command ${name}; one of ${Object.keys(commands).join(', ')}.`);
if (Number(process.versions.node.split('.')[0]) < 20) leave(`Node 20 or later is needed, this is ${process.version}.`);
install();

// The child leads its own process group, so that Ctrl-C reaches it once, from here, and reaches its runtime only when it
// is done with it. The pipe on descriptor 3 tells it when this process is gone.
const child = spawn(nodePath(), ['--disable-warning=ExperimentalWarning', join(root, script), ...args], {
  stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
  detached: true,
  env: {
    ...process.env,
    PATH: [dirname(nodePath()), join(modules, '.bin'), process.env.PATH].join(process.platform === 'win32' ? ';' : ':'),
    NOD_LAUNCHER: String(process.env.npm_lifecycle_event ? process.ppid : process.pid),
    NOD_CALLED_FROM: process.env.INIT_CWD ?? process.cwd(),
  },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => leave(`Could not start Node 24: ${error.message}`));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));

// npm killed without a word (kill -9) leaves us behind: then leave too. Started without npm, nobody is watched.
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(1);
  }, 200).unref();
}
