-- The brief before a day and the review of a week, in markets that are played; with real prices the minute tick tells them.
INSERT INTO jobs (name, schedule, calendar, enabled, ord) VALUES
  ('briefs', '@day', 'market', 1, 10);
