import { expect, test } from 'vitest';
import { decimal } from '../lib/decimal.ts';
import { needsTwoPeople, nodOfTwo } from './two-people.ts';

const KIM = { by: 'u_kim' };
const everybody = (): boolean => true;

test('two people are needed above the amount, to the last unit, and where the cost cannot be told', () => {
  expect(needsTwoPeople('1000', decimal('1000'))).toBe(false);
  expect(needsTwoPeople('1000', decimal('1000.01'))).toBe(true);
  expect(needsTwoPeople('0', decimal('0.01'))).toBe(true);
  expect(needsTwoPeople('1000', null)).toBe(true);
  expect(needsTwoPeople(null, null)).toBe(false);
});

test('one person twice is one nod, and that of somebody who may not nod any more is none', () => {
  expect(nodOfTwo(null, 'u_kim', everybody)).toBe('first');
  expect(nodOfTwo(KIM, 'u_kim', everybody)).toBe('again');
  expect(nodOfTwo(KIM, 'u_lee', everybody)).toBe('second');
  expect(nodOfTwo(KIM, 'u_lee', (one) => one !== 'u_kim')).toBe('first');
});
