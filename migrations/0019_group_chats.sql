-- Groups and server channels that Nod was seen in, a topic of one counting as a place of its own. `account_id`: the
-- account it is told of; null: of none. `user_id`: whose account that is, and whose leave it hangs on. `thread_id` is
-- empty where there are no topics; `gone_at` since the bot was removed.
CREATE TABLE group_chats (
  id TEXT PRIMARY KEY,
  channel TEXT NOT NULL,
  chat_id TEXT NOT NULL,
  thread_id TEXT NOT NULL,
  name TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES users (id),
  account_id TEXT,
  seen_at INTEGER NOT NULL,
  gone_at INTEGER,
  UNIQUE (channel, chat_id, thread_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX group_chats_by_user ON group_chats (user_id, seen_at);
