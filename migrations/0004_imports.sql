-- Files of bars that were taken whole. Each makes a market of its own, which `--replay` can run.
CREATE TABLE imports (
  hash TEXT PRIMARY KEY,
  market_id TEXT NOT NULL UNIQUE,
  file TEXT NOT NULL,
  timeframe TEXT NOT NULL,
  exchange TEXT NOT NULL,
  bars INTEGER NOT NULL,
  instruments INTEGER NOT NULL,
  first_t INTEGER NOT NULL,
  last_t INTEGER NOT NULL,
  imported_at INTEGER NOT NULL
) STRICT;
