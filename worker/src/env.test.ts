import { expect, test } from 'vitest';
import { readEnv, type RawEnv } from './env.ts';

const settings = (given: object): RawEnv => given as RawEnv;

test.each([
  ['no key', {}],
  ['a short one', { AUDIT_KEY: '00' }],
  ['an account id', { AUDIT_KEY: 'a_test0001' }],
  ['no hex', { AUDIT_KEY: 'x'.repeat(64) }],
])('the Worker does not run with %s for the chain of events', (_, given) => {
  expect(() => readEnv(settings(given))).toThrow('AUDIT_KEY');
});

test('with one it runs', () => {
  expect(readEnv(settings({ AUDIT_KEY: '0a'.repeat(32) })).settings.AUDIT_KEY).toHaveLength(64);
});
