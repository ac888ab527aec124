import { sliceTimed, type TimedColumns } from '#shared/domain/column-merge.ts';
import { blockStart } from './block-period.ts';
import { BAR_WIDTH, readTail, writeBlocks } from './blocks.ts';

/** Bars in one statement: some 300 kB of JSON. */
const ROWS_PER_STATEMENT = 4_000;
/** Blocks packed per append, so that the close of a period spreads over several calls. */
const PACKED_PER_CALL = 8;
/** Bars kept in memory as columns, of all instruments: some 10 MB. With more, those of long ago are read anew. */
const KEPT_MAX = 200_000;

/** The tail of one object: bars of open periods, and which periods have closed and wait to be packed. */
export class Tail {
  private readonly sql: SqlStorage;
  private readonly periodMs: number;
  /** Oldest period with bars in the tail, per instrument; null until it is read from the table. */
  private open: Map<number, number> | null = null;
  private closed: { instrument: number; start: number }[] = [];
  /**
   * What was read of instruments, as columns: whoever screens or tests looks at the same bars again and again, and row by
   * row that was a fifth of what the product did.
   */
  private readonly kept = new Map<number, { columns: TimedColumns; isBehind: boolean }>();
  private barsKept = 0;

  constructor(sql: SqlStorage, periodMs: number) {
    this.sql = sql;
    this.periodMs = periodMs;
  }

  /** Adds bars of several instruments; those that are there stay as they are. Answers how many were new. */
  append(bars: readonly { readonly instrument: number; readonly columns: TimedColumns }[]): number {
    let added = 0;
    let rows: number[][] = [];
    const open = this.openPeriods();
    for (const { instrument, columns } of bars) {
      const times = columns[0] as Float64Array; // columns begin with times
      this.outdate(instrument, times[0] ?? Infinity);
      for (const [index, t] of times.entries()) {
        rows.push([instrument, ...columns.slice(0, BAR_WIDTH).map((column) => column[index] as number)]);
        this.notePeriod(open, instrument, t);
        if (rows.length === ROWS_PER_STATEMENT) added += this.insert(rows.splice(0));
      }
    }
    added += this.insert(rows);
    rows = [];
    this.packSome();
    return added;
  }

  /** All single bars of one instrument. Not to be written to. */
  read(instrument: number): TimedColumns {
    const kept = this.kept.get(instrument);
    if (kept?.isBehind === false) return kept.columns;
    const news = readTail(this.sql, instrument, kept?.columns[0]?.at(-1) ?? -Infinity);
    const columns = kept === undefined ? news : kept.columns.map((column, place) => joined(column, news[place]));
    this.barsKept += news[0]?.length ?? 0;
    if (this.barsKept > KEPT_MAX) {
      this.kept.clear();
      this.barsKept = columns[0]?.length ?? 0;
    }
    this.kept.set(instrument, { columns, isBehind: false });
    return columns;
  }

  /** What is kept lacks bars from `t` on: it is read on from where it ends, or anew. */
  private outdate(instrument: number, t: number): void {
    const kept = this.kept.get(instrument);
    if (kept === undefined) return;
    if (t > (kept.columns[0]?.at(-1) ?? Infinity)) kept.isBehind = true;
    else this.forget(instrument);
  }

  private forget(instrument: number): void {
    this.barsKept -= this.kept.get(instrument)?.columns[0]?.length ?? 0;
    this.kept.delete(instrument);
  }

  private insert(rows: readonly number[][]): number {
    if (rows.length === 0) return 0;
    this.sql.exec(
      `INSERT OR IGNORE INTO tail (instrument, t, o, h, l, c, v)
       SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6 FROM json_each(?)`,
      JSON.stringify(rows),
    );
    return this.sql.exec<{ added: number }>('SELECT changes() AS added').one().added;
  }

  private notePeriod(open: Map<number, number>, instrument: number, t: number): void {
    const start = blockStart(t, this.periodMs);
    const before = open.get(instrument);
    if (before !== undefined && before < start) this.closed.push({ instrument, start: before });
    if (before === undefined || before < start) open.set(instrument, start);
  }

  private openPeriods(): Map<number, number> {
    if (this.open !== null) return this.open;
    this.open = new Map();
    const rows = this.sql.exec<{ n: number; first: number | null; last: number | null }>(
      `SELECT n, (SELECT MIN(t) FROM tail WHERE instrument = n) AS first, (SELECT MAX(t) FROM tail WHERE instrument = n) AS last
       FROM instrument`,
    );
    for (const { n, first, last } of rows) {
      if (first === null || last === null) continue;
      const end = blockStart(last, this.periodMs);
      for (let start = blockStart(first, this.periodMs); start < end; start += this.periodMs) {
        this.closed.push({ instrument: n, start });
      }
      this.open.set(n, end);
    }
    return this.open;
  }

  private packSome(): void {
    for (const { instrument, start } of this.closed.splice(0, PACKED_PER_CALL)) {
      const until = start + this.periodMs;
      const columns = sliceTimed(this.read(instrument), start, until);
      if ((columns[0]?.length ?? 0) === 0) continue;
      writeBlocks(this.sql, { instrument, importN: 0, columns, periodMs: this.periodMs });
      this.sql.exec('DELETE FROM tail WHERE instrument = ? AND t >= ? AND t < ?', instrument, start, until);
      this.forget(instrument);
    }
  }
}

function joined(before: Float64Array, next: Float64Array | undefined): Float64Array {
  const all = new Float64Array(before.length + (next?.length ?? 0));
  all.set(before);
  if (next !== undefined) all.set(next, before.length);
  return all;
}
