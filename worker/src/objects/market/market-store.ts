import type { BrokerName } from '#shared/contract/connection.ts';
import type { Timeframe } from '#shared/domain/bar.ts';
import type { AccountId, InstrumentId, MarketId } from '#shared/domain/ids.ts';
import type { Exchange, Instrument } from '#shared/domain/instrument.ts';
import type { World } from '#shared/domain/market.ts';
import type { DatedSplit } from '#shared/domain/split-adjust.ts';
import type { WallMs } from '#shared/lib/time.ts';
import type { ClockState, Follower } from './clock-state.ts';
import { ownerKey, type OwnerLevels } from './level-book.ts';
import type { LevelOwner } from './market-rpc.ts';

export const MARKET_MIGRATIONS = [
  `CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE generator (id INTEGER PRIMARY KEY CHECK (id = 1), state BLOB NOT NULL) STRICT;
   CREATE TABLE step_times (first INTEGER PRIMARY KEY, times BLOB NOT NULL) STRICT;
   CREATE TABLE level (owner TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
   CREATE TABLE follower (
     account_id TEXT PRIMARY KEY,
     active_bots INTEGER NOT NULL,
     open_questions INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE split (
     instrument_id TEXT NOT NULL,
     at INTEGER NOT NULL,
     ratio REAL NOT NULL,
     PRIMARY KEY (instrument_id, at)
   ) STRICT, WITHOUT ROWID`,
  // What a live market was asked for.
  'CREATE TABLE listed (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID',
];

/** What a market was made with; fixed for its life. */
export interface MarketConfig {
  readonly id: MarketId;
  readonly world: World;
  readonly timeframe: Timeframe;
  readonly feed:
    { readonly kind: 'generated'; readonly seed: number } | { readonly kind: 'replay'; readonly exchange: Exchange };
  readonly instruments: readonly Instrument[];
  /** The clock waits here for the first active bot. */
  readonly standAt: number;
}

/** What a live market was made with; fixed for its life. */
export interface LiveConfig {
  readonly id: MarketId;
  readonly world: 'paper' | 'live';
  readonly vendor: BrokerName;
  readonly connectionId: string;
  /** Daily bars are counted from here. */
  readonly bootedAt: WallMs;
}

/** 100,000 times are 800 kB, well below the largest row. */
const TIMES_PER_ROW = 100_000;

/** The tables of one market. What is read several times a step or with every question is kept in memory as well. */
export class MarketStore {
  private readonly sql: SqlStorage;
  private knownClock: ClockState | null = null;
  private knownLive: LiveConfig | null | undefined = undefined;
  private knownFollowers: Map<string, Follower> | null = null;

  constructor(sql: SqlStorage) {
    this.sql = sql;
  }

  config(): MarketConfig | null {
    return this.meta<MarketConfig>('config');
  }

  saveConfig(config: MarketConfig): void {
    this.saveMeta('config', config);
  }

  live(): LiveConfig | null {
    if (this.knownLive === undefined) this.knownLive = this.meta<LiveConfig>('live');
    return this.knownLive;
  }

  saveLive(config: LiveConfig): void {
    this.saveMeta('live', config);
    this.knownLive = config;
  }

  /** The last close that was worked on in a live market. */
  closedAt(): number | null {
    return this.meta<number>('closed-at');
  }

  saveClosedAt(at: number): void {
    this.saveMeta('closed-at', at);
  }

  listed(): Instrument[] {
    const rows = this.sql.exec<{ body: string }>('SELECT body FROM listed ORDER BY id').toArray();
    return rows.map(({ body }) => JSON.parse(body) as Instrument);
  }

  /** One that is known takes over its new symbol and name. */
  saveListed(instrument: Instrument): void {
    this.sql.exec(
      'INSERT INTO listed (id, body) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET body = ?2',
      instrument.id,
      JSON.stringify(instrument),
    );
  }

  clock(): ClockState | null {
    return (this.knownClock ??= this.meta<ClockState>('clock'));
  }

  saveClock(clock: ClockState): void {
    this.saveMeta('clock', clock);
    this.knownClock = clock;
  }

  followers(): Follower[] {
    return [...this.followerMap().values()];
  }

  saveFollower(follower: Follower): void {
    const { accountId, activeBots, openQuestions } = follower;
    const known = this.followerMap().get(accountId);
    if (known?.activeBots === activeBots && known.openQuestions === openQuestions) return;
    this.sql.exec(
      `INSERT INTO follower (account_id, active_bots, open_questions) VALUES (?1, ?2, ?3)
       ON CONFLICT (account_id) DO UPDATE SET active_bots = ?2, open_questions = ?3`,
      accountId,
      activeBots,
      openQuestions,
    );
    this.followerMap().set(accountId, follower);
  }

  generatorState(): ArrayBuffer | null {
    const [row] = this.sql.exec<{ state: ArrayBuffer }>('SELECT state FROM generator').toArray();
    return row?.state ?? null;
  }

  saveGeneratorState(state: ArrayBuffer): void {
    this.sql.exec('INSERT INTO generator (id, state) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET state = ?1', state);
  }

  stepTimes(): Float64Array {
    const rows = this.sql
      .exec<{ first: number; times: ArrayBuffer }>('SELECT first, times FROM step_times ORDER BY first')
      .toArray();
    const times = new Float64Array(rows.reduce((sum, row) => sum + row.times.byteLength / 8, 0));
    for (const row of rows) times.set(new Float64Array(row.times), row.first);
    return times;
  }

  saveStepTimes(times: Float64Array): void {
    this.sql.exec('DELETE FROM step_times');
    for (let first = 0; first < times.length; first += TIMES_PER_ROW) {
      const part = times.slice(first, first + TIMES_PER_ROW);
      this.sql.exec('INSERT INTO step_times (first, times) VALUES (?, ?)', first, part.buffer);
    }
  }

  levels(): OwnerLevels[] {
    const rows = this.sql.exec<{ body: string }>('SELECT body FROM level').toArray();
    return rows.map(({ body }) => JSON.parse(body) as OwnerLevels);
  }

  saveLevels(owner: LevelOwner, entry: OwnerLevels | null): void {
    if (entry === null) this.sql.exec('DELETE FROM level WHERE owner = ?', ownerKey(owner));
    else {
      this.sql.exec(
        'INSERT INTO level (owner, body) VALUES (?1, ?2) ON CONFLICT (owner) DO UPDATE SET body = ?2',
        ownerKey(owner),
        JSON.stringify(entry),
      );
    }
  }

  splits(): Map<InstrumentId, DatedSplit[]> {
    const splits = new Map<InstrumentId, DatedSplit[]>();
    const rows = this.sql.exec<{ id: InstrumentId; at: number; ratio: number }>(
      'SELECT instrument_id AS id, at, ratio FROM split ORDER BY at',
    );
    for (const { id, at, ratio } of rows) splits.set(id, [...(splits.get(id) ?? []), { at, ratio }]);
    return splits;
  }

  /** False: it was known. */
  addSplit(instrumentId: InstrumentId, { at, ratio }: DatedSplit): boolean {
    const cursor = this.sql.exec(
      'INSERT INTO split (instrument_id, at, ratio) VALUES (?, ?, ?) ON CONFLICT DO NOTHING RETURNING 1',
      instrumentId,
      at,
      ratio,
    );
    return cursor.toArray().length === 1;
  }

  private followerMap(): Map<string, Follower> {
    if (this.knownFollowers !== null) return this.knownFollowers;
    const rows = this.sql.exec<{ id: AccountId; bots: number; questions: number }>(
      'SELECT account_id AS id, active_bots AS bots, open_questions AS questions FROM follower ORDER BY account_id',
    );
    this.knownFollowers = new Map();
    for (const { id, bots, questions } of rows) {
      this.knownFollowers.set(id, { accountId: id, activeBots: bots, openQuestions: questions });
    }
    return this.knownFollowers;
  }

  private meta<T>(key: string): T | null {
    const [row] = this.sql.exec<{ value: string }>('SELECT value FROM meta WHERE key = ?', key).toArray();
    return row === undefined ? null : (JSON.parse(row.value) as T);
  }

  private saveMeta(key: string, value: unknown): void {
    this.sql.exec(
      'INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2',
      key,
      JSON.stringify(value),
    );
  }
}
