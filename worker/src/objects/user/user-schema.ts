/**
 * `credential`: sign-in links, sessions and API tokens; `selector` is the part of the secret that finds the row, of the
 * rest only the hash is here. `attempt`: failed sign-ins, for the throttle. `keyed`: answers by Idempotency-Key, 24 h.
 * `delivered`: events of accounts that have become messages, each once.
 */
export const USER_SCHEMA = [
  `CREATE TABLE credential (
     selector TEXT PRIMARY KEY,
     id TEXT NOT NULL UNIQUE,
     kind TEXT NOT NULL CHECK (kind IN ('link', 'session', 'token')),
     hash TEXT NOT NULL,
     name TEXT NOT NULL,
     scopes TEXT NOT NULL,
     account_ids TEXT,
     created_at INTEGER NOT NULL,
     last_used_at INTEGER,
     idle_until INTEGER,
     expires_at INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX credential_by_kind ON credential (kind, created_at);
   CREATE TABLE attempt (at INTEGER NOT NULL) STRICT;
   CREATE TABLE step_up (credential_id TEXT NOT NULL, reason TEXT NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (credential_id, reason)) STRICT;
   CREATE TABLE keyed (
     key TEXT PRIMARY KEY,
     body_hash TEXT NOT NULL,
     started_at INTEGER NOT NULL,
     status INTEGER,
     body TEXT
   ) STRICT;
   CREATE INDEX keyed_by_age ON keyed (started_at);
   CREATE TABLE chat (n INTEGER PRIMARY KEY, message TEXT NOT NULL) STRICT;
   CREATE TABLE dialog (chat_id TEXT PRIMARY KEY, id TEXT NOT NULL, state TEXT NOT NULL) STRICT;
   CREATE TABLE delivered (account_id TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (account_id, seq)) STRICT, WITHOUT ROWID`,
];
