import { ERASED_NAME } from '#shared/usecases/goodbye.ts';

/** Rows of these go with their person; those that hang on one of them go before it. A test knows every table there is. */
const OWNED = [
  'DELETE FROM portfolio_holders WHERE portfolio_id IN (SELECT id FROM portfolios WHERE user_id = ?1)',
  'DELETE FROM external_holdings WHERE portfolio_id IN (SELECT id FROM portfolios WHERE user_id = ?1)',
  'DELETE FROM watchlist_items WHERE watchlist_id IN (SELECT id FROM watchlists WHERE user_id = ?1)',
] as const;
export const ERASED = [
  'portfolios',
  'watchlists',
  'screens',
  'screen_runs',
  'backtests',
  'signal_marks',
  'push_subscriptions',
  'chat_identities',
  'link_codes',
  'alert_settings',
  'group_chats',
  'ways_in',
  'instrument_notes',
] as const;
/** What accounts stand on. */
export const KEPT = ['user_accounts', 'connections'] as const;

/** Erases what is this person's alone, in one step; the row of the person stays without its name. */
export async function erasePerson(db: D1Database, userId: string): Promise<void> {
  const statements = [
    ...OWNED,
    ...ERASED.map((table) => `DELETE FROM ${table} WHERE user_id = ?1`),
    `UPDATE users SET name = '${ERASED_NAME}' WHERE id = ?1`,
  ];
  await db.batch(statements.map((statement) => db.prepare(statement).bind(userId)));
}
