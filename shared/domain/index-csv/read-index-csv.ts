import { err, ok, type Result } from '../../lib/result.ts';
import { DAY_MS, type MarketMs } from '../../lib/time.ts';
import { dateOf, parseWrittenTime } from '../bar-csv/csv-date.ts';
import { detectDelimiter } from '../bar-csv/csv-header.ts';
import { splitFields } from '../bar-csv/csv-lines.ts';
import { parseSymbol } from '../bar-csv/csv-symbol.ts';
import { dayText } from '../calendar/day.ts';
import { calendarOf } from '../calendar/market-calendar.ts';
import type { MarketEvent } from '../market-event.ts';
import type { IndexCsvError } from './index-csv-error.ts';

/** A list of one index: who was in it, from which day until which. */
export interface IndexList {
  readonly events: readonly MarketEvent[];
  /** Spans of membership, and those that last to this day. */
  readonly spans: number;
  readonly members: number;
}

export interface ReadIndexCsv {
  readonly file: string;
  readonly index: string;
  readonly exchange: 'us' | 'krx';
}

const LINES_MAX = 20_000;
/** Earlier sessions nobody needs: a day that long ago is its midnight UTC. */
const CALENDAR_FROM = Date.UTC(1990, 0, 1);

const NAMES = {
  symbol: ['symbol', 'ticker', 'code'],
  from: ['from', 'added', 'start', 'dateadded'],
  until: ['until', 'to', 'removed', 'end', 'dateremoved'],
  announced: ['announced', 'addedannounced'],
  untilAnnounced: ['untilannounced', 'removedannounced'],
} as const;
type Column = keyof typeof NAMES;
const COLUMNS = Object.keys(NAMES) as Column[];

type Fault = Pick<IndexCsvError, 'code' | 'values'>;
type Days = Record<Exclude<Column, 'symbol'>, number | null>;
interface Span {
  readonly symbol: string;
  readonly line: number;
  readonly days: Days;
}

/**
 * Reads a list of an index: `symbol,from[,until][,announced][,until_announced]` in any order, other columns are left
 * aside. An empty `from` was in it before the list begins, an empty `until` still is. A change takes effect at the open
 * of its day and is known from the close of the day it was announced on; without one, from the change itself. The whole
 * list or the first mistake in it.
 */
export function readIndexCsv(text: string, asked: ReadIndexCsv): Result<IndexList, IndexCsvError> {
  const refuse = (line: number, { code, values }: Fault) => err({ file: asked.file, line, code, values });
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (lines.length > LINES_MAX) return refuse(0, { code: 'too-many', values: { max: LINES_MAX } });
  const delimiter = detectDelimiter(lines[0] ?? '');
  const fields: string[] = [];
  if (!splitFields(lines[0] ?? '', delimiter, fields)) return refuse(1, { code: 'open-quote', values: {} });
  const header = readHeader(fields);
  if (!header.ok) return refuse(1, header.error);
  const width = fields.length;
  const spans: Span[] = [];
  for (const [index, line] of lines.entries()) {
    if (index === 0 || line.trim() === '') continue;
    if (!splitFields(line, delimiter, fields)) return refuse(index + 1, { code: 'open-quote', values: {} });
    if (fields.length !== width)
      return refuse(index + 1, { code: 'wrong-field-count', values: { has: fields.length, needs: width } });
    const row = readRow(fields, header.value);
    if (!row.ok) return refuse(index + 1, row.error);
    spans.push({ ...row.value, line: index + 1 });
  }
  if (spans.length === 0) return refuse(0, { code: 'empty-file', values: {} });
  const overlap = overlapping(spans);
  if (overlap !== null) return refuse(overlap.line, overlap);
  const events = spans.flatMap((span) => eventsOf(span, asked));
  return ok({ events, spans: spans.length, members: spans.filter(({ days }) => days.until === null).length });
}

function readHeader(cells: readonly string[]): Result<Record<Column, number>, Fault> {
  const at: Record<Column, number> = { symbol: -1, from: -1, until: -1, announced: -1, untilAnnounced: -1 };
  for (const [place, cell] of cells.entries()) {
    const word = cell.toLowerCase().replace(/[^a-z]/g, '');
    const column = COLUMNS.find((name) => (NAMES[name] as readonly string[]).includes(word));
    if (column === undefined) continue;
    if (at[column] >= 0) return err({ code: 'duplicate-column', values: { column: cell.trim() } });
    at[column] = place;
  }
  for (const column of ['symbol', 'from'] as const)
    if (at[column] < 0) return err({ code: 'missing-column', values: { column } });
  return ok(at);
}

function readRow(fields: readonly string[], at: Record<Column, number>): Result<Omit<Span, 'line'>, Fault> {
  const written = fields[at.symbol] ?? '';
  const symbol = parseSymbol(written.replace(/^KRX:/i, ''));
  if (symbol === null) return err({ code: 'bad-symbol', values: { value: written.slice(0, 40) } });
  const days: Days = { from: null, until: null, announced: null, untilAnnounced: null };
  for (const column of Object.keys(days) as (keyof Days)[]) {
    const text = (fields[at[column]] ?? '').trim();
    if (text === '') continue;
    const time = parseWrittenTime(text);
    if (time === null) return err({ code: 'bad-date', values: { column, value: text.slice(0, 40) } });
    days[column] = dateOf(time.local);
  }
  const { from, until } = days;
  if (from !== null && until !== null && until <= from)
    return err({ code: 'ends-before', values: { symbol, from: dayOf(from), until: dayOf(until) } });
  for (const [change, announced] of [
    ['from', 'announced'],
    ['until', 'untilAnnounced'],
  ] as const) {
    const [day, said] = [days[change], days[announced]];
    if (said === null) continue;
    if (day === null) return err({ code: 'announced-alone', values: { symbol, column: change } });
    if (said > day) return err({ code: 'announced-late', values: { symbol, announced: dayOf(said), day: dayOf(day) } });
  }
  return ok({ symbol, days });
}

const dayOf = (at: number): string => dayText(at / DAY_MS);

/** The first span that begins before the one before it of the same symbol has ended. */
function overlapping(spans: readonly Span[]): (Fault & { readonly line: number }) | null {
  const begin = ({ days }: Span): number => days.from ?? -Infinity;
  for (const [symbol, own] of Map.groupBy(spans, (span) => span.symbol)) {
    const sorted = own.toSorted((a, b) => begin(a) - begin(b) || a.line - b.line);
    for (const [place, span] of sorted.entries()) {
      const before = sorted[place - 1];
      if (before === undefined || begin(span) >= (before.days.until ?? Infinity)) continue;
      const other = before.days.from === null ? 'before its beginning' : dayOf(before.days.from);
      const from = span.days.from === null ? 'its beginning' : dayOf(span.days.from);
      return { line: span.line, code: 'overlapping', values: { symbol, other, from } };
    }
  }
  return null;
}

function eventsOf({ symbol: ticker, days }: Span, { index, exchange }: ReadIndexCsv): MarketEvent[] {
  const calendar = calendarOf(exchange);
  const symbol = exchange === 'krx' ? `KRX:${ticker}` : ticker;
  /** The open of a day, or of the next that there is. */
  const opens = (day: number): number =>
    day < CALENDAR_FROM ? day : (calendar.session(dayText(day / DAY_MS))?.open ?? calendar.nextOpen(day as MarketMs));
  /** The close of a day; without a session its end. */
  const closes = (day: number): number =>
    day < CALENDAR_FROM ? day + DAY_MS : (calendar.session(dayText(day / DAY_MS))?.close ?? day + DAY_MS);
  const event = (kind: MarketEvent['kind'], day: number | null, announced: number | null): MarketEvent => {
    const at = day === null ? 0 : opens(day);
    return { symbol, kind, about: index, at, knownAt: announced === null ? at : Math.min(at, closes(announced)) };
  };
  return [
    event('index-addition', days.from, days.announced),
    ...(days.until === null ? [] : [event('index-removal', days.until, days.untilAnnounced)]),
  ];
}
