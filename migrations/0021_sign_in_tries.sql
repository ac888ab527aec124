-- Ways in that were tried, from where and as whom: `key` is a keyed hash, so that no network address stands here. Nobody
-- is looked at before `next_at`.
CREATE TABLE sign_in_tries (
  key TEXT PRIMARY KEY,
  count INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_in_tries_by_age ON sign_in_tries (at);
