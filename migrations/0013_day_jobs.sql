-- Announced index changes told at the next close; every instrument written down once a market day, with what came of it.
INSERT INTO jobs (name, schedule, calendar, enabled, ord) VALUES
  ('signals', '@close', 'market', 1, 7),
  ('instrument-snapshots', '@day', 'market', 1, 8);
