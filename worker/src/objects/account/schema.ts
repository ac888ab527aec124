/*
 * Tables of one trading account: the only truth about its orders, money and questions. Money, prices and quantities are
 * canonical decimal text; `…_at` are wall milliseconds, `market_at` and `…_market_at` market milliseconds.
 * Migrations are numbered by their place and only ever added to.
 */
export const ACCOUNT_MIGRATIONS = [
  `CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
   CREATE TABLE grant_ (user_id TEXT PRIMARY KEY, role TEXT NOT NULL, granted_at INTEGER NOT NULL) STRICT;
   CREATE TABLE instrument (id TEXT PRIMARY KEY, symbol TEXT NOT NULL, body TEXT NOT NULL) STRICT;
   CREATE TABLE bot (
     id TEXT PRIMARY KEY, name TEXT NOT NULL, config TEXT NOT NULL, universe TEXT NOT NULL, mode TEXT NOT NULL,
     mode_reason TEXT, created_at INTEGER NOT NULL, ends_market_at INTEGER NOT NULL, cash TEXT NOT NULL,
     realized TEXT NOT NULL, peak TEXT NOT NULL, trades INTEGER NOT NULL, wins INTEGER NOT NULL) STRICT;
   CREATE TABLE look (
     number INTEGER PRIMARY KEY, bot_id TEXT NOT NULL, market_at INTEGER NOT NULL, body TEXT NOT NULL,
     UNIQUE (bot_id, market_at)) STRICT;
   CREATE TABLE proposal (
     id TEXT PRIMARY KEY, revision INTEGER NOT NULL, status TEXT NOT NULL, bot_id TEXT, instrument_id TEXT NOT NULL,
     side TEXT NOT NULL, quantity TEXT NOT NULL, limit_price TEXT NOT NULL, stop_price TEXT, target_price TEXT,
     session TEXT NOT NULL, hash TEXT NOT NULL, answer_by INTEGER NOT NULL, created_at INTEGER NOT NULL,
     market_at INTEGER NOT NULL, signal TEXT NOT NULL, card TEXT NOT NULL, decided_at INTEGER, decided_by TEXT,
     decided_channel TEXT, reason TEXT, order_id TEXT) STRICT;
   CREATE INDEX proposal_status ON proposal (status);
   CREATE TABLE intent (
     id TEXT PRIMARY KEY, coid TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, state TEXT NOT NULL, purpose TEXT NOT NULL,
     holder TEXT NOT NULL, proposal_id TEXT, instrument_id TEXT NOT NULL, side TEXT NOT NULL, type TEXT NOT NULL,
     time_in_force TEXT NOT NULL, quantity TEXT NOT NULL, limit_price TEXT, stop_price TEXT, target_price TEXT,
     filled_quantity TEXT NOT NULL, filled_value TEXT NOT NULL, realized TEXT NOT NULL, broker_order_id TEXT,
     reason TEXT, actor TEXT NOT NULL, created_at INTEGER NOT NULL, market_at INTEGER NOT NULL,
     updated_at INTEGER NOT NULL) STRICT;
   CREATE INDEX intent_state ON intent (state);
   CREATE TABLE attempt (
     intent_id TEXT NOT NULL, n INTEGER NOT NULL, state TEXT NOT NULL, sent_at INTEGER NOT NULL, not_found INTEGER NOT NULL,
     PRIMARY KEY (intent_id, n)) STRICT;
   CREATE TABLE broker_order (
     broker_order_id TEXT PRIMARY KEY, coid TEXT NOT NULL, intent_id TEXT, state TEXT NOT NULL, quantity TEXT NOT NULL,
     filled_quantity TEXT NOT NULL, seen_at INTEGER NOT NULL) STRICT;
   CREATE TABLE execution (
     id TEXT PRIMARY KEY, seq INTEGER NOT NULL, coid TEXT NOT NULL, intent_id TEXT, instrument_id TEXT NOT NULL,
     side TEXT NOT NULL, quantity TEXT NOT NULL, price TEXT NOT NULL, at INTEGER NOT NULL, market_at INTEGER NOT NULL) STRICT;
   CREATE TABLE position (
     instrument_id TEXT NOT NULL, holder TEXT NOT NULL, currency TEXT NOT NULL, quantity TEXT NOT NULL, cost TEXT NOT NULL,
     stop_price TEXT, target_price TEXT, held_by TEXT NOT NULL, confirmed_at INTEGER, opened_market_at INTEGER,
     planned_loss TEXT, PRIMARY KEY (instrument_id, holder)) STRICT;
   CREATE TABLE booking (
     number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, holder TEXT NOT NULL, at INTEGER NOT NULL,
     market_at INTEGER NOT NULL, instrument_id TEXT, quantity TEXT, price TEXT, amount TEXT NOT NULL,
     currency TEXT NOT NULL, realized TEXT, rate TEXT, order_id TEXT) STRICT;
   CREATE TABLE ledger (
     booking_id TEXT NOT NULL, n INTEGER NOT NULL, account TEXT NOT NULL, amount TEXT NOT NULL, currency TEXT NOT NULL,
     PRIMARY KEY (booking_id, n)) STRICT;
   CREATE TABLE balance (account TEXT NOT NULL, currency TEXT NOT NULL, amount TEXT NOT NULL, PRIMARY KEY (account, currency)) STRICT;
   CREATE TABLE reservation (intent_id TEXT PRIMARY KEY, holder TEXT NOT NULL, amount TEXT NOT NULL) STRICT;
   CREATE TABLE snapshot (day TEXT PRIMARY KEY, market_at INTEGER NOT NULL, equity TEXT NOT NULL, cash TEXT NOT NULL) STRICT;
   CREATE TABLE schedule (id TEXT PRIMARY KEY, kind TEXT NOT NULL, ref TEXT NOT NULL, due_at INTEGER NOT NULL) STRICT;
   CREATE TABLE outbox (
     event_seq INTEGER NOT NULL, channel TEXT NOT NULL, recipient TEXT NOT NULL, state TEXT NOT NULL, tries INTEGER NOT NULL,
     next_at INTEGER NOT NULL, PRIMARY KEY (event_seq, channel, recipient)) STRICT;
   CREATE TABLE inbox (channel TEXT NOT NULL, external_id TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (channel, external_id)) STRICT;
   CREATE TABLE event (
     seq INTEGER PRIMARY KEY, type TEXT NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL, market_at INTEGER NOT NULL,
     actor TEXT NOT NULL, channel TEXT NOT NULL, subject TEXT, body TEXT NOT NULL, prev TEXT NOT NULL, mac TEXT NOT NULL) STRICT;
   CREATE INDEX event_subject ON event (subject, seq);
   CREATE TRIGGER event_keeps BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
   CREATE TRIGGER event_stays BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are never removed'); END;`,
  // The reason for which an order shall end; set before the broker is asked, so that a lost answer is asked for again.
  `ALTER TABLE intent ADD COLUMN cancel_reason TEXT;
   CREATE INDEX intent_holding ON intent (instrument_id, holder);`,
  // Richer orders, chains of changed orders, and what of the broker's list an unsettled order could be.
  `ALTER TABLE intent ADD COLUMN extended_hours INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE intent ADD COLUMN trail_percent TEXT;
   ALTER TABLE intent ADD COLUMN replaces TEXT;
   ALTER TABLE intent ADD COLUMN replaced_by TEXT;
   ALTER TABLE intent ADD COLUMN filled_before TEXT NOT NULL DEFAULT '0';
   ALTER TABLE intent ADD COLUMN candidates TEXT;`,
  // What moved cash at the broker besides fills, by its id, and the fees of a day that it has not charged yet.
  `CREATE TABLE cash_move (id TEXT PRIMARY KEY, amount TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
   CREATE TABLE fee_estimate (day TEXT NOT NULL, currency TEXT NOT NULL, amount TEXT NOT NULL, PRIMARY KEY (day, currency)) STRICT;`,
  // What was answered under an Idempotency-Key, in the commit of the order it placed. Null: no answer yet.
  `CREATE TABLE keyed (key TEXT PRIMARY KEY, body_hash TEXT NOT NULL, answer TEXT, at INTEGER NOT NULL) STRICT;
   CREATE INDEX keyed_by_age ON keyed (at);`,
  // The exit that answers a request, where it had to wait for what rests on its shares (`schedule.ref`; it names the order
  // it becomes); and what is looked for with every order.
  `ALTER TABLE keyed ADD COLUMN exit TEXT;
   CREATE INDEX intent_bought ON intent (created_at) WHERE side = 'buy';
   CREATE INDEX intent_bought_in_market ON intent (market_at) WHERE side = 'buy';
   CREATE INDEX outbox_due ON outbox (state, next_at);
   CREATE INDEX instrument_symbol ON instrument (symbol);`,
  // The record of nods. What was asked and answered lies in the events; here is where, and what the bars made of it.
  `CREATE TABLE nod (
     proposal_id TEXT PRIMARY KEY, seq INTEGER NOT NULL, is_final INTEGER NOT NULL DEFAULT 0, judged_at INTEGER,
     outcome TEXT) STRICT;
   CREATE INDEX nod_open ON nod (is_final, seq);
   CREATE INDEX nod_newest ON nod (seq);`,
  // The newest sales, looked at with every entry: limits count what closed.
  "CREATE INDEX booking_sold ON booking (number) WHERE type = 'sell';",
  // The question of what becomes of a bot after its last day, and its answer. Null: not asked yet.
  'ALTER TABLE bot ADD COLUMN ending TEXT;',
  // What people want to be told without a trade. `level`: a price to be reached; null: a condition of a closed bar, with
  // what passed it last in `seen`.
  `CREATE TABLE alert (
     id TEXT PRIMARY KEY, user_id TEXT NOT NULL, kind TEXT NOT NULL, instrument_id TEXT, level TEXT,
     state TEXT NOT NULL CHECK (state IN ('watching', 'resting', 'done')), spec TEXT NOT NULL, repeats INTEGER NOT NULL,
     fired INTEGER NOT NULL, fired_at INTEGER, rest_until INTEGER, seen TEXT, created_at INTEGER NOT NULL) STRICT;
   CREATE INDEX alert_open ON alert (state) WHERE state <> 'done';`,
  // What a bot's plan for its stops knows of a position: its first stop, the best price, bars counted. Null: nothing yet.
  'ALTER TABLE position ADD COLUMN watch TEXT;',
  // Where Later moved the reminder of a question, in wall milliseconds. Null: nobody did, or it was given.
  'ALTER TABLE proposal ADD COLUMN remind_at INTEGER;',
  // The first of two nods that a large purchase needs, to this very revision. Null: nobody has nodded.
  'ALTER TABLE proposal ADD COLUMN first_nod TEXT;',
  // Ways in for one more person, each once; of a code only the hash is here. `user_id`: who somebody new becomes by it, the
  // same for everybody who tries at once. `invitation_attempt`: codes that were wrong, for the throttle.
  `CREATE TABLE invitation (
     id TEXT PRIMARY KEY, selector TEXT NOT NULL UNIQUE, hash TEXT NOT NULL, role TEXT NOT NULL, name TEXT,
     user_id TEXT NOT NULL, made_by TEXT NOT NULL, made_by_name TEXT NOT NULL, created_at INTEGER NOT NULL,
     expires_at INTEGER NOT NULL) STRICT;
   CREATE TABLE invitation_attempt (at INTEGER NOT NULL) STRICT;`,
  // What buying a position cost beside its price, for the result of its sale. Null: of before, taken as nothing.
  'ALTER TABLE position ADD COLUMN fees TEXT;',
  // How it stands between a bot and those who answer it. Null: nothing was left unanswered, and it asks.
  'ALTER TABLE bot ADD COLUMN absence TEXT;',
  // When a value of a market day was written last, in wall milliseconds. Null: of before.
  'ALTER TABLE snapshot ADD COLUMN at INTEGER;',
  // When somebody new took it. It stays until its end: whoever was cut off before they were signed in takes it up again.
  'ALTER TABLE invitation ADD COLUMN taken_at INTEGER;',
] as const;
