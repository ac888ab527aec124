import { and, asc, eq, inArray } from 'drizzle-orm';
import { ulid } from 'ulid';
import { toIso, type WallMs } from '#shared/lib/time.ts';
import { WATCHLISTS_MAX, type Watchlists } from '#shared/usecases/ports.ts';
import type { Database } from './database.ts';
import { watchlistItems, watchlists } from './schema.ts';

/** D1 takes 100 bound values a statement; an item has three. */
const ITEMS_PER_INSERT = 30;

export function watchlistRepository(database: Database): Watchlists {
  const own = (userId: string, id: string) => and(eq(watchlists.id, id), eq(watchlists.userId, userId));
  const find = (userId: string, id: string) => database.select().from(watchlists).where(own(userId, id)).get();
  const itemInserts = (watchlistId: string, symbols: readonly string[]) => {
    const rows = symbols.map((name, position) => ({ watchlistId, position, name }));
    const inserts = [];
    for (let i = 0; i < rows.length; i += ITEMS_PER_INSERT)
      inserts.push(database.insert(watchlistItems).values(rows.slice(i, i + ITEMS_PER_INSERT)));
    return inserts;
  };
  return {
    list: async (userId) => {
      const lists = await database
        .select()
        .from(watchlists)
        .where(eq(watchlists.userId, userId))
        .orderBy(asc(watchlists.createdAt), asc(watchlists.id))
        .limit(WATCHLISTS_MAX);
      const ids = lists.map((list) => list.id);
      const items =
        ids.length === 0
          ? []
          : await database
              .select()
              .from(watchlistItems)
              .where(inArray(watchlistItems.watchlistId, ids))
              .orderBy(asc(watchlistItems.position));
      return lists.map(({ id, name, createdAt }) => ({
        id,
        name,
        createdAt: toIso(createdAt as WallMs),
        names: items.filter((item) => item.watchlistId === id).map((item) => item.name),
      }));
    },
    create: async (userId, { name, symbols }, now) => {
      const id = `w_${ulid(now)}`;
      const insert = database.insert(watchlists).values({ id, userId, name, createdAt: now });
      await database.batch([insert, ...itemInserts(id, symbols)]);
      return id;
    },
    update: async (userId, id, { name, symbols }) => {
      if ((await find(userId, id)) === undefined) return false;
      if (name !== undefined) await database.update(watchlists).set({ name }).where(own(userId, id));
      if (symbols !== undefined) {
        const clear = database.delete(watchlistItems).where(eq(watchlistItems.watchlistId, id));
        await database.batch([clear, ...itemInserts(id, symbols)]);
      }
      return true;
    },
    remove: async (userId, id) => {
      if ((await find(userId, id)) === undefined) return false;
      await database.batch([
        database.delete(watchlistItems).where(eq(watchlistItems.watchlistId, id)),
        database.delete(watchlists).where(own(userId, id)),
      ]);
      return true;
    },
  };
}
