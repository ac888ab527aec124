import type { Step } from '#bot/dialogs/dialog.ts';
import type { Sql } from '../sql.ts';

/** The open question of each chat of this user: at most one, plain JSON. Null when none is open. */
export function readDialog(sql: Sql, chatId: string): unknown {
  const row = sql.first<{ state: string }>('SELECT state FROM dialog WHERE chat_id = ?', chatId);
  return row === null ? null : (JSON.parse(row.state) as unknown);
}

/** In one statement: false, and nothing is written, where `after` is no longer the open question. */
export function writeDialog(sql: Sql, chatId: string, state: { readonly id: string }, after: Step | null): boolean {
  const text = JSON.stringify(state);
  if (after !== null)
    return (
      sql.run(
        "UPDATE dialog SET state = ? WHERE chat_id = ? AND id = ? AND json_extract(state, '$.turn') = ?",
        ...[text, chatId, after.id, after.turn],
      ) > 0
    );
  sql.run(
    'INSERT INTO dialog (chat_id, id, state) VALUES (?1, ?2, ?3) ON CONFLICT (chat_id) DO UPDATE SET id = ?2, state = ?3',
    chatId,
    state.id,
    text,
  );
  return true;
}

/** True for the one call that removed this very dialog. */
export function deleteDialog(sql: Sql, chatId: string, dialogId: string): boolean {
  return sql.run('DELETE FROM dialog WHERE chat_id = ? AND id = ?', chatId, dialogId) > 0;
}
