/*
 * The counterparty's book: orders, fills, positions. It deduplicates by client order id for ever (class A) and knows
 * nothing of the account's tables.
 */
export const PAPER_BOOK_MIGRATIONS = [
  `CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
   CREATE TABLE paper_order (
     client_order_id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, instrument_id TEXT NOT NULL, side TEXT NOT NULL,
     type TEXT NOT NULL, quantity TEXT NOT NULL, limit_price TEXT, time_in_force TEXT NOT NULL,
     filled_quantity TEXT NOT NULL, state TEXT NOT NULL, reason TEXT, created_at INTEGER NOT NULL) STRICT;
   CREATE INDEX paper_order_state ON paper_order (state);
   CREATE TABLE paper_execution (
     seq INTEGER PRIMARY KEY, client_order_id TEXT NOT NULL, quantity TEXT NOT NULL, price TEXT NOT NULL,
     at INTEGER NOT NULL, market_at INTEGER NOT NULL) STRICT;
   CREATE TABLE paper_position (instrument_id TEXT PRIMARY KEY, quantity TEXT NOT NULL) STRICT;
   CREATE TABLE paper_split (id TEXT PRIMARY KEY) STRICT;`,
  // The end of the session a day order is for, in market time; null for all others.
  `ALTER TABLE paper_order ADD COLUMN good_until INTEGER`,
  // What other orders it came with, when it ended, and the rest of its terms as JSON (`OrderDetails`). Null in older rows.
  `ALTER TABLE paper_order ADD COLUMN order_group TEXT;
   ALTER TABLE paper_order ADD COLUMN ended_at INTEGER;
   ALTER TABLE paper_order ADD COLUMN details TEXT;
   CREATE INDEX paper_order_group ON paper_order (order_group);`,
] as const;
