import { and, asc, eq, gt, isNull } from 'drizzle-orm';
import type { WallMs } from '#shared/lib/time.ts';
import type { Chats, LinkedChat } from '#shared/usecases/chat-port.ts';
import { hashText } from '../objects/user/secret.ts';
import { newReadableCode, plainCode } from '../readable-code.ts';
import type { Database } from './database.ts';
import { chatIdentities, linkCodes } from './schema.ts';

const LIST_MAX = 100;
/** 75 random bits: more than anybody can try in ten minutes, and few enough to type. */
const CODE_GROUPS = 3;
const CODE_GROUP_LENGTH = 5;

/** Who speaks from which chat app. Codes are looked up by their SHA-256, so that no time tells anything of a code. */
export function chatRepository(database: Database): Chats {
  const at = (channel: LinkedChat['channel'], externalId: string) =>
    and(eq(chatIdentities.channel, channel), eq(chatIdentities.externalId, externalId));
  return {
    find: async (channel, externalId) => {
      const row = await database.select().from(chatIdentities).where(at(channel, externalId)).get();
      return row === undefined ? null : chatOf(row);
    },
    list: async (userId) => (await chatsOf(database, userId)).map(chatOf),
    link: async ({ channel, externalId, ...rest }) => {
      // One statement, so that of two people who link the same chat at once one is refused.
      const linked = await database
        .insert(chatIdentities)
        .values({ channel, externalId, ...rest })
        .onConflictDoUpdate({
          target: [chatIdentities.channel, chatIdentities.externalId],
          set: { ...rest, goneAt: null },
          setWhere: eq(chatIdentities.userId, rest.userId),
        })
        .returning({ externalId: chatIdentities.externalId });
      return linked.length > 0;
    },
    unlink: async (userId, channel, externalId) => {
      const gone = await database
        .delete(chatIdentities)
        .where(and(at(channel, externalId), eq(chatIdentities.userId, userId)))
        .returning({ externalId: chatIdentities.externalId });
      return gone.length > 0;
    },
    setGone: async (channel, chatId, goneAt) => {
      await database
        .update(chatIdentities)
        .set({ goneAt })
        .where(and(eq(chatIdentities.channel, channel), eq(chatIdentities.chatId, chatId)));
    },
    createCode: async ({ userId, channel, expiresAt }) => {
      const code = newReadableCode(CODE_GROUPS, CODE_GROUP_LENGTH);
      await database.batch([
        database.delete(linkCodes).where(and(eq(linkCodes.userId, userId), eq(linkCodes.channel, channel))),
        database.insert(linkCodes).values({ hash: await hashText(plainCode(code)), userId, channel, expiresAt }),
      ]);
      return code;
    },
    takeCode: async (code, channel, now) => {
      const [taken] = await database
        .update(linkCodes)
        .set({ usedAt: now })
        .where(
          and(
            eq(linkCodes.hash, await hashText(plainCode(code))),
            eq(linkCodes.channel, channel),
            isNull(linkCodes.usedAt),
            gt(linkCodes.expiresAt, now),
          ),
        )
        .returning({ userId: linkCodes.userId });
      return taken?.userId ?? null;
    },
  };
}

/** A person's, oldest first. */
export function chatsOf(database: Database, userId: string) {
  return database
    .select()
    .from(chatIdentities)
    .where(eq(chatIdentities.userId, userId))
    .orderBy(asc(chatIdentities.linkedAt))
    .limit(LIST_MAX);
}

export function chatOf({ linkedAt, goneAt, ...row }: typeof chatIdentities.$inferSelect): LinkedChat {
  return { ...row, linkedAt: linkedAt as WallMs, goneAt: goneAt as WallMs | null };
}
