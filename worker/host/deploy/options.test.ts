import { expect, test } from 'vitest';
import { parseDeployOptions } from './options.ts';

test('a name and a host name of one’s own', () => {
  expect(parseDeployOptions(['--name', 'nod-2', '--domain', 'nod.example.net'], '/home/me')).toEqual({
    ok: true,
    value: { dryRun: false, link: false, name: 'nod-2', domain: 'nod.example.net', stateDir: '/home/me/.nod-deployed' },
  });
});

test.each([
  [['--name', 'Nod'], '--name'],
  [['--name', 'a/b'], '--name'],
  [['--domain', 'https://nod.example.net'], '--domain'],
  [['--domain', 'localhost'], '--domain'],
  [['--domain', '-nod.example.net'], '--domain'],
  [['--nmae', 'nod'], '--nmae'],
])('%j is refused in words', (argv, word) => {
  const parsed = parseDeployOptions(argv, '/');
  expect(parsed).toMatchObject({ ok: false, error: expect.stringContaining(word) as unknown });
});
