import type { ChatMessage } from '#shared/contract/chat.ts';
import { DAY_MS } from '#shared/lib/time.ts';
import type { Sql } from '../sql.ts';

const KEPT = 500;

/** The web chat of one user, newest last; the oldest go first. */
export function readChat(sql: Sql, limit: number): ChatMessage[] {
  const rows = sql.all<{ message: string }>('SELECT message FROM chat ORDER BY n DESC LIMIT ?', Math.min(limit, KEPT));
  return rows.map((row) => JSON.parse(row.message) as ChatMessage).reverse();
}

export function appendChat(sql: Sql, messages: readonly ChatMessage[]): void {
  for (const message of messages) sql.run('INSERT INTO chat (message) VALUES (?)', JSON.stringify(message));
  sql.run('DELETE FROM chat WHERE n <= (SELECT max(n) FROM chat) - ?', KEPT);
}

/** Deliveries are repeated for a day at most; after that nobody asks again. */
const DELIVERED_KEPT_MS = 3 * DAY_MS;

/** Keeps what an event says, once however often it is delivered. False: it was here before. */
export function appendOnce(
  sql: Sql,
  event: { accountId: string; seq: number },
  { messages, now }: { messages: readonly ChatMessage[]; now: number },
): boolean {
  const isNew =
    sql.all(
      'INSERT INTO delivered (account_id, seq, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING seq',
      event.accountId,
      event.seq,
      now,
    ).length > 0;
  if (!isNew) return false;
  sql.run('DELETE FROM delivered WHERE at <= ?', now - DELIVERED_KEPT_MS);
  appendChat(sql, messages);
  return true;
}
