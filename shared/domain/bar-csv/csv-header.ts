import { err, ok, type Result } from '../../lib/result.ts';
import { parseWrittenTime } from './csv-date.ts';

/** Where each value of a row stands; -1 when the file has no such column. */
export interface BarCsvColumns {
  readonly date: number;
  readonly time: number;
  readonly symbol: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  readonly adjClose: number;
  /** How many fields each row has. */
  readonly width: number;
  /** Whether the first line was a header and holds no bar. */
  readonly hasHeader: boolean;
}

export type HeaderError = { readonly code: 'missing-column' | 'duplicate-column'; readonly column: string };

type Name = Exclude<keyof BarCsvColumns, 'width' | 'hasHeader'>;

const NAMES: Readonly<Record<string, Name>> = {
  date: 'date',
  datetime: 'date',
  timestamp: 'date',
  day: 'date',
  dtyyyymmdd: 'date',
  time: 'time',
  symbol: 'symbol',
  ticker: 'symbol',
  name: 'symbol',
  open: 'open',
  high: 'high',
  low: 'low',
  close: 'close',
  volume: 'volume',
  vol: 'volume',
  adjclose: 'adjClose',
  adjustedclose: 'adjClose',
};

const NEEDED = ['date', 'open', 'high', 'low', 'close', 'volume'] as const;

/** The delimiter of a file, from its first line: comma, semicolon or tab, whichever occurs most. */
export function detectDelimiter(line: string): string {
  const count = (mark: string): number => line.split(mark).length;
  const marks = [',', ';', '\t'];
  return marks.reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

/**
 * Reads the first line. `second` is the line after it, if there is one: it shows whether the header lacks the cell
 * above the dates (R and pandas write such files) or leaves it empty. A first line that begins with a date is a bar of
 * a file without header: date, open, high, low, close, volume[, anything].
 */
export function readHeader(
  first: readonly string[],
  second: readonly string[] | null,
): Result<BarCsvColumns, HeaderError> {
  if (parseWrittenTime((first[0] ?? '').trim()) !== null) return headless(first);
  const at: Record<Name, number> = {
    date: -1,
    time: -1,
    symbol: -1,
    open: -1,
    high: -1,
    low: -1,
    close: -1,
    volume: -1,
    adjClose: -1,
  };
  const shift = second !== null && second.length === first.length + 1 ? 1 : 0;
  for (const [index, cell] of first.entries()) {
    const name = NAMES[cell.toLowerCase().replace(/[^a-z]/g, '')];
    if (name === undefined) continue;
    if (at[name] >= 0) return err({ code: 'duplicate-column', column: cell.trim() });
    at[name] = index + shift;
  }
  if (at.date < 0 && at.time >= 0) [at.date, at.time] = [at.time, -1];
  if (at.date < 0 && (shift === 1 || isBlank(first[0] ?? ''))) at.date = 0;
  for (const name of NEEDED) if (at[name] < 0) return err({ code: 'missing-column', column: name });
  return ok({ ...at, width: first.length + shift, hasHeader: true });
}

// pandas calls a nameless column "Unnamed: 0" when it writes one it has read.
function isBlank(cell: string): boolean {
  return cell.trim() === '' || /^unnamed: ?0$/i.test(cell.trim());
}

function headless(first: readonly string[]): Result<BarCsvColumns, HeaderError> {
  for (const [index, name] of NEEDED.entries()) {
    const cell = first[index];
    if (cell === undefined || (index > 0 && !Number.isFinite(Number.parseFloat(cell))))
      return err({ code: 'missing-column', column: name });
  }
  return ok({
    date: 0,
    time: -1,
    symbol: -1,
    open: 1,
    high: 2,
    low: 3,
    close: 4,
    volume: 5,
    adjClose: -1,
    width: first.length,
    hasHeader: false,
  });
}
