import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { users } from './schema.ts';

/* Research and delivery tables of migrations/0001. `barAt` and `marketAt` are market milliseconds. */

export const screens = sqliteTable(
  'screens',
  {
    id: text().primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    name: text().notNull(),
    tree: text().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [index('screens_by_user').on(table.userId, table.createdAt)],
);

export const screenRuns = sqliteTable(
  'screen_runs',
  {
    id: text().primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    marketId: text('market_id').notNull(),
    tree: text().notNull(),
    state: text().notNull(),
    done: integer().notNull().default(0),
    total: integer().notNull(),
    failure: text(),
    leaseUntil: integer('lease_until').notNull().default(0),
    createdAt: integer('created_at').notNull(),
    marketAt: integer('market_at').notNull().default(0),
  },
  (table) => [index('screen_runs_by_state').on(table.state, table.leaseUntil)],
);

export const fundamentals = sqliteTable(
  'fundamentals',
  {
    marketId: text('market_id').notNull(),
    instrumentId: text('instrument_id').notNull(),
    asOf: integer('as_of').notNull(),
    knownAt: integer('known_at').notNull(),
    currency: text().notNull(),
    shares: real(),
    earnings: real(),
    equity: real(),
    dividends: real(),
    source: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.marketId, table.instrumentId, table.asOf] })],
);

export const instrumentSnapshots = sqliteTable(
  'instrument_snapshots',
  {
    marketId: text('market_id').notNull(),
    instrumentId: text('instrument_id').notNull(),
    day: text().notNull(),
    marketAt: integer('market_at').notNull(),
    passed: integer().notNull(),
    checks: integer().notNull(),
    body: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.marketId, table.instrumentId, table.day] }),
    index('instrument_snapshots_by_day').on(table.marketId, table.day),
  ],
);

export const screenResults = sqliteTable(
  'screen_results',
  {
    definitionHash: text('definition_hash').notNull(),
    marketId: text('market_id').notNull(),
    timeframe: text().notNull(),
    barAt: integer('bar_at').notNull(),
    looked: integer().notNull(),
    body: text().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.definitionHash, table.marketId, table.timeframe, table.barAt] })],
);

export const analyses = sqliteTable(
  'analyses',
  {
    instrumentId: text('instrument_id').notNull(),
    timeframe: text().notNull(),
    barAt: integer('bar_at').notNull(),
    body: text().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.instrumentId, table.timeframe, table.barAt] })],
);

export const marketEvents = sqliteTable(
  'market_events',
  {
    scope: text().notNull(),
    symbol: text().notNull(),
    kind: text().notNull(),
    about: text().notNull().default(''),
    at: integer().notNull(),
    knownAt: integer('known_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.scope, table.symbol, table.kind, table.about, table.at] }),
    index('market_events_by_time').on(table.scope, table.at),
  ],
);

export const signals = sqliteTable(
  'signals',
  {
    id: text().primaryKey(),
    marketId: text('market_id').notNull(),
    instrumentId: text('instrument_id').notNull(),
    kind: text().notNull(),
    action: text().notNull(),
    day: text().notNull(),
    marketAt: integer('market_at').notNull(),
    body: text().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('signals_once').on(table.marketId, table.instrumentId, table.kind, table.day),
    index('signals_by_time').on(table.marketId, table.marketAt),
  ],
);

export const signalMarks = sqliteTable(
  'signal_marks',
  {
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    signalId: text('signal_id')
      .notNull()
      .references(() => signals.id, { onDelete: 'cascade' }),
    readAt: integer('read_at'),
    dismissedAt: integer('dismissed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.signalId] }),
    index('signal_marks_by_signal').on(table.signalId),
  ],
);

export const pushSubscriptions = sqliteTable(
  'push_subscriptions',
  {
    id: text().primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    endpoint: text().notNull().unique(),
    keys: text().notNull(),
    device: text(),
    createdAt: integer('created_at').notNull(),
    failedAt: integer('failed_at'),
  },
  (table) => [index('push_subscriptions_by_user').on(table.userId)],
);

export const corporateActions = sqliteTable(
  'corporate_actions',
  {
    id: text().primaryKey(),
    marketId: text('market_id').notNull(),
    instrumentId: text('instrument_id').notNull(),
    kind: text().notNull(),
    exOn: text('ex_on').notNull(),
    ratio: text(),
    amount: text(),
    currency: text(),
    source: text().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [index('corporate_actions_by_instrument').on(table.instrumentId, table.exOn)],
);
