import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { sql } from 'drizzle-orm';
import { PORTFOLIO_KINDS } from '#shared/domain/portfolio-kinds.ts';
import { CURRENCIES } from '#shared/domain/instrument.ts';
import { ROLES } from '#shared/domain/role.ts';

/*
 * The tables of migrations/0001, as the repositories use them; a test compares both. Instants are wall milliseconds,
 * amounts canonical decimal text.
 */

export const settings = sqliteTable('settings', { name: text().primaryKey(), value: text().notNull() });

export const users = sqliteTable('users', {
  id: text().primaryKey(),
  name: text().notNull(),
  role: text({ enum: ['owner', 'member'] }).notNull(),
  language: text({ enum: ['en', 'ko'] })
    .notNull()
    .default('en'),
  theme: text({ enum: ['system', 'light', 'dark'] })
    .notNull()
    .default('system'),
  createdAt: integer('created_at').notNull(),
});

/** JSON of `shared/domain/alerts/settings.ts`. */
export const alertSettings = sqliteTable('alert_settings', {
  userId: text('user_id')
    .primaryKey()
    .references(() => users.id),
  body: text().notNull(),
});

export const signInTries = sqliteTable(
  'sign_in_tries',
  {
    key: text().primaryKey(),
    count: integer().notNull(),
    nextAt: integer('next_at').notNull(),
    at: integer().notNull(),
  },
  (table) => [index('sign_in_tries_by_age').on(table.at)],
);

export const waysIn = sqliteTable(
  'ways_in',
  {
    key: text().primaryKey(),
    kind: text({ enum: ['email', 'recovery-code'] }).notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
  },
  (table) => [index('ways_in_by_user').on(table.userId, table.kind)],
);

export const accounts = sqliteTable(
  'accounts',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    marketId: text('market_id').notNull(),
    world: text({ enum: ['demo', 'replay', 'paper', 'live'] }).notNull(),
    broker: text({ enum: ['paper', 'alpaca', 'kis', 'ibkr'] }).notNull(),
    createdAt: integer('created_at').notNull(),
    dueAt: integer('due_at'),
    connectionId: text('connection_id'),
  },
  (table) => [index('accounts_by_due').on(table.dueAt)],
);

export const connections = sqliteTable(
  'connections',
  {
    id: text().primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    broker: text({ enum: ['alpaca', 'kis', 'ibkr'] }).notNull(),
    name: text().notNull(),
    environment: text({ enum: ['paper', 'live'] }).notNull(),
    accountEnding: text('account_ending').notNull(),
    keyEnding: text('key_ending').notNull(),
    createdAt: integer('created_at').notNull(),
    leavingSince: integer('leaving_since'),
  },
  (table) => [index('connections_by_user').on(table.userId, table.createdAt)],
);

export const chatIdentities = sqliteTable(
  'chat_identities',
  {
    channel: text({ enum: ['telegram', 'discord'] }).notNull(),
    externalId: text('external_id').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    name: text().notNull(),
    chatId: text('chat_id').notNull(),
    linkedAt: integer('linked_at').notNull(),
    goneAt: integer('gone_at'),
  },
  (table) => [
    primaryKey({ columns: [table.channel, table.externalId] }),
    index('chat_identities_by_user').on(table.userId, table.linkedAt),
  ],
);

export const groupChats = sqliteTable(
  'group_chats',
  {
    id: text().primaryKey(),
    channel: text({ enum: ['telegram', 'discord'] }).notNull(),
    chatId: text('chat_id').notNull(),
    threadId: text('thread_id').notNull(),
    name: text().notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    accountId: text('account_id'),
    seenAt: integer('seen_at').notNull(),
    goneAt: integer('gone_at'),
  },
  (table) => [index('group_chats_by_user').on(table.userId, table.seenAt)],
);

export const linkCodes = sqliteTable(
  'link_codes',
  {
    hash: text().primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    channel: text({ enum: ['telegram', 'discord'] }).notNull(),
    expiresAt: integer('expires_at').notNull(),
    usedAt: integer('used_at'),
  },
  (table) => [index('link_codes_by_user').on(table.userId, table.expiresAt)],
);

export const userAccounts = sqliteTable(
  'user_accounts',
  {
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    accountId: text('account_id')
      .notNull()
      .references(() => accounts.id),
    role: text({ enum: ROLES }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.accountId] })],
);

export const portfolios = sqliteTable(
  'portfolios',
  {
    id: text().primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    name: text().notNull(),
    isDefault: integer('is_default', { mode: 'boolean' }).notNull().default(false),
    createdAt: integer('created_at').notNull(),
    kind: text({ enum: PORTFOLIO_KINDS }).notNull().default('nod'),
  },
  (table) => [
    index('portfolios_by_user').on(table.userId, table.createdAt),
    uniqueIndex('portfolios_one_default')
      .on(table.userId)
      .where(sql`is_default = 1`),
  ],
);

export const portfolioHolders = sqliteTable(
  'portfolio_holders',
  {
    portfolioId: text('portfolio_id')
      .notNull()
      .references(() => portfolios.id),
    accountId: text('account_id')
      .notNull()
      .references(() => accounts.id),
    holder: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.portfolioId, table.accountId, table.holder] })],
);

export const externalHoldings = sqliteTable(
  'external_holdings',
  {
    id: text().primaryKey(),
    portfolioId: text('portfolio_id')
      .notNull()
      .references(() => portfolios.id),
    name: text('symbol').notNull(),
    instrumentId: text('instrument_id'),
    quantity: text().notNull(),
    totalCost: text('total_cost'),
    currency: text({ enum: CURRENCIES }).notNull(),
    multiplier: text().notNull().default('1'),
    expiresOn: text('expires_on'),
    note: text(),
    createdAt: integer('created_at').notNull(),
    price: text(),
    pricedAt: integer('priced_at'),
  },
  (table) => [index('external_holdings_by_portfolio').on(table.portfolioId)],
);

export const instrumentNotes = sqliteTable(
  'instrument_notes',
  {
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    symbol: text().notNull(),
    text: text().notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.symbol] })],
);

export const watchlists = sqliteTable(
  'watchlists',
  {
    id: text().primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id),
    name: text().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [index('watchlists_by_user').on(table.userId, table.createdAt)],
);

export const watchlistItems = sqliteTable(
  'watchlist_items',
  {
    watchlistId: text('watchlist_id')
      .notNull()
      .references(() => watchlists.id),
    position: integer().notNull(),
    name: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.watchlistId, table.position] })],
);
