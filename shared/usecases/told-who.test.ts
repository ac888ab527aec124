import { describe, expect, it } from 'vitest';
import { failure } from '../contract/errors.ts';
import { err, ok } from '../lib/result.ts';
import { errorText } from '../words/catalogue.ts';
import { readerOf } from '../words/format-time.ts';
import type { Users } from './ports.ts';
import { toldWho } from './told-who.ts';

const users = {
  find: (id: string) => Promise.resolve(id === 'u_mina' ? { id, name: 'Mina' } : null),
} as unknown as Users;
const lost = (by: string, channel: string) => err(failure('already-decided', { status: 'approved', by, channel }));
const read = async (answer: ReturnType<typeof lost>, language: 'en' | 'ko'): Promise<string> => {
  const told = await toldWho({ users }, Promise.resolve(answer));
  return told.ok ? '' : errorText(told.error, { reader: readerOf(language), currency: 'USD' });
};

describe('whoever lost a race', () => {
  it('reads who was faster and where, and no id', async () => {
    expect(await read(lost('u_mina', 'telegram'), 'en')).toBe(
      'Already decided by Mina, in Telegram. Nothing was changed.',
    );
    expect(await read(lost('u_mina', 'telegram'), 'ko')).toBe(
      'Mina 님이 텔레그램에서 이미 결정했어요. 바뀐 것은 없어요.',
    );
  });

  it('reads where, of somebody who is gone, and nothing made up of the time', async () => {
    expect(await read(lost('u_gone', 'web'), 'en')).toBe('Already decided in the app. Nothing was changed.');
    expect(await read(lost('u_gone', 'web'), 'ko')).toBe('앱에서 이미 결정했어요. 바뀐 것은 없어요.');
    expect(await read(lost('nod', 'clock'), 'en')).toBe('Already decided. Nothing was changed.');
  });

  it('is nobody’s business where nothing was lost', async () => {
    expect(await toldWho({ users }, Promise.resolve(ok(1)))).toEqual(ok(1));
    const other = err(failure('proposal-lapsed', { by: 'u_mina' }));
    expect(await toldWho({ users }, Promise.resolve(other))).toEqual(other);
  });
});
