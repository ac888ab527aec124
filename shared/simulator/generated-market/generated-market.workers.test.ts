import { expect, it } from 'vitest';
import { GOLDEN, goldenHash } from './golden.ts';

it('makes the same market in the Workers runtime as in Node', () => {
  expect(goldenHash()).toBe(GOLDEN.hash);
});
