import { and, asc, eq } from 'drizzle-orm';
import type { WallMs } from '#shared/lib/time.ts';
import type { Notes } from '#shared/usecases/ports.ts';
import type { Database } from './database.ts';
import { instrumentNotes } from './schema.ts';

export function noteRepository(database: Database): Notes {
  const its = (userId: string, symbol: string) =>
    and(eq(instrumentNotes.userId, userId), eq(instrumentNotes.symbol, symbol));
  return {
    list: async (userId) => {
      const rows = await database
        .select()
        .from(instrumentNotes)
        .where(eq(instrumentNotes.userId, userId))
        .orderBy(asc(instrumentNotes.symbol));
      return rows.map(({ symbol, text, updatedAt }) => ({ symbol, text, updatedAt: updatedAt as WallMs }));
    },
    read: async (userId, symbol) => {
      const row = await database.select().from(instrumentNotes).where(its(userId, symbol)).get();
      return row === undefined ? null : { text: row.text, updatedAt: row.updatedAt as WallMs };
    },
    write: async (userId, { symbol, text }, now) => {
      if (text === '') await database.delete(instrumentNotes).where(its(userId, symbol));
      else
        await database
          .insert(instrumentNotes)
          .values({ userId, symbol, text, updatedAt: now })
          .onConflictDoUpdate({
            target: [instrumentNotes.userId, instrumentNotes.symbol],
            set: { text, updatedAt: now },
          });
    },
  };
}
