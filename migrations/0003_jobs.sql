-- Schedules are rows, edited at run time. `schedule` is a cron expression in market time, or '@close' for every closed
-- bar, '@day' for the close that ends a market day; `calendar` names the zone it is read in ('market': the market's own).
CREATE TABLE jobs (
  name TEXT PRIMARY KEY,
  schedule TEXT NOT NULL,
  calendar TEXT NOT NULL,
  enabled INTEGER NOT NULL DEFAULT 1,
  ord INTEGER NOT NULL
) STRICT;

-- One row per run; the primary key is the claim. `cause` is 'due', or 'asked-<wall ms>' when a person wanted it now.
-- Bounded: the newest of each job and market are kept.
CREATE TABLE job_runs (
  job TEXT NOT NULL,
  market_id TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  cause TEXT NOT NULL,
  holder TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 1,
  started_at INTEGER NOT NULL,
  finished_at INTEGER,
  result TEXT,
  message TEXT,
  PRIMARY KEY (job, market_id, due_at, cause)
) STRICT, WITHOUT ROWID;

INSERT INTO jobs (name, schedule, calendar, enabled, ord) VALUES
  ('market-data', '@close', 'market', 1, 1),
  ('position-monitor', '@close', 'market', 1, 2),
  ('screening', '@close', 'market', 1, 3),
  ('analysis', '@close', 'market', 1, 4),
  ('strategy-run', '@close', 'market', 1, 5),
  ('snapshots', '@day', 'market', 1, 6);
