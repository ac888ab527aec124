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
  conformance: 'worker/host/conformance.ts',
  mutation: 'worker/host/mutation.ts',
  deploy: 'worker/host/deploy/main.ts',
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
    process.stderr.write(
      'Installing what package-lock.json names (npm ci). Only needed once, usually a minute or two…\n',
    );
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

const shell = process.ppid;
const launcher = findLauncher();

// The child leads its own process group, so that Ctrl-C reaches it once, from here, and reaches its runtime only when it
// is done with it. The pipe on descriptor 3 tells it when this process is gone.
const flags = ['--disable-warning=ExperimentalWarning'];
// The host of the product holds little; without a bound Node lets its garbage grow to several times that.
if (name === 'start' || name === 'nod') flags.push('--max-old-space-size=160');
// A passphrase comes on a descriptor of its own; 3 is taken.
const passphraseFd = Number(process.env.NOD_PASSPHRASE_FD ?? 0);
const handsOver = Number.isInteger(passphraseFd) && passphraseFd > 2;
const child = spawn(nodePath(), [...flags, join(root, script), ...args], {
  stdio: ['inherit', 'inherit', 'inherit', 'pipe', ...(handsOver ? [passphraseFd] : [])],
  detached: true,
  env: {
    ...process.env,
    // The second start does not parse again what the first one parsed.
    NODE_COMPILE_CACHE: join(root, '.build', 'cache', 'node'),
    PATH: [dirname(nodePath()), join(modules, '.bin'), process.env.PATH].join(process.platform === 'win32' ? ';' : ':'),
    ...(handsOver && { NOD_PASSPHRASE_FD: '4' }),
    NOD_LAUNCHER: String(launcher),
    NOD_CALLED_FROM: process.env.INIT_CWD ?? process.cwd(),
  },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => leave(`Could not start Node 24: ${error.message}`));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));

// npm killed without a word leaves us behind, under the shell it had put between: then the product leaves in order.
// Started without npm, nobody is watched.
if (process.env.npm_lifecycle_event) {
  const timer = setInterval(
    () => {
      if (isAlive(launcher) && process.ppid === shell) return;
      clearInterval(timer);
      child.kill('SIGTERM');
    },
    process.platform === 'linux' ? 200 : 2000,
  );
  timer.unref();
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  try {
    // Ended, but not collected by its parent yet.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return true;
  }
}

/** The process a person started: npm, which has a shell of its own between itself and us where that shell stays. */
function findLauncher() {
  if (!process.env.npm_lifecycle_event) return process.pid;
  const ps = (field) =>
    spawnSync('ps', ['-o', `${field}=`, '-p', String(process.ppid)], { encoding: 'utf8' }).stdout?.trim();
  let name, parent;
  try {
    const stat = readFileSync(`/proc/${process.ppid}/stat`, 'utf8');
    name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
  } catch {
    name = ps('comm');
    parent = ps('ppid');
  }
  const isShell = /(^|\/)-?(sh|bash|dash|zsh|ash|busybox)$/.test(name ?? '');
  return isShell && Number(parent) > 1 ? Number(parent) : process.ppid;
}
