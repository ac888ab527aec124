-- Everything that can be looked at or traded, one row per market. Ids are opaque and never change.
CREATE TABLE instruments (
  id TEXT PRIMARY KEY,
  market_id TEXT NOT NULL,
  symbol TEXT NOT NULL,
  name_en TEXT NOT NULL,
  name_ko TEXT NOT NULL,
  exchange TEXT NOT NULL,
  currency TEXT NOT NULL,
  kind TEXT NOT NULL,
  sector TEXT,
  multiplier TEXT NOT NULL DEFAULT '1',
  expires_on TEXT,
  lot_size TEXT NOT NULL DEFAULT '1',
  listed_on TEXT,
  delisted_on TEXT,
  UNIQUE (market_id, symbol)
) STRICT;

-- Other names an instrument goes by, from a day on (FB until 2022-06-09, then META).
CREATE TABLE instrument_aliases (
  market_id TEXT NOT NULL,
  alias TEXT NOT NULL,
  instrument_id TEXT NOT NULL REFERENCES instruments (id),
  from_on TEXT NOT NULL,
  PRIMARY KEY (market_id, alias, from_on)
) STRICT;

-- Splits, dividends, earnings days, index changes. `known_at` is the market instant from which anybody may know.
CREATE TABLE market_events (
  id TEXT PRIMARY KEY,
  market_id TEXT NOT NULL,
  instrument_id TEXT REFERENCES instruments (id),
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  known_at INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;

CREATE INDEX market_events_by_instrument ON market_events (market_id, instrument_id, at);
CREATE INDEX market_events_by_time ON market_events (market_id, known_at);

-- What bars there are, per instrument and timeframe; kept by imports and the market data job.
CREATE TABLE coverage (
  market_id TEXT NOT NULL,
  instrument_id TEXT NOT NULL,
  timeframe TEXT NOT NULL,
  first_t INTEGER NOT NULL,
  last_t INTEGER NOT NULL,
  bars INTEGER NOT NULL,
  adjustment TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY (market_id, instrument_id, timeframe)
) STRICT, WITHOUT ROWID;
