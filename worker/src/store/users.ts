import { asc, eq } from 'drizzle-orm';
import { toIso, type WallMs } from '#shared/lib/time.ts';
import type { StoredUser, Users } from '#shared/usecases/ports.ts';
import type { Database } from './database.ts';
import { users } from './schema.ts';

export interface UserRepository extends Users {
  exists(userId: string): Promise<boolean>;
}

export function userRepository(database: Database): UserRepository {
  const find = async (userId: string): Promise<StoredUser | null> => {
    const row = await database.select().from(users).where(eq(users.id, userId)).get();
    return row === undefined ? null : { ...row, createdAt: toIso(row.createdAt as WallMs) };
  };
  return {
    find,
    exists: async (userId) => (await find(userId)) !== null,
    list: async () => {
      const rows = await database.select().from(users).orderBy(asc(users.createdAt)).limit(500);
      return rows.map(({ id, name, role, createdAt }) => ({ id, name, role, createdAt: toIso(createdAt as WallMs) }));
    },
    update: async (userId, change) => {
      if (Object.keys(change).length > 0) await database.update(users).set(change).where(eq(users.id, userId));
    },
    create: async (user, now) => {
      await database
        .insert(users)
        .values({ ...user, createdAt: now })
        .onConflictDoNothing();
    },
  };
}
