import { mergeTimed, sliceTimed, type TimedColumns } from '#shared/domain/column-merge.ts';

/** Columns of t o h l c v, and of adj_close where there is one. */
export const BAR_WIDTH = 6;
export const ADJUSTED_WIDTH = 7;

interface BlockRow extends Record<string, SqlStorageValue> {
  readonly start: number;
  readonly length: number;
  readonly width: number;
  readonly columns: ArrayBuffer;
}

const READABLE = '(import_n = 0 OR import_n IN (SELECT n FROM import WHERE published = 1))';

/**
 * The last `limit` bars of one instrument with `from <= t < until`, from blocks and its tail, `width` columns. Where two
 * sources have the same bar, the one stored first counts.
 */
export function readColumns(
  sql: SqlStorage,
  query: { instrument: number; from: number; until: number; limit: number; width: number; periodMs: number },
  tail: TimedColumns,
): Float64Array[] {
  const { from, until, limit, width } = query;
  // Everything at or after `start` of the last block read is known; older blocks cannot hold any of the last `limit`.
  let known = 0;
  let start = until;
  const parts: TimedColumns[] = [];
  while (known < limit) {
    const rows = lastBlocks(sql, { ...query, before: start });
    const [first] = rows;
    if (first === undefined) break;
    start = first.start;
    for (const row of rows) {
      const columns = sliceTimed(splitColumns(row.columns, row.width), from, until);
      known += columns[0]?.length ?? 0;
      parts.push(columns);
    }
  }
  return newest(mergeTimed([...parts.reverse(), newest(sliceTimed(tail, from, until), limit)], width), limit);
}

/**
 * The newest blocks of one period. Read to their end: rows that a loop leaves behind stay open until the next garbage
 * collection, and every statement of the database walks past all that are open (a tenth of what the product did).
 */
function lastBlocks(
  sql: SqlStorage,
  { instrument, from, before, periodMs }: { instrument: number; from: number; before: number; periodMs: number },
): BlockRow[] {
  return sql
    .exec<BlockRow>(
      `SELECT start, length, width, columns FROM block WHERE instrument = ?1 AND ${READABLE} AND start = (
         SELECT start FROM block WHERE instrument = ?1 AND start < ?2 AND start > ?3 AND ${READABLE}
         ORDER BY start DESC LIMIT 1
       ) ORDER BY n DESC`,
      instrument,
      before,
      from - periodMs,
    )
    .toArray();
}

function newest<T extends TimedColumns>(columns: T, limit: number): T | Float64Array[] {
  const length = columns[0]?.length ?? 0;
  return length <= limit ? columns : columns.map((column) => column.subarray(length - limit));
}

/** Single bars of one instrument that are newer than `after`. */
export function readTail(sql: SqlStorage, instrument: number, after: number): Float64Array[] {
  const cursor = sql.exec(
    'SELECT t, o, h, l, c, v FROM tail WHERE instrument = ? AND t > ? ORDER BY t',
    instrument,
    after,
  );
  const rows = [...cursor.raw<[number, number, number, number, number, number]>()];
  const columns = Array.from({ length: BAR_WIDTH }, () => new Float64Array(rows.length));
  for (const [index, row] of rows.entries()) {
    for (const [column, value] of row.entries()) (columns[column] as Float64Array)[index] = value; // six of both
  }
  return columns;
}

export function splitColumns(buffer: ArrayBuffer, width: number): Float64Array[] {
  const length = buffer.byteLength / 8 / width;
  return Array.from({ length: width }, (_, index) => new Float64Array(buffer, index * length * 8, length));
}

export function joinColumns(columns: TimedColumns): ArrayBuffer {
  const length = columns[0]?.length ?? 0;
  const joined = new Float64Array(length * columns.length);
  for (const [index, column] of columns.entries()) joined.set(column, index * length);
  return joined.buffer;
}

/** Writes bars of one instrument as blocks, one statement per block. */
export function writeBlocks(
  sql: SqlStorage,
  options: { instrument: number; importN: number; columns: TimedColumns; periodMs: number },
): void {
  const { instrument, importN, columns, periodMs } = options;
  const times = columns[0] as Float64Array; // columns begin with times
  let from = times[0];
  while (from !== undefined) {
    const start = Math.floor(from / periodMs) * periodMs;
    const part = sliceTimed(columns, from, start + periodMs);
    sql.exec(
      'INSERT INTO block (instrument, start, import_n, length, width, columns) VALUES (?, ?, ?, ?, ?, ?)',
      instrument,
      start,
      importN,
      part[0]?.length ?? 0,
      part.length,
      joinColumns(part),
    );
    from = sliceTimed([times], start + periodMs, Infinity)[0]?.[0];
  }
}
