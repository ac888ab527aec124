-- People and what they may see, research, settings. Nothing here decides whether an order may go; what an account owns
-- lives in its object.

-- One row per thing the installation knows about itself: `owner`, `active-market`, `state-id`.
CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE users (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  language TEXT NOT NULL DEFAULT 'en',
  theme TEXT NOT NULL DEFAULT 'system',
  created_at INTEGER NOT NULL
) STRICT;

-- The directory of accounts. `due_at` (wall time, rounded to 5 minutes) is when an account wants to be awake; the
-- minute cron wakes those that are late.
CREATE TABLE accounts (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  market_id TEXT NOT NULL,
  world TEXT NOT NULL,
  broker TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  due_at INTEGER
) STRICT;

CREATE INDEX accounts_by_due ON accounts (due_at);

-- Who may see which account. The account checks its own grants again.
CREATE TABLE user_accounts (
  user_id TEXT NOT NULL REFERENCES users (id),
  account_id TEXT NOT NULL REFERENCES accounts (id),
  role TEXT NOT NULL,
  PRIMARY KEY (user_id, account_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE portfolios (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  name TEXT NOT NULL,
  is_default INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX portfolios_by_user ON portfolios (user_id, created_at);
CREATE UNIQUE INDEX portfolios_one_default ON portfolios (user_id) WHERE is_default = 1;

-- A portfolio is a set of holders (a bot's id, `manual`, `external`) of accounts.
CREATE TABLE portfolio_holders (
  portfolio_id TEXT NOT NULL REFERENCES portfolios (id),
  account_id TEXT NOT NULL REFERENCES accounts (id),
  holder TEXT NOT NULL,
  PRIMARY KEY (portfolio_id, account_id, holder)
) STRICT, WITHOUT ROWID;

-- Kept at another bank, written down by hand. Amounts are canonical decimal text.
CREATE TABLE external_holdings (
  id TEXT PRIMARY KEY,
  portfolio_id TEXT NOT NULL REFERENCES portfolios (id),
  symbol TEXT NOT NULL,
  instrument_id TEXT,
  quantity TEXT NOT NULL,
  total_cost TEXT,
  currency TEXT NOT NULL,
  multiplier TEXT NOT NULL DEFAULT '1',
  expires_on TEXT,
  note TEXT,
  created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX external_holdings_by_portfolio ON external_holdings (portfolio_id);

CREATE TABLE watchlists (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX watchlists_by_user ON watchlists (user_id, created_at);

-- `name` as it was put in; which instrument it is depends on the market it is read for.
CREATE TABLE watchlist_items (
  watchlist_id TEXT NOT NULL REFERENCES watchlists (id),
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (watchlist_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE screens (
  id TEXT PRIMARY KEY,
  user_id TEXT REFERENCES users (id),
  name TEXT NOT NULL,
  screener TEXT NOT NULL,
  config TEXT NOT NULL,
  definition_hash TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- Keyed by what was asked and the bar it was computed on; shared by all bots that ask the same.
CREATE TABLE screen_results (
  definition_hash TEXT NOT NULL,
  market_id TEXT NOT NULL,
  timeframe TEXT NOT NULL,
  bar_at INTEGER NOT NULL,
  looked INTEGER NOT NULL,
  body TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (definition_hash, market_id, timeframe, bar_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE analyses (
  instrument_id TEXT NOT NULL,
  timeframe TEXT NOT NULL,
  bar_at INTEGER NOT NULL,
  body TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (instrument_id, timeframe, bar_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE signals (
  id TEXT PRIMARY KEY,
  market_id TEXT NOT NULL,
  instrument_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  action TEXT NOT NULL,
  market_at INTEGER NOT NULL,
  body TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX signals_by_time ON signals (market_id, market_at);

CREATE TABLE push_subscriptions (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  endpoint TEXT NOT NULL UNIQUE,
  keys TEXT NOT NULL,
  device TEXT,
  created_at INTEGER NOT NULL,
  failed_at INTEGER
) STRICT;

CREATE INDEX push_subscriptions_by_user ON push_subscriptions (user_id);

-- Splits, dividends, renames as they were announced; what they did to an account stands in its ledger.
CREATE TABLE corporate_actions (
  id TEXT PRIMARY KEY,
  market_id TEXT NOT NULL,
  instrument_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  ex_on TEXT NOT NULL,
  ratio TEXT,
  amount TEXT,
  currency TEXT,
  source TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX corporate_actions_by_instrument ON corporate_actions (instrument_id, ex_on);
