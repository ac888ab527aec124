import { expect, it } from 'vitest';
import { accountIdIn } from '../domain/owned-id.ts';

it('finds the account in the id of a bot, a proposal, an order, and of an order that took its place', () => {
  expect(accountIdIn('b_00000001_01')).toBe('a_00000001');
  expect(accountIdIn('o_00000001_01K9XQ4T0A5B6C7D8E9F0G1H2K')).toBe('a_00000001');
  expect(accountIdIn('o_00000001_01K9XQ4T0A5B6C7D8E9F0G1H2K~2')).toBe('a_00000001');
});

it('finds none in anything else', () => {
  for (const id of ['a_00000001', 'o_1_2', 'o_00000001_', 'o_00000001_01~', 'o_00000001_01~x', 'x_00000001_01']) {
    expect(accountIdIn(id), id).toBeNull();
  }
});
