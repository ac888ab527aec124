import type { ChainHead } from '../objects/account/audit-chain.ts';

/** At most so many accounts are looked at in one tick; the next tick goes on. */
const ACCOUNTS_MAX = 20;

/** Accounts whose head was not copied on this day yet, with the head that was copied last. */
export async function headsDue(db: D1Database, day: string): Promise<{ accountId: string; last: ChainHead | null }[]> {
  const { results } = await db
    .prepare(
      `SELECT id, (SELECT json_object('seq', seq, 'mac', mac) FROM audit_head WHERE account_id = id ORDER BY day DESC LIMIT 1) AS last
       FROM accounts WHERE NOT EXISTS (SELECT 1 FROM audit_head WHERE account_id = id AND day = ?1)
       ORDER BY id LIMIT ?2`,
    )
    .bind(day, ACCOUNTS_MAX)
    .all<{ id: string; last: string | null }>();
  return results.map(({ id, last }) => ({
    accountId: id,
    last: last === null ? null : (JSON.parse(last) as ChainHead),
  }));
}

/** The first copy of a day stays: a later one could be of a chain that was cut meanwhile. */
export async function keepHead(
  db: D1Database,
  row: { accountId: string; day: string; head: ChainHead; brokenAt: number | null; at: number },
): Promise<void> {
  await db
    .prepare(
      `INSERT INTO audit_head (account_id, day, seq, mac, broken_at, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
       ON CONFLICT (account_id, day) DO NOTHING`,
    )
    .bind(row.accountId, row.day, row.head.seq, row.head.mac, row.brokenAt, row.at)
    .run();
}
