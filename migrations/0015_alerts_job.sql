-- Alerts without a trade: indicators and screens are looked at when a bar has closed.
INSERT INTO jobs (name, schedule, calendar, enabled, ord) VALUES
  ('alerts', '@close', 'market', 1, 9);
