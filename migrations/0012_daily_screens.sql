-- What a run is true of, in market time: one that is taken over after a restart finds the same, however late it is.
ALTER TABLE screen_runs ADD COLUMN market_at INTEGER NOT NULL DEFAULT 0;

-- Saved screens are looked with at the end of every market day, after everything else of that close.
INSERT INTO jobs (name, schedule, calendar, enabled, ord) VALUES ('saved-screens', '@day', 'market', 1, 9);
