// Part of `npm run check`: `npm ci` can install from the lock file on a clean machine. A registry that does not carry a
// package's builds for other platforms makes `npm install` leave their entries out, and `npm ci` then refuses the whole
// lock file. `node worker/host/check-lock.ts --mend` writes the entries back; a platform installs only its own.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootDir } from './paths.ts';

interface Entry {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  cpu?: string[];
  os?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}

const path = join(rootDir, 'package-lock.json');
const lock = JSON.parse(readFileSync(path, 'utf8')) as { packages: Record<string, Entry> };

const missing = Object.entries(lock.packages).flatMap(([parent, { optionalDependencies, dev }]) =>
  Object.entries(optionalDependencies ?? {})
    .filter(([name]) => !isLocked(parent, name))
    .map(([name, version]) => ({ name, version, dev: dev === true })),
);

if (missing.length > 0 && process.argv.includes('--mend')) {
  for (const { name, version, dev } of missing) {
    lock.packages[`node_modules/${name}`] = { version, ...platformOf(name), ...(dev ? { dev } : {}), optional: true };
  }
  const sorted = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(path, JSON.stringify({ ...lock, packages: sorted }, null, 2) + '\n');
} else if (missing.length > 0) {
  const names = missing.map(({ name, version }) => `${name}@${version}`).join('\n');
  process.stderr.write(
    `npm ci would refuse package-lock.json; mend it: node worker/host/check-lock.ts --mend\n${names}\n`,
  );
  process.exit(1);
}

/** Looks where Node would: beside the parent, then in each folder above it. */
function isLocked(parent: string, name: string): boolean {
  for (let folder = parent; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (lock.packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`]) return true;
    if (folder === '') return false;
  }
}

/** Builds for one platform carry it in their name: binding-linux-arm64-gnu, workerd-darwin-64. */
function platformOf(name: string): Pick<Entry, 'cpu' | 'os' | 'libc'> {
  const parts = name.slice(name.lastIndexOf('/') + 1).split('-');
  const os = parts.find((part) =>
    ['darwin', 'linux', 'win32', 'windows', 'android', 'freebsd', 'openharmony'].includes(part),
  );
  const cpu = parts.find((part) => ['x64', '64', 'arm64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x'].includes(part));
  const libc = parts.some((part) => /^musl/.test(part))
    ? 'musl'
    : os === 'linux' && parts.includes('gnu')
      ? 'glibc'
      : undefined;
  return {
    ...(cpu ? { cpu: [cpu === '64' ? 'x64' : cpu] } : {}),
    ...(libc ? { libc: [libc] } : {}),
    ...(os ? { os: [os === 'windows' ? 'win32' : os] } : {}),
  };
}
