import type { AccountId } from '#shared/domain/ids.ts';
import { MINUTE_MS, type WallMs } from '#shared/lib/time.ts';
import type { Sql } from '../sql.ts';

/** What is owed to this person of an account and has not arrived: how many messages, and since when the first of them. */
export interface Undelivered {
  readonly since: WallMs;
  readonly count: number;
}

/** Tells an account; null: they arrive again. */
export type TellUndelivered = (accountId: AccountId, found: Undelivered | null) => Promise<void>;

/** By then every channel was tried, and tried again. */
const BOUND_MS = 5 * MINUTE_MS;

/** First messages that nobody took yet. That they do not arrive is told as well, and is none of them. */
const OWED = `kind IS NOT NULL AND why = 'first' AND account_id LIKE 'a\\_%' ESCAPE '\\'
  AND state IN ('waiting', 'sending') AND event -> 'body' ->> 'trouble' IS NOT 'undelivered'`;

/** Messages that reach this person nowhere: their accounts are told once it has lasted, and once they arrive again. */
export class DeliveryWatch {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Looks, and tells what has changed; what could not be told is told by the next look. Answers whether all was. */
  async look(now: WallMs, tell: TellUndelivered): Promise<boolean> {
    const overdue = this.#sql.all<Undelivered & { accountId: AccountId }>(
      `SELECT account_id AS accountId, min(due_at) AS since, count(*) AS count FROM delivery
       WHERE ${OWED} AND due_at <= ? GROUP BY account_id`,
      now - BOUND_MS,
    );
    const told = new Map(this.#told().map(({ accountId, since }) => [accountId, since]));
    let isAllTold = true;
    const attempt = async (accountId: AccountId, found: Undelivered | null): Promise<void> => {
      try {
        await tell(accountId, found);
        this.#remember(accountId, found);
      } catch {
        isAllTold = false;
      }
    };
    for (const { accountId, since, count } of overdue)
      if (!told.has(accountId)) await attempt(accountId, { since, count });
    for (const [accountId, since] of told)
      if (!overdue.some((one) => one.accountId === accountId) && this.#arrives(accountId, since))
        await attempt(accountId, null);
    return isAllTold;
  }

  /** When the next message will have waited for too long; null: none waits that was not told of. */
  nextAt(now: WallMs): WallMs | null {
    const row = this.#sql.first<{ at: number | null }>(
      `SELECT min(due_at) AS at FROM delivery WHERE ${OWED} AND due_at > ?
         AND account_id NOT IN (SELECT account_id FROM undelivered_told)`,
      now - BOUND_MS,
    );
    return row?.at == null ? null : ((row.at + BOUND_MS) as WallMs);
  }

  /** Something of this account was taken since; or nothing of it was given up, so that nothing is missing. */
  #arrives(accountId: AccountId, since: WallMs): boolean {
    const row = this.#sql.first<{ sent: number; lost: number }>(
      `SELECT sum(state = 'sent') AS sent, sum(state = 'failed' AND reason IS NOT 'unlinked') AS lost FROM delivery
       WHERE account_id = ? AND done_at >= ? AND kind IS NOT NULL`,
      ...[accountId, since],
    );
    return (row?.sent ?? 0) > 0 || (row?.lost ?? 0) === 0;
  }

  #told(): { accountId: AccountId; since: WallMs }[] {
    return this.#sql.all('SELECT account_id AS accountId, since FROM undelivered_told');
  }

  #remember(accountId: AccountId, found: Undelivered | null): void {
    if (found === null) this.#sql.run('DELETE FROM undelivered_told WHERE account_id = ?', accountId);
    else
      this.#sql.run(
        'INSERT INTO undelivered_told (account_id, since) VALUES (?, ?) ON CONFLICT DO NOTHING',
        ...[accountId, found.since],
      );
  }
}
