import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readLock, takeLock } from './lock.ts';

let dir: string;
let path: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'nod-lock-'));
  path = join(dir, 'lock');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** The id of a process that has ended for certain. */
function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

test('the second taker is told who holds it and on which port', () => {
  const first = takeLock(path, process.pid);
  if (first.ok) first.value.publish(8787);
  const second = takeLock(path, process.pid);
  expect(second).toMatchObject({ ok: false, error: { pid: process.pid, port: 8787 } });
});

test('the lock of a dead process is taken over', () => {
  writeFileSync(path, JSON.stringify({ pid: deadPid(), port: 1, startedAt: '', launcher: 1, isLeaving: false }));
  expect(readLock(path)).toBeUndefined();
  expect(takeLock(path, process.pid).ok).toBe(true);
  expect(readLock(path)?.pid).toBe(process.pid);
});

test('a process id that came back as another program holds nothing', () => {
  const other = { pid: process.pid, port: 1, startedAt: 'another day', launcher: 1, isLeaving: false };
  writeFileSync(path, JSON.stringify(other));
  expect(takeLock(path, process.pid).ok).toBe(true);
});

test('half a lock file of a crash is taken over', () => {
  writeFileSync(path, '{"pid":');
  expect(takeLock(path, process.pid).ok).toBe(true);
});

test('a released lock leaves nothing behind', () => {
  const held = takeLock(path, process.pid);
  if (held.ok) held.value.release();
  expect(readdirSync(dir)).toEqual([]);
});

test('releasing never removes the lock of somebody else', () => {
  const held = takeLock(path, process.pid);
  const theirs = JSON.stringify({ pid: 1, port: 2, startedAt: '', launcher: 1, isLeaving: false });
  writeFileSync(path, theirs);
  if (held.ok) held.value.release();
  expect(readFileSync(path, 'utf8')).toBe(theirs);
});
