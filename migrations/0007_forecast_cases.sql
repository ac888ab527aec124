-- What a model said of one instrument at one close, written when it was said (or as it would have said it, from the
-- bars up to there alone: `made` = 'past') and scored when the day has come. Never changed after that.
CREATE TABLE forecast_cases (
  instrument_id TEXT NOT NULL,
  timeframe TEXT NOT NULL,
  model TEXT NOT NULL,
  bar_at INTEGER NOT NULL,
  made TEXT NOT NULL,
  close REAL NOT NULL,
  chance_up REAL NOT NULL,
  low REAL,
  high REAL,
  due_at INTEGER,
  due_close REAL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (instrument_id, timeframe, model, bar_at)
) STRICT, WITHOUT ROWID;
