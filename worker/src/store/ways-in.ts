import { and, eq, inArray } from 'drizzle-orm';
import { hashText } from '../objects/user/secret.ts';
import type { Database } from './database.ts';
import { waysIn } from './schema.ts';

export const WAY_KINDS = ['email', 'recovery-code'] as const;
export type WayKind = (typeof WAY_KINDS)[number];

/** Whom to ask about what somebody signs in with. A code is given as its own hash (`hashRecoveryCode`). */
export interface WaysIn {
  userOf(kind: WayKind, text: string): Promise<string | null>;
  /** These are this person's now, in place of those they had of this kind; false: one of them is another's. */
  put(userId: string, kind: WayKind, texts: readonly string[]): Promise<boolean>;
}

export function waysInOf(database: Database): WaysIn {
  const keyOf = (kind: WayKind, text: string): Promise<string> => hashText(`${kind}:${text}`);
  return {
    userOf: async (kind, text) => {
      const row = await database
        .select()
        .from(waysIn)
        .where(eq(waysIn.key, await keyOf(kind, text)))
        .get();
      return row?.userId ?? null;
    },
    put: async (userId, kind, texts) => {
      const keys = await Promise.all(texts.map((text) => keyOf(kind, text)));
      const former = database.delete(waysIn).where(and(eq(waysIn.userId, userId), eq(waysIn.kind, kind)));
      if (keys.length === 0) {
        await former;
        return true;
      }
      const rows = keys.map((key) => ({ key, kind, userId }));
      await database.batch([former, database.insert(waysIn).values(rows).onConflictDoNothing()]);
      // Of two who take one address at once the first has it.
      const own = await database
        .select({ key: waysIn.key })
        .from(waysIn)
        .where(and(inArray(waysIn.key, keys), eq(waysIn.userId, userId)));
      return own.length === keys.length;
    },
  };
}
