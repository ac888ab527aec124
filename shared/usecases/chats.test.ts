import { expect, it } from 'vitest';
import type { WallMs } from '../lib/time.ts';
import type { Chats, LinkedChat } from './chat-port.ts';
import { linkChat } from './chats.ts';

const CHAT = { channel: 'telegram', externalId: '7', name: 'Kim', chatId: '7' } as const;

/** Chats in memory with one open code, of this person; `happened` is what was done, in order. */
function house(known: LinkedChat | null = null) {
  const happened: string[] = [];
  const rows = new Map(known === null ? [] : [[known.externalId, known]]);
  let code: string | null = 'u_kim';
  const chats = {
    takeCode: () => {
      const whose = code;
      code = null;
      return Promise.resolve(whose);
    },
    find: (_channel: string, externalId: string) => Promise.resolve(rows.get(externalId) ?? null),
    link: (chat: Omit<LinkedChat, 'goneAt'>) => {
      happened.push('linked');
      rows.set(chat.externalId, { ...chat, goneAt: null });
      return Promise.resolve(true);
    },
  } as unknown as Chats;
  const now = (): WallMs => 1 as WallMs;
  const owe = (userId: string): Promise<void> => {
    happened.push(`owed to ${userId}`);
    return Promise.resolve();
  };
  return { happened, rows, deps: { chats, now, owe } };
}

it('owes the person the news before the chat is theirs', async () => {
  const { happened, deps } = house();
  expect(await linkChat(deps, 'code', CHAT)).toMatchObject({ ok: true, value: { userId: 'u_kim' } });
  expect(happened).toEqual(['owed to u_kim', 'linked']);
});

it('where it ends before the news is stored, links nothing: no way in is there that nobody hears of', async () => {
  const { rows, deps } = house();
  const cutOff = { ...deps, owe: () => Promise.reject(new Error('cut off')) };
  await expect(linkChat(cutOff, 'code', CHAT)).rejects.toThrow('cut off');
  expect(rows.size).toBe(0);
  expect(await linkChat(deps, 'code', CHAT), 'and the code is spent').toEqual({ ok: false, error: 'code-bad' });
});

it('tells nobody of a chat that stays somebody else’s', async () => {
  const theirs = { ...CHAT, userId: 'u_mina', linkedAt: 0 as WallMs, goneAt: null };
  const { happened, deps } = house(theirs);
  expect(await linkChat(deps, 'code', CHAT)).toEqual({ ok: false, error: 'linked-to-another' });
  expect(happened).toEqual([]);
});
