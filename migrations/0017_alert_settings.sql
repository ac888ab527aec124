-- What each person wants to hear, where and when: JSON of `shared/domain/alerts/settings.ts`. No row: everything is on.
CREATE TABLE alert_settings (
  user_id TEXT PRIMARY KEY REFERENCES users (id),
  body TEXT NOT NULL
) STRICT;
