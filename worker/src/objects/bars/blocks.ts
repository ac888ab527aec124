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
 * The last `limit` bars of one instrument with `from <= t < until`, from blocks and tail, `width` columns. Where two
 * sources have the same bar, the one stored first counts.
 */
export function readColumns(
  sql: SqlStorage,
  query: { instrument: number; from: number; until: number; limit: number; width: number; periodMs: number },
): Float64Array[] {
  const { instrument, from, until, limit, width } = query;
  const tail = readTail(sql, query);
  const parts: { start: number; columns: TimedColumns }[] = [];
  const rows = sql.exec<BlockRow>(
    `SELECT start, length, width, columns FROM block WHERE instrument = ? AND start < ? AND start > ? AND ${READABLE}
     ORDER BY start DESC, n DESC`,
    instrument,
    until,
    from - query.periodMs,
  );
  // Everything at or after `start` of the last block read is known; older blocks cannot hold any of the last `limit`.
  let known = 0;
  let start = Infinity;
  for (const row of rows) {
    if (row.start < start && known >= limit) break;
    start = row.start;
    const columns = sliceTimed(splitColumns(row.columns, row.width), from, until);
    known += columns[0]?.length ?? 0;
    parts.push({ start, columns });
  }
  const merged = mergeTimed([...parts.reverse().map((part) => part.columns), tail], width);
  const length = merged[0]?.length ?? 0;
  return length <= limit ? merged : merged.map((column) => column.subarray(length - limit));
}

/** The last `limit` single bars of one instrument with `from <= t < until`. */
export function readTail(
  sql: SqlStorage,
  query: { instrument: number; from: number; until: number; limit: number },
): TimedColumns {
  const cursor = sql.exec(
    'SELECT t, o, h, l, c, v FROM tail WHERE instrument = ? AND t >= ? AND t < ? ORDER BY t DESC LIMIT ?',
    query.instrument,
    query.from,
    query.until,
    query.limit,
  );
  const rows = [...cursor.raw<[number, number, number, number, number, number]>()];
  const columns = Array.from({ length: BAR_WIDTH }, () => new Float64Array(rows.length));
  for (const [index, row] of rows.reverse().entries()) {
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
