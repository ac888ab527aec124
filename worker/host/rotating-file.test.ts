import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLogs } from './logs.ts';
import { RotatingFile } from './rotating-file.ts';

test('never holds more than its bound, however much is written', () => {
  const dir = mkdtempSync(join(tmpdir(), 'nod-log-'));
  const file = new RotatingFile(join(dir, 'a.log'), { bytesMax: 1000, generations: 2 });
  for (let n = 0; n < 500; n++) file.write(`line ${n}\n`);
  expect(readdirSync(dir).sort()).toEqual(['a.log', 'a.log.1', 'a.log.2']);
  for (const name of readdirSync(dir)) expect(statSync(join(dir, name)).size).toBeLessThanOrEqual(1000);
  expect(readFileSync(join(dir, 'a.log'), 'utf8')).toContain('line 499');
  rmSync(dir, { recursive: true });
});

test('an error is one readable line once a minute, and no secret of it is written', () => {
  const dir = mkdtempSync(join(tmpdir(), 'nod-log-'));
  const logs = openLogs(dir, ['0123456789abcdef']);
  const message = JSON.stringify({ event: 'request-failed', path: '/api/me?token=u1.zzz', key: '0123456789abcdef' });
  for (let n = 0; n < 3; n++) logs.write('worker', { timestamp: 1_795_000_000_000 + n, level: 'error', message });
  const errors = readFileSync(join(dir, 'errors.log'), 'utf8');
  expect(errors.trim().split('\n')).toHaveLength(1);
  expect(errors).toMatch(/^\d{4}-\d\d-\d\dT\S+ {2}request-failed/);
  const all = errors + readFileSync(join(dir, 'nod.log'), 'utf8');
  expect(all).not.toContain('u1.zzz');
  expect(all).not.toContain('0123456789abcdef');
  rmSync(dir, { recursive: true });
});
