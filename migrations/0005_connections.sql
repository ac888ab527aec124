-- The directory of broker connections: who has which, by what a person may see of it. No secret, sealed or open: those
-- live in the connection's own object.
CREATE TABLE connections (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  broker TEXT NOT NULL,
  name TEXT NOT NULL,
  environment TEXT NOT NULL,
  account_ending TEXT NOT NULL,
  key_ending TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX connections_by_user ON connections (user_id, created_at);

-- Which connection an account trades over; null for Nod's own paper broker.
ALTER TABLE accounts ADD COLUMN connection_id TEXT;
