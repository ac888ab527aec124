import { existsSync, mkdirSync, renameSync } from 'node:fs';
import type { StatePaths } from './paths.ts';

/** `--fresh` begins anew and keeps what was there in a folder of its own beside it: it may hold what a person paid for. */
export function setAside(paths: StatePaths, say: (line: string) => void): void {
  if (!existsSync(paths.identity)) return;
  const previous = freeName(`${paths.dir}-previous`);
  mkdirSync(previous, { mode: 0o700 });
  for (const path of Object.values(paths)) {
    if (path === paths.dir || path === paths.lock || !existsSync(path)) continue;
    renameSync(path, path.replace(paths.dir, previous));
  }
  say(`Starting anew; the former state is kept in ${previous}.`);
}

/** One that was kept before stays where it is. */
function freeName(path: string): string {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? path : `${path}-${number}`;
    if (!existsSync(name)) return name;
  }
}
