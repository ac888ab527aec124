import { and, asc, eq, isNotNull, lt } from 'drizzle-orm';
import type { BrokerName } from '#shared/contract/connection.ts';
import type { Caller } from '#shared/domain/caller.ts';
import type { World } from '#shared/domain/market.ts';
import type { Role } from '#shared/domain/role.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { Database } from './database.ts';
import { accounts, userAccounts } from './schema.ts';

export interface DirectoryAccount {
  readonly id: string;
  readonly name: string;
  readonly marketId: string;
  readonly world: World;
}

/** Which accounts there are and who may see them: for lists, never for leave. */
export interface AccountDirectory {
  /** The caller's, oldest first. */
  of(caller: Pick<Caller, 'userId' | 'accountIds'>): Promise<DirectoryAccount[]>;
  add(
    account: DirectoryAccount & { broker: BrokerName; connectionId?: string; userId: string },
    now: WallMs,
  ): Promise<void>;
  /** Puts it into somebody's list, or (null) out of it. */
  setRole(userId: string, accountId: string, role: Role | null): Promise<void>;
  rename(accountId: string, name: string): Promise<void>;
  exists(accountId: string): Promise<boolean>;
  /** Every account, oldest first. */
  all(): Promise<{ id: string; world: World }[]>;
  /** Markets of real prices that an account trades on. */
  liveMarkets(): Promise<string[]>;
  onMarket(marketId: string): Promise<DirectoryAccount[]>;
  /** Accounts that wanted to be awake before `before`. */
  late(before: WallMs): Promise<string[]>;
  setDue(accountId: string, dueAt: WallMs | null): Promise<void>;
}

const LATE_MAX = 500;

export function accountDirectory(database: Database): AccountDirectory {
  const columns = { id: accounts.id, name: accounts.name, marketId: accounts.marketId, world: accounts.world };
  const oldestFirst = [asc(accounts.createdAt), asc(accounts.id)] as const;
  return {
    of: async ({ userId, accountIds }) => {
      const rows = await database
        .select(columns)
        .from(userAccounts)
        .innerJoin(accounts, eq(accounts.id, userAccounts.accountId))
        .where(eq(userAccounts.userId, userId))
        .orderBy(...oldestFirst);
      return accountIds === null ? rows : rows.filter((row) => accountIds.includes(row.id));
    },
    add: async ({ userId, ...account }, now) => {
      await database.batch([
        database
          .insert(accounts)
          .values({ ...account, createdAt: now })
          .onConflictDoNothing(),
        database.insert(userAccounts).values({ userId, accountId: account.id, role: 'owner' }).onConflictDoNothing(),
      ]);
    },
    setRole: async (userId, accountId, role) => {
      const its = and(eq(userAccounts.userId, userId), eq(userAccounts.accountId, accountId));
      if (role === null) await database.delete(userAccounts).where(its);
      else
        await database
          .insert(userAccounts)
          .values({ userId, accountId, role })
          .onConflictDoUpdate({ target: [userAccounts.userId, userAccounts.accountId], set: { role } });
    },
    rename: async (accountId, name) => {
      await database.update(accounts).set({ name }).where(eq(accounts.id, accountId));
    },
    exists: async (accountId) =>
      (await database.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, accountId)).get()) !== undefined,
    all: () =>
      database
        .select({ id: accounts.id, world: accounts.world })
        .from(accounts)
        .orderBy(...oldestFirst),
    liveMarkets: async () => {
      const rows = await database
        .selectDistinct({ marketId: accounts.marketId })
        .from(accounts)
        .where(isNotNull(accounts.connectionId))
        .limit(LATE_MAX);
      return rows.map(({ marketId }) => marketId);
    },
    onMarket: (marketId) =>
      database
        .select(columns)
        .from(accounts)
        .where(eq(accounts.marketId, marketId))
        .orderBy(...oldestFirst)
        .limit(LATE_MAX),
    late: async (before) => {
      const rows = await database
        .select({ id: accounts.id })
        .from(accounts)
        .where(lt(accounts.dueAt, before))
        .orderBy(asc(accounts.dueAt))
        .limit(LATE_MAX);
      return rows.map((row) => row.id);
    },
    setDue: async (accountId, dueAt) => {
      await database.update(accounts).set({ dueAt }).where(eq(accounts.id, accountId));
    },
  };
}
