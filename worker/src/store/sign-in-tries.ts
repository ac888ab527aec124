import { lte } from 'drizzle-orm';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '#shared/lib/time.ts';
import { hmacText } from '../objects/user/secret.ts';
import type { Database } from './database.ts';
import { signInTries } from './schema.ts';

/** How often something may be tried without waiting, and how long a wait can grow. */
interface Patience {
  readonly free: number;
  readonly waitMaxMs: number;
}

const PATIENCE = {
  /** A network address. At home it is what the sender says of itself: there the other bounds are what counts. */
  source: { free: 20, waitMaxMs: 15 * MINUTE_MS },
  /** Whom somebody says they are. Short, so that a guesser does not keep the person out. */
  address: { free: 5, waitMaxMs: MINUTE_MS },
  /** A browser that this person was signed in with before: whoever guesses elsewhere does not keep it out. */
  browser: { free: 5, waitMaxMs: MINUTE_MS },
  /** All of those of one person: copies of many marks guess no faster than this. */
  browsers: { free: 20, waitMaxMs: MINUTE_MS },
} as const satisfies Record<string, Patience>;

export interface Tried {
  readonly by: keyof typeof PATIENCE;
  readonly text: string;
}

/** The wait doubles from here. */
const FIRST_WAIT_MS = SECOND_MS;
/** After a pause this long it begins anew, and is kept no longer. */
const FORGOTTEN_AFTER_MS = HOUR_MS;
const DOUBLINGS_MAX = 20;
/**
 * Where somebody comes from and whom they say they are can be made up without end, so these share as many rows as this
 * many hex digits name. Two that meet in one wait for each other; nobody can tell which do.
 */
const MADE_UP_DIGITS = 4;

export interface SignInTries {
  /** Counts a try before anything of it is looked at, so that many at once are as many. False: too early, not counted. */
  begin(tried: Tried, now: number): Promise<boolean>;
  /** Takes a try back: it was right. Those before it stay, so that nobody buys guesses with a way in of their own. */
  wasRight(tried: Tried): Promise<void>;
}

/** Tries to come in. `key` keeps network addresses and names from being read in the table. */
export function signInTriesIn(db: D1Database, database: Database, key: string): SignInTries {
  const rowOf = async ({ by, text }: Tried): Promise<string> => {
    const row = await hmacText(key, JSON.stringify(['nod sign-in try', by, text]));
    return by === 'source' || by === 'address' ? `${by}-${row.slice(0, MADE_UP_DIGITS)}` : row;
  };
  return {
    begin: async (tried, now) => {
      const { free, waitMaxMs } = PATIENCE[tried.by];
      const begun = await db
        .prepare(
          `INSERT INTO sign_in_tries (key, count, next_at, at) VALUES (?1, 1, ?2, ?2)
           ON CONFLICT (key) DO UPDATE SET at = ?2,
             count = CASE WHEN at <= ?2 - ?3 THEN 1 ELSE count + 1 END,
             next_at = CASE WHEN at <= ?2 - ?3 OR count + 1 < ?4 THEN ?2
               ELSE ?2 + min(?5, ?6 << min(count + 1 - ?4, ?7)) END
           WHERE next_at <= ?2 RETURNING count`,
        )
        .bind(await rowOf(tried), now, FORGOTTEN_AFTER_MS, free, waitMaxMs, FIRST_WAIT_MS, DOUBLINGS_MAX)
        .first<{ count: number }>();
      if (begun?.count === 1) await database.delete(signInTries).where(lte(signInTries.at, now - FORGOTTEN_AFTER_MS));
      return begun !== null;
    },
    wasRight: async (tried) => {
      await db
        .prepare('UPDATE sign_in_tries SET count = max(count - 1, 0), next_at = at WHERE key = ?')
        .bind(await rowOf(tried))
        .run();
    },
  };
}
