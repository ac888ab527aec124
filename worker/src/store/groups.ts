import { and, asc, eq } from 'drizzle-orm';
import { ulid } from 'ulid';
import type { WallMs } from '#shared/lib/time.ts';
import { GROUP_ID, type Group, type GroupPlace, type Groups } from '#shared/usecases/group-port.ts';
import type { Database } from './database.ts';
import { groupChats } from './schema.ts';

const LIST_MAX = 100;

/** Groups by where they are; a topic is a place of its own. */
export function groupRepository(database: Database): Groups {
  const at = ({ channel, chatId, threadId }: GroupPlace) =>
    and(eq(groupChats.channel, channel), eq(groupChats.chatId, chatId), eq(groupChats.threadId, threadId ?? ''));
  const one = async (where: ReturnType<typeof at>): Promise<Group | null> => {
    const row = await database.select().from(groupChats).where(where).get();
    return row === undefined ? null : groupOf(row);
  };
  return {
    at: (place) => one(at(place)),
    find: (id) => one(eq(groupChats.id, id)),
    list: async (userId) => (await groupsOf(database, userId)).map(groupOf),
    put: async ({ threadId, ...group }) => {
      const [row] = await database
        .insert(groupChats)
        .values({ ...group, threadId: threadId ?? '', id: `${GROUP_ID}${ulid()}` })
        .onConflictDoUpdate({
          target: [groupChats.channel, groupChats.chatId, groupChats.threadId],
          set: { name: group.name, userId: group.userId, accountId: group.accountId, goneAt: null },
        })
        .returning();
      if (row === undefined) throw new Error('a group that was kept is not there');
      return groupOf(row);
    },
    tell: async (id, { userId, accountId }) => {
      await database.update(groupChats).set({ userId, accountId }).where(eq(groupChats.id, id));
    },
    move: async (channel, from, to) => {
      const there = and(eq(groupChats.channel, channel), eq(groupChats.chatId, to));
      await database.batch([
        // Seen under its new number already, by somebody who spoke there first: what was told goes on.
        database.delete(groupChats).where(there),
        database
          .update(groupChats)
          .set({ chatId: to })
          .where(and(eq(groupChats.channel, channel), eq(groupChats.chatId, from))),
      ]);
    },
    setGone: async (channel, chatId, goneAt) => {
      const there = and(eq(groupChats.channel, channel), eq(groupChats.chatId, chatId));
      const before = (await database.select().from(groupChats).where(there).limit(LIST_MAX)).map(groupOf);
      // Whoever lets it in again may be somebody else: it tells nothing until an owner says so once more.
      const change = goneAt === null ? { goneAt } : { goneAt, accountId: null };
      if (before.some((group) => group.goneAt !== goneAt)) await database.update(groupChats).set(change).where(there);
      return before;
    },
  };
}

/** Those that a person turned on, in the order in which they were seen. */
export function groupsOf(database: Database, userId: string) {
  return database
    .select()
    .from(groupChats)
    .where(eq(groupChats.userId, userId))
    .orderBy(asc(groupChats.seenAt))
    .limit(LIST_MAX);
}

export function groupOf({ threadId, seenAt, goneAt, ...row }: typeof groupChats.$inferSelect): Group {
  return {
    ...row,
    threadId: threadId === '' ? null : threadId,
    seenAt: seenAt as WallMs,
    goneAt: goneAt as WallMs | null,
  };
}
