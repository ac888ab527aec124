import { and, asc, eq, gt, isNotNull, isNull, sql } from 'drizzle-orm';
import type { AccountId, UserId } from '#shared/domain/ids.ts';
import type { ConnectionRecord } from '#shared/usecases/connection-port.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { Database } from './database.ts';
import { accounts, connections } from './schema.ts';

/** The directory of broker connections. It holds no secret. */
export interface ConnectionDirectory {
  /** Oldest first. */
  list(userId: string): Promise<ConnectionRecord[]>;
  find(userId: string, id: string): Promise<ConnectionRecord | null>;
  /** Those of this person that were added before this one. */
  before(userId: string, id: string): Promise<ConnectionRecord[]>;
  /** Accounts that are listed as trading over it. */
  accountsOver(id: string): Promise<AccountId[]>;
  add(userId: string, record: ConnectionRecord): Promise<void>;
  setKeyEnding(id: string, keyEnding: string): Promise<void>;
  remove(userId: string, id: string): Promise<void>;
  /** It goes once nothing is held over it; said again it stays as old. */
  setLeaving(userId: string, id: string, since: WallMs): Promise<void>;
  /** Those, oldest wish first. */
  leaving(): Promise<{ readonly userId: UserId; readonly id: string }[]>;
  /** Everybody's, oldest first and none left out: for the doctor, the minute tick, and whether an old key may go. */
  all(): Promise<ConnectionRecord[]>;
}

const LIST_MAX = 500;

export function connectionDirectory(database: Database): ConnectionDirectory {
  const own = (userId: string, id: string) => and(eq(connections.id, id), eq(connections.userId, userId));
  const select = () => database.select().from(connections);
  const oldestFirst = [asc(connections.createdAt), asc(connections.id)] as const;
  return {
    list: async (userId) => {
      const rows = await select()
        .where(eq(connections.userId, userId))
        .orderBy(...oldestFirst)
        .limit(LIST_MAX);
      return rows.map(recordOf);
    },
    find: async (userId, id) => {
      const row = await select().where(own(userId, id)).get();
      return row === undefined ? null : recordOf(row);
    },
    before: async (userId, id) => {
      // In the order in which they came to lie here: of two at the same moment just one finds the other.
      const rows = await select()
        .where(
          and(
            eq(connections.userId, userId),
            sql`rowid < (SELECT mine.rowid FROM connections AS mine WHERE mine.id = ${id})`,
          ),
        )
        .limit(LIST_MAX);
      return rows.map(recordOf);
    },
    accountsOver: async (id) => {
      const rows = await database
        .select({ id: accounts.id })
        .from(accounts)
        .where(eq(accounts.connectionId, id))
        .orderBy(asc(accounts.createdAt))
        .limit(LIST_MAX);
      return rows.map((row) => row.id as AccountId);
    },
    add: async (userId, record) => {
      await database
        .insert(connections)
        .values({ ...record, userId })
        .onConflictDoNothing();
    },
    setKeyEnding: async (id, keyEnding) => {
      await database.update(connections).set({ keyEnding }).where(eq(connections.id, id));
    },
    remove: async (userId, id) => {
      await database.batch([
        database.delete(connections).where(own(userId, id)),
        database.update(accounts).set({ connectionId: null }).where(eq(accounts.connectionId, id)),
      ]);
    },
    setLeaving: async (userId, id, since) => {
      await database
        .update(connections)
        .set({ leavingSince: since })
        .where(and(own(userId, id), isNull(connections.leavingSince)));
    },
    leaving: async () => {
      const rows = await database
        .select({ userId: connections.userId, id: connections.id })
        .from(connections)
        .where(isNotNull(connections.leavingSince))
        .orderBy(asc(connections.leavingSince))
        .limit(LIST_MAX);
      return rows.map(({ userId, id }) => ({ userId: userId as UserId, id }));
    },
    all: async () => {
      const found: ConnectionRecord[] = [];
      for (;;) {
        const rows = await select()
          .where(gt(connections.id, found.at(-1)?.id ?? ''))
          .orderBy(asc(connections.id))
          .limit(LIST_MAX);
        found.push(...rows.map(recordOf));
        if (rows.length < LIST_MAX) return found.toSorted((a, b) => a.createdAt - b.createdAt);
      }
    },
  };
}

function recordOf({
  userId: _,
  leavingSince: _leaving,
  createdAt,
  ...row
}: typeof connections.$inferSelect): ConnectionRecord {
  return { ...row, createdAt: createdAt as WallMs };
}
