-- A screen is a tree of conditions (`shared/domain/screen-tree.ts`), no longer the name of a screener with numbers. Nobody
-- could save one before, so there is nothing to carry over; `screen_results` stays as it is.
DROP TABLE screens;
CREATE TABLE screens (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  name TEXT NOT NULL,
  tree TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX screens_by_user ON screens (user_id, created_at);

-- A run over more than one answer can wait for: done slice by slice, `done` of `total` instruments. The row is what is
-- owed; a queue message only wakes whoever does it. `lease_until` (wall time) is when another may take it over.
CREATE TABLE screen_runs (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  market_id TEXT NOT NULL,
  tree TEXT NOT NULL,
  state TEXT NOT NULL,
  done INTEGER NOT NULL DEFAULT 0,
  total INTEGER NOT NULL,
  failure TEXT,
  lease_until INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX screen_runs_by_state ON screen_runs (state, lease_until);

-- What companies reported, as totals. `known_at` is the market instant from which anybody may know; `source` is 'invented'
-- for the generated market.
CREATE TABLE fundamentals (
  market_id TEXT NOT NULL,
  instrument_id TEXT NOT NULL,
  as_of INTEGER NOT NULL,
  known_at INTEGER NOT NULL,
  currency TEXT NOT NULL,
  shares REAL,
  earnings REAL,
  equity REAL,
  dividends REAL,
  source TEXT NOT NULL,
  PRIMARY KEY (market_id, instrument_id, as_of)
) STRICT, WITHOUT ROWID;

-- What an instrument looked like at the end of a market day; written once. `passed` of `checks` is its rating.
CREATE TABLE instrument_snapshots (
  market_id TEXT NOT NULL,
  instrument_id TEXT NOT NULL,
  day TEXT NOT NULL,
  market_at INTEGER NOT NULL,
  passed INTEGER NOT NULL,
  checks INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (market_id, instrument_id, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX instrument_snapshots_by_day ON instrument_snapshots (market_id, day);
