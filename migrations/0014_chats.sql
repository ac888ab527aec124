-- Who speaks from which chat app. `external_id` is the app's own id of the person, `chat_id` where they are spoken to
-- alone; `gone_at` since nothing arrives there. Roles stay grants of the account: this says who somebody is, no more.
CREATE TABLE chat_identities (
  channel TEXT NOT NULL,
  external_id TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES users (id),
  name TEXT NOT NULL,
  chat_id TEXT NOT NULL,
  linked_at INTEGER NOT NULL,
  gone_at INTEGER,
  PRIMARY KEY (channel, external_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX chat_identities_by_user ON chat_identities (user_id, linked_at);

-- Codes shown in the signed-in app, hashed; each links one chat, once, within minutes.
CREATE TABLE link_codes (
  hash TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  channel TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX link_codes_by_user ON link_codes (user_id, expires_at);
