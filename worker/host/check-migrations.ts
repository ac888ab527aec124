// Part of `npm run check`: the migrations apply to an empty database, are numbered without a gap, and none that was
// committed is changed afterwards.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { rootDir } from './paths.ts';

const dir = join(rootDir, 'migrations');
const names = readdirSync(dir)
  .filter((name) => name.endsWith('.sql'))
  .sort();
const problems: string[] = [];

names.forEach((name, index) => {
  const expected = String(index + 1).padStart(4, '0');
  if (!name.startsWith(`${expected}_`)) problems.push(`${name}: expected a name that begins with ${expected}_`);
});

const database = new DatabaseSync(':memory:');
for (const name of names) {
  try {
    database.exec(readFileSync(join(dir, name), 'utf8'));
  } catch (error) {
    problems.push(`${name}: ${(error as Error).message}`);
    break;
  }
}

for (const name of released()) {
  const before = git('show', `origin/main:migrations/${name}`);
  if (!names.includes(name)) problems.push(`${name}: was released and is gone`);
  else if (readFileSync(join(dir, name), 'utf8') !== before) problems.push(`${name}: was released and is changed now`);
}

if (problems.length > 0) {
  process.stderr.write(problems.join('\n') + '\n');
  process.exit(1);
}

/** Migrations that others may have applied already; none where there is no such branch. */
function released(): string[] {
  try {
    return git('ls-tree', '--name-only', 'origin/main:migrations')
      .split('\n')
      .filter((name) => name.endsWith('.sql'));
  } catch {
    return [];
  }
}

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: rootDir, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}
