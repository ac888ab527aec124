import { expect, test } from 'vitest';
import { wish } from './alert.ts';

const priceOf = (said: string): string | null => {
  const wanted = wish('NVDA', said, 'a_00000001');
  return wanted?.kind === 'price' ? wanted.price : null;
};

test.each([
  ['130', '130'],
  ['$1,240.50', '1240.50'],
  ['84,000원', '84000'],
  ['0130', '130'],
  ['124,60', null],
  ['1,5', null],
  [',', null],
  ['1,,000', null],
])('%s is watched as %s', (said, price) => {
  expect(priceOf(said)).toBe(price);
});
