import { DurableObject } from 'cloudflare:workers';
import { TIMEFRAMES, unpackColumns, type Timeframe } from '#shared/domain/bar.ts';
import { mergeTimed, type TimedColumns } from '#shared/domain/column-merge.ts';
import type { InstrumentId } from '#shared/domain/ids.ts';
import { invariant } from '#shared/lib/invariant.ts';
import type { MarketMs } from '#shared/lib/time.ts';
import type { RawEnv } from '../../env.ts';
import { ownTurn } from '../../own-turn.ts';
import { migrate } from '../sql.ts';
import { BARS_SCHEMA } from './bars-schema.ts';
import type { BarsQuery, BarsRpc, ImportedBars, PackedBars } from './bars-rpc.ts';
import { blockPeriodMs } from './block-period.ts';
import { ADJUSTED_WIDTH, BAR_WIDTH, joinColumns, readColumns, writeBlocks } from './blocks.ts';
import { distinctTimes, readCoverage } from './coverage.ts';
import { Tail } from './tail.ts';

const INSTRUMENTS_MAX = 1_000;
const BARS_MAX = 100_000;
const WINDOW_BARS_MAX = 1_000;
/** Replaced without a pause: some 4 ms. */
const BARS_IN_ONE_GO = 10_000;
/** Instruments read without a pause: some 2 ms. */
const READ_IN_ONE_GO = 10;

/** Bars of one market and timeframe: blocks by instrument and period, and a tail of what is still open. */
export class BarsObject extends DurableObject<RawEnv> implements BarsRpc {
  private readonly sql: SqlStorage;
  private readonly periodMs: number;
  private tail: Tail;
  private readonly numbers = new Map<string, number>();
  private knownTimes: Float64Array | null = null;

  constructor(ctx: DurableObjectState, env: RawEnv) {
    super(ctx, env);
    this.sql = ctx.storage.sql;
    this.periodMs = blockPeriodMs(timeframeOfName(ctx.id.name ?? ''));
    migrate(ctx.storage, BARS_SCHEMA);
    this.forgetOpenImports();
    this.tail = new Tail(this.sql, this.periodMs);
  }

  append(bars: readonly PackedBars[]): Promise<{ added: number }> {
    this.knownTimes = null;
    const rows = bars.map(({ instrumentId, columns }) => ({
      instrument: this.numberOf(instrumentId),
      columns: columnsOf(columns),
    }));
    return Promise.resolve({ added: this.tail.append(rows) });
  }

  /**
   * As blocks, also of what is still open: row by row it held up everything else in the process for tens of ms. Each
   * instrument in one piece, many of them with room in between.
   */
  async replace(bars: readonly PackedBars[]): Promise<{ added: number }> {
    let added = 0;
    let inOneGo = 0;
    for (const { instrumentId, columns: packed } of bars) {
      const columns = columnsOf(packed);
      const length = columns[0]?.length ?? 0;
      if (inOneGo > 0 && inOneGo + length > BARS_IN_ONE_GO) {
        await ownTurn();
        inOneGo = 0;
      }
      const instrument = this.numberOf(instrumentId);
      for (const table of ['block', 'tail']) this.sql.exec(`DELETE FROM ${table} WHERE instrument = ?`, instrument);
      writeBlocks(this.sql, { instrument, importN: 0, columns, periodMs: this.periodMs });
      this.tail = new Tail(this.sql, this.periodMs);
      this.knownTimes = null;
      added += length;
      inOneGo += length;
    }
    return { added };
  }

  read(query: BarsQuery & { readonly instrumentId: InstrumentId }): Promise<ArrayBuffer> {
    invariant(query.limit <= BARS_MAX, `at most ${BARS_MAX} bars in one answer`);
    return Promise.resolve(joinColumns(this.columns(query.instrumentId, query, BAR_WIDTH)));
  }

  /** Some at a time, with room in between: 110 instruments in one piece were some 25 ms. */
  async readMany(query: BarsQuery & { readonly instrumentIds: readonly InstrumentId[] }): Promise<PackedBars[]> {
    const { instrumentIds, limit } = query;
    invariant(instrumentIds.length <= INSTRUMENTS_MAX && limit <= WINDOW_BARS_MAX, 'a window is bounded');
    const read: PackedBars[] = [];
    for (const instrumentId of instrumentIds) {
      if (read.length % READ_IN_ONE_GO === READ_IN_ONE_GO - 1) await ownTurn();
      read.push({ instrumentId, columns: joinColumns(this.columns(instrumentId, query, BAR_WIDTH)) });
    }
    return read;
  }

  readAdjustedClose(query: BarsQuery & { readonly instrumentId: InstrumentId }): Promise<ArrayBuffer> {
    invariant(query.limit <= BARS_MAX, `at most ${BARS_MAX} bars in one answer`);
    const columns = this.columns(query.instrumentId, query, ADJUSTED_WIDTH);
    return Promise.resolve(joinColumns(columns.slice(-1)));
  }

  times(): Promise<ArrayBuffer> {
    this.knownTimes ??= distinctTimes(this.sql);
    return Promise.resolve(joinColumns([this.knownTimes]));
  }

  coverage(): Promise<{ instrumentId: InstrumentId; firstT: MarketMs; lastT: MarketMs; bars: number }[]> {
    return Promise.resolve(readCoverage(this.sql));
  }

  stats(): Promise<{ instruments: number; bars: number; bytes: number }> {
    const coverage = readCoverage(this.sql);
    return Promise.resolve({
      instruments: coverage.length,
      bars: coverage.reduce((sum, { bars }) => sum + bars, 0),
      bytes: this.sql.databaseSize,
    });
  }

  beginImport(source: { file: string }): Promise<number> {
    const row = this.sql.exec<{ n: number }>("INSERT INTO import (file, hash) VALUES (?, '') RETURNING n", source.file);
    return Promise.resolve(row.one().n);
  }

  stage(importId: number, bars: readonly ImportedBars[]): Promise<boolean> {
    if (!this.isOpen(importId)) return Promise.resolve(false);
    let count = 0;
    for (const { instrumentId, columns, adjClose } of bars) {
      const six = columnsOf(columns);
      count += six[0]?.length ?? 0;
      writeBlocks(this.sql, {
        instrument: this.numberOf(instrumentId),
        importN: importId,
        columns: adjClose === null ? six : [...six, new Float64Array(adjClose)],
        periodMs: this.periodMs,
      });
    }
    this.sql.exec('UPDATE import SET bars = bars + ? WHERE n = ?', count, importId);
    return Promise.resolve(true);
  }

  publish(importId: number, hash: string): Promise<{ bars: number } | null> {
    if (!this.isOpen(importId)) return Promise.resolve(null);
    const row = this.sql.exec<{ bars: number }>(
      'UPDATE import SET published = 1, hash = ? WHERE n = ? RETURNING bars',
      hash,
      importId,
    );
    this.knownTimes = null;
    return Promise.resolve(row.one());
  }

  discard(importId: number): Promise<void> {
    this.sql.exec('DELETE FROM block WHERE import_n IN (SELECT n FROM import WHERE n = ? AND published = 0)', importId);
    this.sql.exec('DELETE FROM import WHERE n = ? AND published = 0', importId);
    return Promise.resolve();
  }

  hasImport(hash: string): Promise<boolean> {
    const rows = this.sql.exec('SELECT 1 FROM import WHERE hash = ? AND published = 1 LIMIT 1', hash).toArray();
    return Promise.resolve(rows.length > 0);
  }

  clear(): Promise<void> {
    for (const table of ['block', 'tail', 'import', 'instrument']) this.sql.exec(`DELETE FROM ${table}`);
    this.numbers.clear();
    this.knownTimes = null;
    this.tail = new Tail(this.sql, this.periodMs);
    return Promise.resolve();
  }

  /** An import that was open when the object stopped will never be published. */
  private forgetOpenImports(): void {
    this.sql.exec('DELETE FROM block WHERE import_n IN (SELECT n FROM import WHERE published = 0)');
    this.sql.exec('DELETE FROM import WHERE published = 0');
  }

  private isOpen(importId: number): boolean {
    return this.sql.exec('SELECT 1 FROM import WHERE n = ? AND published = 0', importId).toArray().length === 1;
  }

  private columns(instrumentId: InstrumentId, query: BarsQuery, width: number): Float64Array[] {
    const instrument = this.knownNumber(instrumentId);
    if (instrument === undefined) return mergeTimed([], width);
    const { from = Number.MIN_SAFE_INTEGER, until, limit } = query;
    const asked = { instrument, from, until, limit, width, periodMs: this.periodMs };
    return readColumns(this.sql, asked, this.tail.read(instrument));
  }

  private numberOf(instrumentId: string): number {
    const known = this.knownNumber(instrumentId);
    if (known !== undefined) return known;
    const { n } = this.sql
      .exec<{ n: number }>('INSERT INTO instrument (id) VALUES (?) RETURNING n', instrumentId)
      .one();
    this.numbers.set(instrumentId, n);
    return n;
  }

  private knownNumber(instrumentId: string): number | undefined {
    if (this.numbers.size === 0) {
      for (const { n, id } of this.sql.exec<{ n: number; id: string }>('SELECT n, id FROM instrument'))
        this.numbers.set(id, n);
    }
    return this.numbers.get(instrumentId);
  }
}

function timeframeOfName(name: string): Timeframe {
  const timeframe = TIMEFRAMES.find((known) => name.endsWith(`:${known}`));
  invariant(timeframe, `a bars object is named <market>:<timeframe>, not "${name}"`);
  return timeframe;
}

function columnsOf(buffer: ArrayBuffer): TimedColumns {
  const { t, o, h, l, c, v } = unpackColumns(buffer);
  return [t, o, h, l, c, v];
}
