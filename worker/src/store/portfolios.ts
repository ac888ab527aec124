import { and, asc, eq, inArray } from 'drizzle-orm';
import { ulid } from 'ulid';
import { toIso, type WallMs } from '#shared/lib/time.ts';
import type { Portfolios } from '#shared/usecases/ports.ts';
import type { Database } from './database.ts';
import { externalHoldings, portfolioHolders, portfolios } from './schema.ts';

export interface PortfolioRepository extends Portfolios {
  /** The user's default portfolio, made when there is none. */
  ensureDefault(userId: string, now: WallMs): Promise<string>;
  /** Takes whatever an account holds out of the user's portfolios. */
  removeAccount(userId: string, accountId: string): Promise<void>;
}

export function portfolioRepository(database: Database): PortfolioRepository {
  const rowsOf = (userId: string) =>
    database
      .select()
      .from(portfolios)
      .where(eq(portfolios.userId, userId))
      .orderBy(asc(portfolios.createdAt), asc(portfolios.id))
      .limit(500);
  const create = async (userId: string, name: string, { now, isDefault }: { now: WallMs; isDefault: boolean }) => {
    const id = `pf_${ulid(now)}`;
    await database.insert(portfolios).values({ id, userId, name, isDefault, createdAt: now }).onConflictDoNothing();
    return id;
  };
  return {
    list: async (userId) => {
      const rows = await rowsOf(userId);
      const ids = rows.map((row) => row.id);
      const [holders, externals] =
        ids.length === 0
          ? [[], []]
          : await Promise.all([
              database.select().from(portfolioHolders).where(inArray(portfolioHolders.portfolioId, ids)),
              database.select().from(externalHoldings).where(inArray(externalHoldings.portfolioId, ids)),
            ]);
      return rows.map((row) => ({
        id: row.id,
        name: row.name,
        isDefault: row.isDefault,
        holders: holders
          .filter((holder) => holder.portfolioId === row.id)
          .map(({ accountId, holder }) => ({ accountId, holder })),
        externalHoldings: externals
          .filter((holding) => holding.portfolioId === row.id)
          .map(({ id, symbol, quantity, totalCost, currency }) => ({ id, symbol, quantity, totalCost, currency })),
        createdAt: toIso(row.createdAt as WallMs),
      }));
    },
    create: (userId, name, now) => create(userId, name, { now, isDefault: false }),
    ensureDefault: async (userId, now) => {
      const known = (await rowsOf(userId)).find((row) => row.isDefault);
      if (known !== undefined) return known.id;
      await create(userId, 'Main', { now, isDefault: true });
      return (await rowsOf(userId)).find((row) => row.isDefault)?.id ?? '';
    },
    update: async (userId, portfolioId, change) => {
      const own = and(eq(portfolios.id, portfolioId), eq(portfolios.userId, userId));
      if ((await database.select().from(portfolios).where(own).get()) === undefined) return false;
      if (change.isDefault) {
        await database.batch([
          database.update(portfolios).set({ isDefault: false }).where(eq(portfolios.userId, userId)),
          database.update(portfolios).set(change).where(own),
        ]);
      } else if (change.name !== undefined) await database.update(portfolios).set({ name: change.name }).where(own);
      return true;
    },
    removeAccount: async (userId, accountId) => {
      const own = database.select({ id: portfolios.id }).from(portfolios).where(eq(portfolios.userId, userId));
      await database
        .delete(portfolioHolders)
        .where(and(eq(portfolioHolders.accountId, accountId), inArray(portfolioHolders.portfolioId, own)));
    },
    addHolder: async (portfolioId, accountId, holder) => {
      await database.insert(portfolioHolders).values({ portfolioId, accountId, holder }).onConflictDoNothing();
    },
  };
}
