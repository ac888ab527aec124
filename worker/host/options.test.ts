import { expect, test } from 'vitest';
import { parseStartOptions } from './options.ts';

const parse = (...argv: string[]) => parseStartOptions(argv, '/home/me/nod');

test('without a word it is the generated market on port 8787 with its state in .nod', () => {
  expect(parse()).toEqual({
    ok: true,
    value: { port: 8787, stateDir: '/home/me/nod/.nod', fresh: false, noWait: false },
  });
});

test('paths start where the person is', () => {
  const parsed = parse('--replay', '../data/a.csv.gz', '--state', 'x', '--speed', '20');
  expect(parsed).toMatchObject({ value: { replay: '/home/me/data/a.csv.gz', stateDir: '/home/me/nod/x', speed: 20 } });
});

test.each([
  [['--port', 'abc'], '--port'],
  [['--port', '70000'], '--port'],
  [['--speed', '-1'], '--speed'],
  [['--seed', '1.5'], '--seed'],
  [['--public', 'http://x.example'], '--public'],
  [['--public', 'https://x.example/path'], '--public'],
  [['--nonsense'], '--nonsense'],
  [['--replay', 'a.csv', '--seed', '1'], '--seed'],
])('refuses %j and names it', (argv, named) => {
  const parsed = parse(...argv);
  expect(parsed.ok).toBe(false);
  expect(parsed.ok ? '' : parsed.error).toContain(named);
});
