import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { inOwnTurns } from './in-own-turns.ts';

const db = inOwnTurns(env.DB);

test('whoever waits outside comes in between two questions', async () => {
  const came: string[] = [];
  setTimeout(() => came.push('somebody'), 0);
  for (const question of ['first', 'second', 'third']) {
    await db.prepare('SELECT 1').first();
    came.push(question);
  }
  expect(came[0]).toBe('somebody');
});

test('questions are answered as ever: bound, one value, raw, together', async () => {
  await db.prepare('CREATE TABLE turn (n INTEGER PRIMARY KEY, text TEXT NOT NULL)').run();
  const insert = db.prepare('INSERT INTO turn (n, text) VALUES (?1, ?2)');
  const [first, second] = await db.batch([insert.bind(1, 'one'), insert.bind(2, 'two')]);
  expect([first?.meta.changes, second?.meta.changes]).toEqual([1, 1]);
  const all = db.prepare('SELECT n, text FROM turn WHERE n > ?1 ORDER BY n');
  expect((await all.bind(0).all()).results).toEqual([
    { n: 1, text: 'one' },
    { n: 2, text: 'two' },
  ]);
  expect(await all.bind(1).first('text')).toBe('two');
  expect(await all.bind(1).raw()).toEqual([[2, 'two']]);
  await expect(db.prepare('SELECT * FROM missing').all()).rejects.toThrow('no such table');
});
