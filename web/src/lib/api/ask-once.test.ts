import { expect, it } from 'vitest';
import { askOnce } from './ask-once.ts';
import { ApiError } from './error.ts';
import { OnceKey } from './once-key.ts';

it('what was asked for and not answered goes out again as the same wish, until somebody answers', async () => {
  const once = new OnceKey<object>();
  const keys: string[] = [];
  const call = (error: Error | null) => (_: object, key: string) => {
    keys.push(key);
    return error === null ? Promise.resolve('kept') : Promise.reject(error);
  };
  const wish = { name: 'A fund', quantity: '2' };
  await expect(askOnce(once, wish, call(new ApiError('no-answer', 0)))).rejects.toThrow();
  expect(await askOnce(once, { ...wish }, call(null))).toBe('kept');
  await askOnce(once, wish, call(null));
  expect([keys[0] === keys[1], keys[1] === keys[2]]).toEqual([true, false]);
});
