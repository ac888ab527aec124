import type { BarColumns, Timeframe } from '../../domain/bar.ts';
import { DAY_MS } from '../../lib/time.ts';
import type { PivotSource } from './pivot-levels.ts';

/** What the levels of a chart are drawn from: intraday bars from days, days from weeks, weeks from months. */
export type PivotPeriod = 'day' | 'week' | 'month';

const WEEK_MS = 7 * DAY_MS;
/** 1970-01-05 was a Monday. */
const MONDAY_OFFSET = 4 * DAY_MS;

export function pivotPeriod(timeframe: Timeframe): PivotPeriod {
  if (timeframe === '1w') return 'month';
  return timeframe === '1d' ? 'week' : 'day';
}

/** A period's bars as one, and where it began and ended among the columns. Written anew by `readPeriodBefore`. */
export type PeriodBefore = { -readonly [K in keyof PivotSource]: PivotSource[K] } & {
  firstIndex: number;
  lastIndex: number;
};

export function emptyPeriod(): PeriodBefore {
  return { high: NaN, low: NaN, close: NaN, nextOpen: NaN, firstIndex: -1, lastIndex: -1 };
}

/**
 * Writes the whole period before the one that holds bar `index` into `out`; false, and nothing written, when the bars
 * do not hold it from its beginning. Days are told apart in UTC, as in `indicators/vwap`: a UTC day holds a regular
 * session of New York and of Seoul.
 */
export function readPeriodBefore(columns: BarColumns, index: number, timeframe: Timeframe, out: PeriodBefore): boolean {
  const { t, h, l, c, o } = columns;
  const period = pivotPeriod(timeframe);
  const now = keyOf(t[index] ?? NaN, period);
  let last = index;
  while (last >= 0 && keyOf(t[last]!, period) === now) last -= 1; // in range
  if (last < 0) return false;
  const before = keyOf(t[last]!, period); // in range
  let first = last;
  let high = h[last]!; // in range, here and below
  let low = l[last]!;
  while (first > 0 && keyOf(t[first - 1]!, period) === before) {
    first -= 1;
    if (h[first]! > high) high = h[first]!;
    if (l[first]! < low) low = l[first]!;
  }
  // Nothing before it: the bars may begin in its middle.
  if (first === 0) return false;
  out.high = high;
  out.low = low;
  out.close = c[last]!;
  out.nextOpen = o[last + 1]!; // the present period's first bar, at most `index`
  out.firstIndex = first;
  out.lastIndex = last;
  return true;
}

function keyOf(t: number, period: PivotPeriod): number {
  if (period === 'day') return Math.floor(t / DAY_MS);
  if (period === 'week') return Math.floor((t - MONDAY_OFFSET) / WEEK_MS);
  return monthOf(t);
}

/** Months since 1970, without a Date on the way: http://howardhinnant.github.io/date_algorithms.html#civil_from_days. */
function monthOf(t: number): number {
  const days = Math.floor(t / DAY_MS) + 719_468;
  const era = Math.floor(days / 146_097);
  const dayOfEra = days - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 2 : marchMonth - 10;
  return (era * 400 + yearOfEra - 1970 + (month < 2 ? 1 : 0)) * 12 + month;
}
