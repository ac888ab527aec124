-- Dated things about instruments. Nobody wrote the table of this name before. They are kept by symbol within a scope: an
-- exchange ('us', 'krx') for what is true of real companies in whatever market trades them, or the id of an invented
-- market. `about` is the symbol of the index of an addition or removal. The list of an index is what its additions and
-- removals make of it; at = 0 is a member since before the list begins. `known_at`: from when on anybody may know.
DROP TABLE market_events;
CREATE TABLE market_events (
  scope TEXT NOT NULL,
  symbol TEXT NOT NULL,
  kind TEXT NOT NULL,
  about TEXT NOT NULL DEFAULT '',
  at INTEGER NOT NULL,
  known_at INTEGER NOT NULL,
  PRIMARY KEY (scope, symbol, kind, about, at)
) STRICT, WITHOUT ROWID;
CREATE INDEX market_events_by_time ON market_events (scope, at);

-- An opinion is written once per instrument, kind and market day. What was there were a few hours of strategies' opinions.
DROP TABLE signals;
CREATE TABLE signals (
  id TEXT PRIMARY KEY,
  market_id TEXT NOT NULL,
  instrument_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  action TEXT NOT NULL,
  day TEXT NOT NULL,
  market_at INTEGER NOT NULL,
  body TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX signals_once ON signals (market_id, instrument_id, kind, day);
CREATE INDEX signals_by_time ON signals (market_id, market_at);

-- What one person did with a signal; goes with it.
CREATE TABLE signal_marks (
  user_id TEXT NOT NULL REFERENCES users (id),
  signal_id TEXT NOT NULL REFERENCES signals (id) ON DELETE CASCADE,
  read_at INTEGER,
  dismissed_at INTEGER,
  PRIMARY KEY (user_id, signal_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX signal_marks_by_signal ON signal_marks (signal_id);
