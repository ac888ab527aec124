import type { Sql } from '../sql.ts';

/** The open question of each chat of this user: at most one, plain JSON. Null when none is open. */
export function readDialog(sql: Sql, chatId: string): unknown {
  const row = sql.first<{ state: string }>('SELECT state FROM dialog WHERE chat_id = ?', chatId);
  return row === null ? null : (JSON.parse(row.state) as unknown);
}

export function writeDialog(sql: Sql, chatId: string, state: { readonly id: string }): void {
  sql.run(
    'INSERT INTO dialog (chat_id, id, state) VALUES (?1, ?2, ?3) ON CONFLICT (chat_id) DO UPDATE SET id = ?2, state = ?3',
    chatId,
    state.id,
    JSON.stringify(state),
  );
}

/** True for the one call that removed this very dialog. */
export function deleteDialog(sql: Sql, chatId: string, dialogId: string): boolean {
  return sql.run('DELETE FROM dialog WHERE chat_id = ? AND id = ?', chatId, dialogId) > 0;
}
