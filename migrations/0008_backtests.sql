-- What people asked of stored bars: the row is the truth of how far it is. A slice of work is written with what it
-- answered (`state`), so that whoever goes on after a restart begins there. `claimed_until` is wall time: until then
-- somebody works on it.
CREATE TABLE backtests (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  -- Empty: there was none, and the bars are those of an imported file.
  market_id TEXT NOT NULL,
  account_id TEXT,
  bot_id TEXT,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  request TEXT NOT NULL,
  done INTEGER NOT NULL,
  total INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  claimed_until INTEGER NOT NULL,
  state BLOB,
  problem TEXT,
  summary TEXT,
  result TEXT,
  created_at INTEGER NOT NULL,
  finished_at INTEGER
) STRICT;
CREATE INDEX backtests_by_user ON backtests (user_id, created_at);
CREATE INDEX backtests_unfinished ON backtests (status, claimed_until) WHERE finished_at IS NULL;
