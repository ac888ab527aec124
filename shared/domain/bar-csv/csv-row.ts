import { err, ok, type Result } from '../../lib/result.ts';
import type { BarCsvErrorCode } from './bar-csv-error.ts';
import { parseClock, parseWrittenTime, type WrittenTime } from './csv-date.ts';
import type { BarCsvColumns } from './csv-header.ts';
import { parseSymbol } from './csv-symbol.ts';

/**
 * How far open and close may lie outside high and low, as a fraction of the bound. Vendors take them from the
 * auctions and the range from continuous trading: good files differ by up to 0.7 %. Beyond this it is a mistake.
 */
export const RANGE_SLACK = 0.02;

export interface CsvRow {
  readonly line: number;
  readonly symbol: string;
  readonly written: WrittenTime;
  readonly values: readonly [o: number, h: number, l: number, c: number, v: number, adj: number];
}

export interface RowError {
  readonly code: BarCsvErrorCode;
  readonly values: Readonly<Record<string, string | number>>;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
const PRICES = ['open', 'high', 'low', 'close'] as const;

/** Written times of a file repeat once per symbol: each is read once. */
export type TimeMemory = Map<string, WrittenTime>;
const TIME_MEMORY_MAX = 100_000;

/** Reads one row. `null` is Yahoo's mark of a day without trading (all four prices say "null"): there is no bar. */
export function readRow(options: {
  fields: readonly string[];
  line: number;
  columns: BarCsvColumns;
  fileSymbol: string | null;
  times: TimeMemory;
}): Result<CsvRow | null, RowError> {
  const { fields, line, columns, fileSymbol, times } = options;
  if (fields.length !== columns.width)
    return err({ code: 'wrong-field-count', values: { has: fields.length, needs: columns.width } });
  const symbol = columns.symbol < 0 ? fileSymbol : parseSymbol(fields[columns.symbol] ?? '');
  if (symbol === null) return err({ code: 'bad-symbol', values: { value: fields[columns.symbol] ?? '(file name)' } });
  const written = readTime(fields, columns, times);
  if (written === null) return err({ code: 'bad-date', values: { value: timeText(fields, columns) } });
  if (PRICES.every((name) => fields[columns[name]] === 'null')) return ok(null);

  const o = readNumber(fields[columns.open]);
  const h = readNumber(fields[columns.high]);
  const l = readNumber(fields[columns.low]);
  const c = readNumber(fields[columns.close]);
  const v = readNumber(fields[columns.volume]);
  if (!(o > 0 && h > 0 && l > 0 && c > 0 && v >= 0)) return err(badNumber(fields, columns));
  const adj = readAdjusted(fields, columns);
  if (adj === undefined) {
    return err({ code: 'bad-number', values: { column: 'adj_close', value: fields[columns.adjClose] ?? '' } });
  }
  if (h < l) return err({ code: 'high-below-low', values: { high: h, low: l } });
  if (isOutside(o, h, l)) return err({ code: 'outside-range', values: { column: 'open', value: o, high: h, low: l } });
  if (isOutside(c, h, l)) return err({ code: 'outside-range', values: { column: 'close', value: c, high: h, low: l } });
  return ok({ line, symbol, written, values: [o, h, l, c, v, adj] });
}

function readTime(fields: readonly string[], columns: BarCsvColumns, times: TimeMemory): WrittenTime | null {
  const text = timeText(fields, columns);
  const known = times.get(text);
  if (known) return known;
  let written = parseWrittenTime((fields[columns.date] ?? '').trim());
  if (written !== null && columns.time >= 0) {
    const clock = parseClock((fields[columns.time] ?? '').trim());
    written = clock === null ? null : { local: written.local + clock, offsetMs: written.offsetMs };
  }
  if (written === null) return null;
  if (times.size >= TIME_MEMORY_MAX) times.clear();
  times.set(text, written);
  return written;
}

function timeText(fields: readonly string[], columns: BarCsvColumns): string {
  const date = fields[columns.date] ?? '';
  return columns.time < 0 ? date : `${date} ${fields[columns.time] ?? ''}`;
}

/** NaN for anything but a plain finite number: `Number` alone would take '', '0x10' and ' 1 '. */
function readNumber(text: string | undefined): number {
  if (text === undefined) return Number.NaN;
  const value = NUMBER.test(text) ? Number(text) : NUMBER.test(text.trim()) ? Number(text.trim()) : Number.NaN;
  return value === Infinity || value === -Infinity ? Number.NaN : value;
}

/** NaN where the file has no adjusted close, undefined where it has something that is no number. */
function readAdjusted(fields: readonly string[], columns: BarCsvColumns): number | undefined {
  if (columns.adjClose < 0) return Number.NaN;
  const text = (fields[columns.adjClose] ?? '').trim();
  if (text === '' || text === 'null') return Number.NaN;
  const value = readNumber(text);
  return Number.isFinite(value) ? value : undefined;
}

function badNumber(fields: readonly string[], columns: BarCsvColumns): RowError {
  for (const column of [...PRICES, 'volume'] as const) {
    const text = fields[columns[column]] ?? '';
    const value = readNumber(text);
    if (!Number.isFinite(value)) return { code: 'bad-number', values: { column, value: text } };
    if (column === 'volume') return { code: 'negative-volume', values: { value } };
    if (value <= 0) return { code: 'price-not-positive', values: { column, value } };
  }
  return { code: 'bad-number', values: { column: 'open', value: '' } };
}

function isOutside(price: number, high: number, low: number): boolean {
  return price > high * (1 + RANGE_SLACK) || price < low * (1 - RANGE_SLACK);
}
