-- The newest event of each account's chain, copied here once a day: a chain that was cut at its end, or made anew by
-- somebody who has its key, no longer holds what stands here. `broken_at` is the first event that did not fit.
CREATE TABLE audit_head (
  account_id TEXT NOT NULL,
  day TEXT NOT NULL,
  seq INTEGER NOT NULL,
  mac TEXT NOT NULL,
  broken_at INTEGER,
  at INTEGER NOT NULL,
  PRIMARY KEY (account_id, day)
) STRICT, WITHOUT ROWID;
