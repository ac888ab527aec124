import { and, asc, count, eq, inArray, sql } from 'drizzle-orm';
import { ulid } from 'ulid';
import type { PortfolioKind } from '#shared/domain/portfolio-kinds.ts';
import { toIso, type WallMs } from '#shared/lib/time.ts';
import type { Portfolios } from '#shared/usecases/ports.ts';
import type { Database } from './database.ts';
import { externalHoldings, portfolioHolders, portfolios } from './schema.ts';

/** D1 takes 100 bound values a statement; a holding has 13. */
const HOLDINGS_PER_INSERT = 7;
const IDS_PER_DELETE = 90;

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
  const idsOf = (userId: string) =>
    database.select({ id: portfolios.id }).from(portfolios).where(eq(portfolios.userId, userId));
  const addHolder = (portfolioId: string, accountId: string, holder: string) =>
    database.insert(portfolioHolders).values({ portfolioId, accountId, holder }).onConflictDoNothing();
  const create = async (
    userId: string,
    { name, kind, isDefault }: { name: string; kind: PortfolioKind; isDefault: boolean },
    now: WallMs,
  ) => {
    const id = `pf_${ulid(now)}`;
    const row = { id, userId, name, kind, isDefault, createdAt: now };
    await database.insert(portfolios).values(row).onConflictDoNothing();
    return id;
  };
  return {
    list: async (userId) => {
      const rows = await rowsOf(userId);
      const own = idsOf(userId);
      const [holders, counts] =
        rows.length === 0
          ? [[], []]
          : await Promise.all([
              database.select().from(portfolioHolders).where(inArray(portfolioHolders.portfolioId, own)),
              database
                .select({ id: externalHoldings.portfolioId, count: count() })
                .from(externalHoldings)
                .where(inArray(externalHoldings.portfolioId, own))
                .groupBy(externalHoldings.portfolioId),
            ]);
      return rows.map(({ id, name, kind, isDefault, createdAt }) => ({
        ...{ id, name, kind, isDefault },
        holders: holders
          .filter((holder) => holder.portfolioId === id)
          .map(({ accountId, holder }) => ({ accountId, holder })),
        holdingCount: counts.find((counted) => counted.id === id)?.count ?? 0,
        createdAt: toIso(createdAt as WallMs),
      }));
    },
    create: (userId, input, now) => create(userId, { ...input, isDefault: false }, now),
    ensureDefault: async (userId, now) => {
      const known = (await rowsOf(userId)).find((row) => row.isDefault);
      if (known !== undefined) return known.id;
      await create(userId, { name: 'Main', kind: 'nod', isDefault: true }, now);
      return (await rowsOf(userId)).find((row) => row.isDefault)?.id ?? '';
    },
    update: async (userId, portfolioId, change) => {
      const own = and(eq(portfolios.id, portfolioId), eq(portfolios.userId, userId));
      if (change.isDefault) {
        await database.batch([
          database.update(portfolios).set({ isDefault: false }).where(eq(portfolios.userId, userId)),
          database.update(portfolios).set(change).where(own),
        ]);
      } else if (change.name !== undefined) await database.update(portfolios).set({ name: change.name }).where(own);
    },
    remove: async (userId, portfolioId) => {
      const rows = await rowsOf(userId);
      const home = rows.find((row) => row.isDefault)?.id;
      if (home === undefined || home === portfolioId || !rows.some(({ id }) => id === portfolioId)) return;
      const inIt = eq(portfolioHolders.portfolioId, portfolioId);
      const holders = await database.select().from(portfolioHolders).where(inIt);
      await database.batch([
        database.delete(portfolioHolders).where(inIt),
        database.delete(externalHoldings).where(eq(externalHoldings.portfolioId, portfolioId)),
        database.delete(portfolios).where(eq(portfolios.id, portfolioId)),
        ...holders.map(({ accountId, holder }) => addHolder(home, accountId, holder)),
      ]);
    },
    removeAccount: async (userId, accountId) => {
      await database
        .delete(portfolioHolders)
        .where(and(eq(portfolioHolders.accountId, accountId), inArray(portfolioHolders.portfolioId, idsOf(userId))));
    },
    addHolder: async (portfolioId, accountId, holder) => {
      await addHolder(portfolioId, accountId, holder);
    },
    moveHolder: async (userId, portfolioId, { accountId, holder }) => {
      const elsewhere = and(
        eq(portfolioHolders.accountId, accountId),
        eq(portfolioHolders.holder, holder),
        inArray(portfolioHolders.portfolioId, idsOf(userId)),
      );
      await database.batch([
        database.delete(portfolioHolders).where(elsewhere),
        addHolder(portfolioId, accountId, holder),
      ]);
    },
    holdings: async (portfolioId) => {
      const rows = await database
        .select()
        .from(externalHoldings)
        .where(eq(externalHoldings.portfolioId, portfolioId))
        .orderBy(asc(externalHoldings.createdAt), asc(externalHoldings.id));
      return rows.map(({ id, name, quantity, totalCost, currency, price, pricedAt }) => ({
        ...{ id, name, quantity, totalCost, currency, price },
        pricedAt: pricedAt as WallMs | null,
      }));
    },
    updateHolding: async (portfolioId, id, change, now) => {
      const priced = change.price === undefined ? {} : { pricedAt: change.price === null ? null : now };
      await database
        .update(externalHoldings)
        .set({ ...change, ...priced })
        .where(and(eq(externalHoldings.portfolioId, portfolioId), eq(externalHoldings.id, id)));
    },
    saveHoldings: async (portfolioId, { put, drop, inPlaceOf = 'these' }, now) => {
      const rows = put.map(({ name, quantity, totalCost, currency, price }, index) => ({
        // Ids of one moment sort as they were written.
        ...{ id: `xh_${ulid(now + index)}`, portfolioId, name, quantity, totalCost, currency, price },
        ...{ pricedAt: price === null ? null : now, createdAt: now },
      }));
      const here = eq(externalHoldings.portfolioId, portfolioId);
      const deletes = inPieces(drop, IDS_PER_DELETE).map((ids) =>
        database.delete(externalHoldings).where(and(here, inArray(externalHoldings.id, [...ids]))),
      );
      // What somebody else has put there since `drop` was read is in nobody's list yet.
      const names = JSON.stringify(put.map(({ name, currency }) => [name, currency]));
      const isSame = sql`EXISTS (SELECT 1 FROM json_each(${names}) WHERE value ->> 0 = ${externalHoldings.name} COLLATE NOCASE
        AND value ->> 1 = ${externalHoldings.currency})`;
      if (inPlaceOf === 'all') deletes.push(database.delete(externalHoldings).where(here));
      if (inPlaceOf === 'the-same') deletes.push(database.delete(externalHoldings).where(and(here, isSame)));
      const inserts = inPieces(rows, HOLDINGS_PER_INSERT).map((some) =>
        database.insert(externalHoldings).values([...some]),
      );
      const [first, ...rest] = [...deletes, ...inserts];
      if (first !== undefined) await database.batch([first, ...rest]);
    },
  };
}

function inPieces<T>(items: readonly T[], size: number): (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}
