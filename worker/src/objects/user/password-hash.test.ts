import { expect, test } from 'vitest';
import { hashPassword, isPassword, NOBODYS_RECORD } from './password-hash.ts';

const PASSWORD = 'correct horse battery';

test('a password fits its own record alone, and no two records are alike', async () => {
  const [one, other] = [await hashPassword(PASSWORD), await hashPassword(PASSWORD)];
  expect(one).toMatch(/^\$scrypt-links\$ln=12,r=8,links=20\$[\w-]{22}\$[\w-]{43}$/);
  expect(one).not.toBe(other);
  expect(await isPassword(PASSWORD, one ?? '')).toBe(true);
  expect(await isPassword(`${PASSWORD} `, one ?? '')).toBe(false);
  expect(await isPassword(PASSWORD, NOBODYS_RECORD)).toBe(false);
  expect(await isPassword(PASSWORD, 'not a record')).toBe(false);
});

test('the same signs typed another way are the same password', async () => {
  const record = (await hashPassword('비밀 열쇠 아홉 개 있다'.normalize('NFC'))) ?? '';
  expect(await isPassword('비밀 열쇠 아홉 개 있다'.normalize('NFD'), record)).toBe(true);
});

test('of many at once most are sent away', async () => {
  // As dear to ask, and quick to answer.
  const cheap = NOBODYS_RECORD.replace('links=20', 'links=1');
  const answers = await Promise.all(Array.from({ length: 12 }, () => isPassword(PASSWORD, cheap)));
  expect(answers.filter((answer) => answer === null)).toHaveLength(4);
});

test('who is known on a browser finds room where strangers have taken all of theirs', async () => {
  const cheap = NOBODYS_RECORD.replace('links=20', 'links=1');
  const ask = (isKnown: boolean) => isPassword(PASSWORD, cheap, { isKnown });
  const strangers = Array.from({ length: 12 }, () => ask(false));
  expect(await Promise.all([ask(true), hashPassword(PASSWORD)])).not.toContain(null);
  expect(await ask(false)).not.toBeNull();
  await Promise.all(strangers);
});

test('others get their turn while one is hashed', async () => {
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 0);
  await hashPassword(PASSWORD);
  clearInterval(timer);
  expect(turns).toBeGreaterThan(5);
});
