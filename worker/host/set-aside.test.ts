import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { statePaths } from './paths.ts';
import { setAside } from './set-aside.ts';

const dirs: string[] = [];
afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true });
});

it('a state that was set aside stays, however often another one is begun', () => {
  const home = mkdtempSync(join(tmpdir(), 'nod-set-aside-'));
  dirs.push(home);
  const paths = statePaths(join(home, 'state'));
  const kept: string[] = [];
  for (const owner of ['first', 'second', 'third']) {
    mkdirSync(paths.data, { recursive: true });
    writeFileSync(paths.identity, owner);
    writeFileSync(join(paths.data, 'book'), owner);
    setAside(paths, (line) => kept.push(/kept in (.+)\.$/.exec(line)?.[1] ?? ''));
    expect(existsSync(paths.identity)).toBe(false);
  }
  expect(kept.map((dir) => dirname(dir))).toEqual([home, home, home]);
  expect(kept.map((dir) => readFileSync(join(dir, 'data', 'book'), 'utf8'))).toEqual(['first', 'second', 'third']);
});
