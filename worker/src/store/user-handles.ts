import { gte } from 'drizzle-orm';
import { DAY_MS } from '#shared/lib/time.ts';
import { toBase64Url } from '../base64-url.ts';
import { userHandleOf } from '../objects/user/user-handle.ts';
import type { Database } from './database.ts';
import { users } from './schema.ts';

/**
 * Whose a passkey's handle (base64url) is; null: nobody's. A handle is a hash of the person's id, so what was read once
 * stays true, and a strange one reads only whoever came since.
 */
export function userHandles(database: Database): (handle: string) => Promise<string | null> {
  const known = new Map<string, string>();
  let newest = 0;
  return async (handle) => {
    if (!known.has(handle)) {
      // People are made by any Worker, each by its own clock.
      const came = await database
        .select({ id: users.id, createdAt: users.createdAt })
        .from(users)
        .where(gte(users.createdAt, newest - DAY_MS));
      for (const { id, createdAt } of came) {
        known.set(toBase64Url(await userHandleOf(id)), id);
        newest = Math.max(newest, createdAt);
      }
    }
    return known.get(handle) ?? null;
  };
}
