/**
 * `credential`: sign-in links, sessions and API tokens; `selector` is the part of the secret that finds the row, of the
 * rest only the hash is here. `attempt`: failed sign-ins, for the throttle. `keyed`: answers by Idempotency-Key, 24 h.
 * `delivered`: events of accounts that have become messages, each once. `passkey`, `recovery_code`: what a person proves
 * themself with; of codes only the hash is here. `challenge`: what a browser was asked to sign, one per session and
 * purpose, taken by the answer. `proof`: who was proven, in which session, for what, until when. `delivery`: messages
 * owed to chats and what became of them. `standing_card`: the one message of a proposal or order in a chat. `event`: ways
 * to act as this person that were opened or used, a chain as an account's; `untold`: those nobody was told of yet.
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
  // `step_up` is not used any more: a proof is also about something.
  `CREATE TABLE passkey (
     id TEXT PRIMARY KEY,
     credential_id TEXT NOT NULL UNIQUE,
     public_key TEXT NOT NULL,
     counter INTEGER NOT NULL,
     transports TEXT NOT NULL,
     rp_id TEXT NOT NULL,
     name TEXT NOT NULL,
     created_at INTEGER NOT NULL,
     last_used_at INTEGER
   ) STRICT;
   CREATE TABLE recovery_code (hash TEXT PRIMARY KEY, used_at INTEGER) STRICT;
   CREATE TABLE challenge (
     session_id TEXT NOT NULL,
     purpose TEXT NOT NULL CHECK (purpose IN ('step-up', 'add-passkey')),
     nonce TEXT NOT NULL,
     rp_id TEXT NOT NULL,
     origin TEXT NOT NULL,
     expires_at INTEGER NOT NULL,
     PRIMARY KEY (session_id, purpose)
   ) STRICT;
   CREATE TABLE proof (
     session_id TEXT NOT NULL,
     reason TEXT NOT NULL,
     about TEXT NOT NULL,
     until INTEGER NOT NULL,
     PRIMARY KEY (session_id, reason, about)
   ) STRICT;
   ALTER TABLE attempt ADD COLUMN at_what TEXT NOT NULL DEFAULT 'sign-in'`,
  `CREATE TABLE delivery (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     channel TEXT NOT NULL,
     chat_id TEXT NOT NULL,
     form TEXT NOT NULL CHECK (form IN ('card', 'redraw', 'message')),
     subject TEXT,
     trade TEXT,
     silent INTEGER NOT NULL,
     event TEXT,
     account_id TEXT,
     seq INTEGER,
     state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'sent', 'skipped', 'failed')),
     attempts INTEGER NOT NULL DEFAULT 0,
     next_at INTEGER NOT NULL,
     at INTEGER NOT NULL,
     done_at INTEGER,
     message_id TEXT,
     reason TEXT
   ) STRICT;
   CREATE INDEX delivery_open ON delivery (channel, chat_id, id) WHERE state IN ('waiting', 'sending');
   CREATE INDEX delivery_by_age ON delivery (at);
   CREATE TABLE standing_card (
     channel TEXT NOT NULL,
     chat_id TEXT NOT NULL,
     subject TEXT NOT NULL,
     message_id TEXT NOT NULL,
     has_picture INTEGER NOT NULL,
     trade TEXT,
     card TEXT NOT NULL,
     at INTEGER NOT NULL,
     PRIMARY KEY (channel, chat_id, subject)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX standing_card_by_trade ON standing_card (channel, chat_id, trade, at)`,
  // When a message is first due, why it is sent, and the channels that are tried for it (`route`, JSON); `gather`: news
  // that waits to be one message with others. `seen`: when this person was last heard of anywhere.
  `ALTER TABLE delivery ADD COLUMN due_at INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE delivery ADD COLUMN why TEXT NOT NULL DEFAULT 'first';
   ALTER TABLE delivery ADD COLUMN kind TEXT;
   ALTER TABLE delivery ADD COLUMN route TEXT;
   ALTER TABLE delivery ADD COLUMN gather INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE delivery ADD COLUMN title TEXT;
   CREATE TABLE seen (one INTEGER PRIMARY KEY CHECK (one = 1), at INTEGER NOT NULL) STRICT`,
  `CREATE TABLE event (
     seq INTEGER PRIMARY KEY, type TEXT NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL, market_at INTEGER NOT NULL,
     actor TEXT NOT NULL, channel TEXT NOT NULL, subject TEXT, body TEXT NOT NULL, prev TEXT NOT NULL, mac TEXT NOT NULL) STRICT;
   CREATE TRIGGER event_keeps BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
   CREATE TRIGGER event_stays BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are never removed'); END;
   CREATE TABLE untold (seq INTEGER PRIMARY KEY) STRICT`,
  // Accounts that were told that their messages do not arrive, since when.
  `CREATE TABLE undelivered_told (account_id TEXT PRIMARY KEY, since INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  // When this person was here last, by whichever way, and the last time they were away for days.
  `CREATE TABLE visit (
     one INTEGER PRIMARY KEY CHECK (one = 1), at INTEGER NOT NULL, away_from INTEGER, away_until INTEGER,
     is_told INTEGER NOT NULL DEFAULT 0) STRICT;
   INSERT INTO visit (one, at) SELECT 1, at FROM seen`,
  // Browsers that take pushes: where each is reached, what of it shows, what it may do.
  `CREATE TABLE push_device (
     id TEXT PRIMARY KEY,
     session_id TEXT NOT NULL,
     endpoint TEXT NOT NULL,
     p256dh TEXT NOT NULL,
     auth TEXT NOT NULL,
     origin TEXT NOT NULL,
     name TEXT NOT NULL,
     settings TEXT NOT NULL,
     created_at INTEGER NOT NULL,
     sent_at INTEGER,
     problem TEXT,
     blocked_until INTEGER NOT NULL DEFAULT 0,
     gone_at INTEGER
   ) STRICT`,
  // Challenges that a passkey signed somebody in with, until they would have ended anyway.
  `CREATE TABLE spent_challenge (nonce TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
  // The e-mail address and password of this person; of the password only its record (password-hash.ts).
  `CREATE TABLE password (
     one INTEGER PRIMARY KEY CHECK (one = 1), email TEXT NOT NULL, record TEXT NOT NULL, set_at INTEGER NOT NULL) STRICT`,
  // Which account a chat is about, where it was chosen there.
  `CREATE TABLE chat_account (chat_id TEXT PRIMARY KEY, account_id TEXT NOT NULL) STRICT, WITHOUT ROWID`,
];

/** What goes with a person: all there is but the chain of access, which proves who could act as them and when. */
export const FORGOTTEN = [
  'credential',
  'attempt',
  'step_up',
  'keyed',
  'chat',
  'dialog',
  'delivered',
  'passkey',
  'recovery_code',
  'challenge',
  'proof',
  'delivery',
  'standing_card',
  'seen',
  'untold',
  'undelivered_told',
  'spent_challenge',
  'password',
  'push_device',
  'visit',
  'chat_account',
] as const;
