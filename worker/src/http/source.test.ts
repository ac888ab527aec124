import { expect, test } from 'vitest';
import { sourceOf } from './source.ts';

const from = (address: string) =>
  sourceOf(new Request('http://localhost', { headers: { 'cf-connecting-ip': address } }));

test('a sender of IPv6 is its network, whichever of its addresses it takes', () => {
  expect(from('203.0.113.9')).toBe('203.0.113.9');
  expect(from('2001:db8:0:7::1')).toBe('2001:db8:0:7');
  expect(from('2001:DB8:0:7:ffff:1:2:3')).toBe('2001:db8:0:7');
  expect(from('2001:db8::1')).toBe('2001:db8:0:0');
  expect(from('::1')).toBe('0:0:0:0');
  expect(sourceOf(new Request('http://localhost'))).toBe('');
});
