-- Once a market day every account's questions are judged by the bars that followed: what became of each, whoever
-- answered what (shared/simulator/nods).
INSERT INTO jobs (name, schedule, calendar, enabled, ord) VALUES ('nods', '@day', 'market', 1, 8);
