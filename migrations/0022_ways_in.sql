-- Whose an e-mail address or a recovery code is, for somebody who signs in with one: `key` is its SHA-256. Whether it
-- opens anything the object of that person knows.
CREATE TABLE ways_in (
  key TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('email', 'recovery-code')),
  user_id TEXT NOT NULL REFERENCES users (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ways_in_by_user ON ways_in (user_id, kind);
