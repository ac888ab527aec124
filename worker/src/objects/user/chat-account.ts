import type { Sql } from '../sql.ts';

/** Which account a chat is about; null: nobody chose one there. */
export function readChatAccount(sql: Sql, chatId: string): string | null {
  const row = sql.first<{ account_id: string }>('SELECT account_id FROM chat_account WHERE chat_id = ?', chatId);
  return row?.account_id ?? null;
}

export function writeChatAccount(sql: Sql, chatId: string, accountId: string): void {
  sql.run(
    'INSERT INTO chat_account (chat_id, account_id) VALUES (?1, ?2) ON CONFLICT (chat_id) DO UPDATE SET account_id = ?2',
    chatId,
    accountId,
  );
}
