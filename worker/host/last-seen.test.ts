import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readLastSeen, spanOf, writeLastSeen } from './last-seen.ts';

test.each([
  [45_000, '45 s'],
  [12 * 60_000, '12 min'],
  [(6 * 60 + 12) * 60_000, '6 h 12 min'],
  [(3 * 24 + 4) * 3_600_000, '3 d 4 h'],
])('says %d ms as %s', (ms, words) => {
  expect(spanOf(ms)).toBe(words);
});

test('remembers when the product last ran, and knows when it never did', () => {
  const dir = mkdtempSync(join(tmpdir(), 'nod-seen-'));
  const path = join(dir, 'last-seen');
  expect(readLastSeen(path)).toBeUndefined();
  writeLastSeen(path, 1_795_000_000_000);
  expect(readLastSeen(path)).toBe(1_795_000_000_000);
  rmSync(dir, { recursive: true });
});

test('a place that cannot be written does not end the product', () => {
  expect(() => writeLastSeen('/nowhere/at/all', 1)).not.toThrow();
});
