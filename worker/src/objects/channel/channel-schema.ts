/**
 * `fact`: what is known of the connection, JSON by name. `inbox`: updates by bot and the vendor's own id, each taken once; the
 * body goes when it is done. `block`: chats (`''`: all) that are not spoken to until then. `stranger`: who tried a code or
 * spoke without being linked, for the throttle.
 */
export const CHANNEL_SCHEMA = [
  `CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
   CREATE TABLE inbox (
     id TEXT PRIMARY KEY,
     body TEXT,
     at INTEGER NOT NULL,
     attempts INTEGER NOT NULL DEFAULT 0,
     done_at INTEGER
   ) STRICT;
   CREATE INDEX inbox_by_age ON inbox (at);
   CREATE INDEX inbox_open ON inbox (at) WHERE done_at IS NULL;
   CREATE TABLE block (chat_id TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT;
   CREATE TABLE stranger (external_id TEXT NOT NULL, what TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
   CREATE INDEX stranger_by_id ON stranger (external_id, what, at)`,
  // Ids of updates behind the id of the bot that they were for: each bot counts for itself.
  `UPDATE inbox SET id = (SELECT value ->> 'id' FROM fact WHERE name = 'bot') || ':' || id
   WHERE EXISTS (SELECT 1 FROM fact WHERE name = 'bot')`,
  // Before then it was not said; null: as it was taken.
  `ALTER TABLE inbox ADD COLUMN said_after INTEGER`,
];
