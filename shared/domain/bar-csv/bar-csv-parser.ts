import { err, ok, type Result } from '../../lib/result.ts';
import { DAY_MS, type MarketMs } from '../../lib/time.ts';
import { TIMEFRAME_MS, type BarColumns, type Timeframe } from '../bar.ts';
import { instantOf, type Zone } from '../calendar/zone.ts';
import type { BarCsvError, BarCsvErrorCode } from './bar-csv-error.ts';
import { dateOf } from './csv-date.ts';
import { detectDelimiter, readHeader, type BarCsvColumns } from './csv-header.ts';
import { LINE_LENGTH_MAX, LineCutter, splitFields } from './csv-lines.ts';
import { readRow, type CsvRow, type RowError, type TimeMemory } from './csv-row.ts';
import { symbolOfFileName } from './csv-symbol.ts';
import { timeframeOf } from './csv-timeframe.ts';
import { GrowingBars } from './growing-bars.ts';

// Rows held back until the spacing of the bars is known.
const SAMPLE_ROWS = 2_000;
// Weeks begin on Mondays or on the first trading day: two can be nearer than seven days.
const WEEK_GAP_MIN = 4 * DAY_MS;

export interface SymbolBars {
  readonly symbol: string;
  readonly columns: BarColumns;
  /** Total-return closes, where the file has them; NaN for single missing ones. */
  readonly adjClose: Float64Array | null;
}

export interface BarCsvSummary {
  readonly timeframe: Timeframe;
  readonly bars: number;
  readonly symbols: number;
  readonly firstT: MarketMs;
  readonly lastT: MarketMs;
  /** Bars whose open or close lies a little outside high and low; kept as the file has them. */
  readonly outsideRange: number;
  /** Days without trading that the file marks with "null". */
  readonly skipped: number;
}

interface SymbolState {
  readonly bars: GrowingBars;
  last: number;
}

/**
 * Reads bars from CSV text that is pushed in pieces. `push` and `end` answer the first error; after one nothing more
 * is taken. `take` hands over what has been read, so that a file of any size needs little memory. Nothing is known to
 * be right before `end` says so.
 *
 * Daily bars get `t` = midnight UTC of their date; intraday ones an instant, read in `timeZone` when they name no zone.
 */
export class BarCsvParser {
  /** Bars read and not yet taken. */
  pending = 0;
  timeframe: Timeframe | null = null;

  private readonly file: string;
  private readonly timeZone: Zone;
  private readonly fileSymbol: string | null;
  private readonly cutter = new LineCutter();
  private readonly symbols = new Map<string, SymbolState>();
  private readonly times: TimeMemory = new Map();
  private readonly fields: string[] = [];
  private sample: CsvRow[] | null = [];
  private line = 0;
  private firstLine: { text: string; line: number } | null = null;
  private delimiter = ',';
  private columns: BarCsvColumns | null = null;
  private failure: BarCsvError | null = null;
  private bars = 0;
  private skipped = 0;
  private outsideRange = 0;
  private firstT = Infinity;
  private lastT = -Infinity;

  constructor(options: { readonly file: string; readonly timeZone: Zone; readonly symbol?: string }) {
    this.file = options.file;
    this.timeZone = options.timeZone;
    this.fileSymbol = options.symbol ?? symbolOfFileName(options.file);
  }

  push(text: string): Result<void, BarCsvError> {
    if (this.failure === null && !this.cutter.push(text, (line) => this.onLine(line))) {
      this.fail('line-too-long', { max: LINE_LENGTH_MAX });
    }
    return this.failure === null ? ok(undefined) : err(this.failure);
  }

  end(): Result<BarCsvSummary, BarCsvError> {
    if (this.failure === null) this.cutter.end((line) => this.onLine(line));
    if (this.failure === null && this.firstLine !== null && this.columns === null) this.openTable(null);
    if (this.failure === null && this.sample !== null && this.sample.length > 0) this.settleSample();
    if (this.failure === null && this.bars === 0) this.fail('empty-file', {}, 0);
    if (this.failure !== null) return err(this.failure);
    return ok({
      timeframe: this.timeframe as Timeframe, // set with the first bar
      bars: this.bars,
      symbols: this.symbols.size,
      firstT: this.firstT as MarketMs,
      lastT: this.lastT as MarketMs,
      outsideRange: this.outsideRange,
      skipped: this.skipped,
    });
  }

  /** What was read since the last call, per symbol, oldest first. */
  take(): SymbolBars[] {
    const taken: SymbolBars[] = [];
    for (const [symbol, state] of this.symbols) {
      if (state.bars.length > 0) taken.push({ symbol, ...state.bars.take() });
    }
    this.pending = 0;
    return taken;
  }

  /** Ends the reading for a reason that lies outside the text; names the line that came last. */
  refuse(code: BarCsvErrorCode): BarCsvError {
    this.fail(code, {});
    return this.failure as BarCsvError; // just set
  }

  private onLine(text: string): boolean {
    this.line += 1;
    if (text.length > LINE_LENGTH_MAX) return this.fail('line-too-long', { max: LINE_LENGTH_MAX });
    if (text.trim() === '') return true;
    if (this.columns !== null) return this.onRow(text, this.line);
    if (this.firstLine === null) {
      this.firstLine = { text, line: this.line };
      return true;
    }
    return this.openTable(text) && this.onRow(text, this.line);
  }

  private openTable(second: string | null): boolean {
    const first = this.firstLine as { text: string; line: number }; // only called once there is one
    this.delimiter = detectDelimiter(first.text);
    const head: string[] = [];
    const next: string[] = [];
    if (!splitFields(first.text, this.delimiter, head)) return this.fail('open-quote', {}, first.line);
    if (second !== null && !splitFields(second, this.delimiter, next)) return this.fail('open-quote', {});
    const read = readHeader(head, second === null ? null : next);
    if (!read.ok) return this.fail(read.error.code, { column: read.error.column }, first.line);
    this.columns = read.value;
    return read.value.hasHeader || this.onRow(first.text, first.line);
  }

  private onRow(text: string, line: number): boolean {
    const { columns, fields, fileSymbol, times } = this;
    if (!splitFields(text, this.delimiter, fields)) return this.fail('open-quote', {}, line);
    const row = readRow({ fields, line, columns: columns as BarCsvColumns, fileSymbol, times });
    if (!row.ok) return this.failRow(row.error, line);
    if (row.value === null) {
      this.skipped += 1;
      return true;
    }
    if (this.sample === null) return this.accept(row.value);
    this.sample.push(row.value);
    return this.sample.length < SAMPLE_ROWS || this.settleSample();
  }

  private settleSample(): boolean {
    const rows = this.sample as CsvRow[]; // only called while there is one
    const timeframe = timeframeOf(rows.map((row) => row.written.local));
    if (typeof timeframe !== 'string') return this.fail('unknown-timeframe', timeframe, rows[0]?.line ?? 0);
    this.timeframe = timeframe;
    this.sample = null;
    return rows.every((row) => this.accept(row));
  }

  private accept(row: CsvRow): boolean {
    const { symbol, values } = row;
    const t = this.openingTime(row);
    let state = this.symbols.get(symbol);
    if (state === undefined) this.symbols.set(symbol, (state = { bars: new GrowingBars(), last: -Infinity }));
    if (t <= state.last || t - state.last < this.gapMin()) return this.failOrder(row, t, state.last);
    state.last = t;
    state.bars.push(t, values);
    const [o, h, l, c] = values;
    if (o > h || o < l || c > h || c < l) this.outsideRange += 1;
    this.bars += 1;
    this.pending += 1;
    if (t < this.firstT) this.firstT = t;
    if (t > this.lastT) this.lastT = t;
    return true;
  }

  private openingTime({ written }: CsvRow): number {
    if (this.timeframe === '1d' || this.timeframe === '1w') return dateOf(written.local);
    return written.offsetMs === null ? instantOf(this.timeZone, written.local) : written.local - written.offsetMs;
  }

  private gapMin(): number {
    if (this.timeframe === null || this.timeframe === '1d') return 0;
    return this.timeframe === '1w' ? WEEK_GAP_MIN : TIMEFRAME_MS[this.timeframe];
  }

  private failOrder(row: CsvRow, t: number, last: number): boolean {
    const { symbol, line } = row;
    const isDaily = this.timeframe === '1d' || this.timeframe === '1w';
    const text = (at: number): string => new Date(at).toISOString().slice(0, isDaily ? 10 : 19);
    if (t === last) return this.fail('duplicate-date', { symbol, date: text(t) }, line);
    if (t < last) return this.fail('unordered-date', { symbol, date: text(t), previous: text(last) }, line);
    return this.fail('bar-too-close', { symbol, date: text(t), timeframe: this.timeframe ?? '' }, line);
  }

  private failRow(error: RowError, line: number): boolean {
    return this.fail(error.code, error.values, line);
  }

  private fail(code: BarCsvErrorCode, values: BarCsvError['values'], line = this.line): false {
    this.failure ??= { file: this.file, line, code, values };
    return false;
  }
}
