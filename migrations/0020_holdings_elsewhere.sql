-- `nod`: bots and people trade in it. `elsewhere`: what its owner keeps at another bank and wrote down.
ALTER TABLE portfolios ADD COLUMN kind TEXT NOT NULL DEFAULT 'nod';

-- What one is worth, said by hand, for what no market here knows; decimal text, and when it was said.
ALTER TABLE external_holdings ADD COLUMN price TEXT;
ALTER TABLE external_holdings ADD COLUMN priced_at INTEGER;

-- What people wrote down about instruments, for themselves alone; by symbol, whatever market it is looked at on.
CREATE TABLE instrument_notes (
  user_id TEXT NOT NULL REFERENCES users (id),
  symbol TEXT NOT NULL,
  text TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, symbol)
) STRICT, WITHOUT ROWID;
