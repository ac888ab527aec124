import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { statePaths } from '../../host/paths.ts';

/* What a state directory says while nothing runs on it: the account's tables and, beside them, its counterparty's. */

export interface IntentRow {
  id: string;
  coid: string;
  state: string;
  purpose: string;
  holder: string;
  proposal_id: string | null;
  instrument_id: string;
  side: 'buy' | 'sell';
  quantity: string;
  limit_price: string | null;
  filled_quantity: string;
  broker_order_id: string | null;
  market_at: number;
}
export interface ExecutionRow {
  id: string;
  seq: number;
  coid: string;
  intent_id: string | null;
  instrument_id: string;
  side: 'buy' | 'sell';
  quantity: string;
  price: string;
  at: number;
  market_at: number;
}
export interface BookingRow {
  id: string;
  type: string;
  quantity: string | null;
  price: string | null;
  currency: string;
  amount: string;
  order_id: string | null;
}
export interface LedgerRow {
  booking_id: string;
  n: number;
  account: string;
  amount: string;
  currency: string;
}
export interface PositionRow {
  instrument_id: string;
  holder: string;
  quantity: string;
}
export interface ProposalRow {
  id: string;
  revision: number;
  status: string;
  side: 'buy' | 'sell';
  hash: string;
  order_id: string | null;
}
export interface EventRow {
  seq: number;
  type: string;
  subject: string | null;
  body: string;
  prev: string;
  mac: string;
}
export interface PaperOrderRow {
  client_order_id: string;
  number: number;
  instrument_id: string;
  side: 'buy' | 'sell';
  quantity: string;
  filled_quantity: string;
  state: string;
}
export interface PaperExecutionRow {
  seq: number;
  client_order_id: string;
  quantity: string;
  price: string;
  at: number;
  market_at: number;
}
export interface JobRunRow {
  job: string;
  due_at: number;
  cause: string;
  attempts: number;
  finished_at: number | null;
  /** Of its job, as `@close` or `@day`. */
  schedule: string;
}

export interface AccountOnDisk {
  readonly id: string;
  readonly marketId: string;
  readonly intents: readonly IntentRow[];
  readonly attempts: readonly { intent_id: string; n: number; state: string }[];
  readonly executions: readonly ExecutionRow[];
  readonly bookings: readonly BookingRow[];
  readonly ledger: readonly LedgerRow[];
  readonly balances: readonly { account: string; currency: string; amount: string }[];
  readonly positions: readonly PositionRow[];
  readonly proposals: readonly ProposalRow[];
  readonly reservations: readonly { intent_id: string }[];
  readonly events: readonly EventRow[];
  readonly looks: readonly { bot_id: string; market_at: number }[];
  readonly outbox: readonly { event_seq: number; recipient: string; state: string }[];
  readonly broker: {
    readonly orders: readonly PaperOrderRow[];
    readonly executions: readonly PaperExecutionRow[];
    readonly positions: readonly { instrument_id: string; quantity: string }[];
  };
}

export interface StateOnDisk {
  readonly accounts: readonly AccountOnDisk[];
  /** Events that have become a message to somebody: `account id` and sequence number, a blank between. */
  readonly delivered: ReadonlySet<string>;
  readonly jobRuns: readonly (JobRunRow & { market_id: string })[];
}

/** Reads copies: opening the files themselves would already tidy up what the crash left. */
export function readStateOnDisk(stateDir: string): StateOnDisk {
  const copy = mkdtempSync(join(tmpdir(), 'nod-books-'));
  try {
    const { data } = statePaths(stateDir);
    cpSync(data, copy, { recursive: true, filter: (path) => !/-shm$|BarsObject|MarketObject|CacheObject/.test(path) });
    const objects = (name: string) => databases(join(copy, 'do', `nod-${name}`));
    const brokers = new Map(objects('PaperBrokerObject').map((db) => [meta(db, 'accountId'), readBroker(db)] as const));
    const accounts = objects('AccountObject').flatMap((db): AccountOnDisk[] => {
      const spec = JSON.parse(meta(db, 'spec') ?? 'null') as { id: string; marketId: string } | null;
      if (spec === null) return [];
      const broker = brokers.get(spec.id) ?? { orders: [], executions: [], positions: [] };
      return [{ ...readAccount(db), id: spec.id, marketId: spec.marketId, broker }];
    });
    const [d1] = databases(join(copy, 'd1', 'miniflare-D1DatabaseObject'));
    const jobRuns =
      d1 === undefined
        ? []
        : all<JobRunRow & { market_id: string }>(
            d1,
            'SELECT r.*, j.schedule FROM job_runs r JOIN jobs j ON j.name = r.job',
          );
    const delivered = objects('UserObject').flatMap((db) =>
      all<{ account_id: string; seq: number }>(db, 'SELECT account_id, seq FROM delivered'),
    );
    return { accounts, jobRuns, delivered: new Set(delivered.map((row) => `${row.account_id} ${row.seq}`)) };
  } finally {
    for (const db of opened.splice(0)) db.close();
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Looks into copies of every database of one class of objects. */
export function databasesOf(stateDir: string, name: string, look: (db: DatabaseSync) => void): void {
  const copy = mkdtempSync(join(tmpdir(), 'nod-books-'));
  try {
    cpSync(join(statePaths(stateDir).data, 'do', `nod-${name}`), copy, { recursive: true });
    for (const db of databases(copy)) look(db);
  } finally {
    for (const db of opened.splice(0)) db.close();
    rmSync(copy, { recursive: true, force: true });
  }
}

/** Blocks of bars that an import left, published or not; what a generated market wrote itself does not count. */
export function importedBlocks(stateDir: string): number {
  let blocks = 0;
  databasesOf(stateDir, 'BarsObject', (db) => {
    blocks += all<{ n: number }>(db, 'SELECT count(*) AS n FROM block WHERE import_n > 0')[0]?.n ?? 0;
  });
  return blocks;
}

const opened: DatabaseSync[] = [];

function databases(dir: string): DatabaseSync[] {
  return readdirSync(dir)
    .filter((name) => name.endsWith('.sqlite') && basename(name) !== 'metadata.sqlite')
    .map((name) => {
      const db = new DatabaseSync(join(dir, name));
      opened.push(db);
      return db;
    });
}

function all<T>(db: DatabaseSync, query: string): T[] {
  return db.prepare(query).all() as T[];
}

function meta(db: DatabaseSync, key: string): string | null {
  const row = db.prepare('SELECT value FROM meta WHERE key = ?').get(key) as { value: string } | undefined;
  return row?.value ?? null;
}

function readBroker(db: DatabaseSync): AccountOnDisk['broker'] {
  return {
    orders: all(db, 'SELECT * FROM paper_order ORDER BY number'),
    executions: all(db, 'SELECT * FROM paper_execution ORDER BY seq'),
    positions: all(db, "SELECT * FROM paper_position WHERE quantity <> '0'"),
  };
}

function readAccount(db: DatabaseSync): Omit<AccountOnDisk, 'id' | 'marketId' | 'broker'> {
  return {
    intents: all(db, 'SELECT * FROM intent ORDER BY created_at, id'),
    attempts: all(db, 'SELECT * FROM attempt'),
    executions: all(db, 'SELECT * FROM execution ORDER BY seq'),
    bookings: all(db, 'SELECT * FROM booking ORDER BY number'),
    ledger: all(db, 'SELECT * FROM ledger ORDER BY booking_id, n'),
    balances: all(db, 'SELECT * FROM balance'),
    positions: all(db, "SELECT * FROM position WHERE quantity <> '0'"),
    proposals: all(db, 'SELECT * FROM proposal ORDER BY id'),
    reservations: all(db, 'SELECT intent_id FROM reservation'),
    events: all(db, 'SELECT * FROM event ORDER BY seq'),
    looks: all(db, 'SELECT bot_id, market_at FROM look'),
    outbox: all(db, 'SELECT event_seq, recipient, state FROM outbox'),
  };
}
