import type { BarWarningCode, CodedNote } from '../../domain/backtest-codes.ts';
import type { BarColumns, Timeframe } from '../../domain/bar.ts';
import { dayText } from '../../domain/calendar/day.ts';
import { RANGE_SLACK } from '../../domain/bar-csv/csv-row.ts';
import { DAY_MS } from '../../lib/time.ts';

/** The first bar that no market can have made, and why; null when all are sound. */
export function unsoundBar({ t, o, h, l, c, v }: BarColumns): { readonly index: number; readonly why: string } | null {
  const count = t.length;
  if ([o, h, l, c, v].some((column) => column.length !== count)) return { index: 0, why: 'columns-differ' };
  for (let i = 0; i < count; i += 1) {
    // In range; a comparison with NaN is false, so NaN fails each of these.
    if (!(o[i]! > 0 && h[i]! > 0 && l[i]! > 0 && c[i]! > 0 && h[i]! < Infinity))
      return { index: i, why: 'not-a-price' };
    const [most, least] = [h[i]! * (1 + RANGE_SLACK), l[i]! * (1 - RANGE_SLACK)];
    if (!(h[i]! >= l[i]! && o[i]! <= most && c[i]! <= most && o[i]! >= least && c[i]! >= least))
      return { index: i, why: 'range' };
    if (!(v[i]! >= 0)) return { index: i, why: 'volume' };
    if (i > 0 ? !(t[i]! > t[i - 1]!) : !Number.isFinite(t[i]!)) return { index: i, why: 'order' };
  }
  return null;
}

/** Ratios at which companies split their shares. */
const SPLITS = [2, 3, 4, 5, 6, 7, 8, 10, 15, 20, 25, 50, 100, 1.5];
const SPLIT_TOLERANCE = 0.04;
/** Trading days are at most so far apart (a long holiday and its weekends). */
const GAP_DAYS = 12;

/** What is odd about one instrument's bars: said with the result, never mended in silence. */
export function oddities(
  symbol: string,
  bars: BarColumns,
  timeframe: Timeframe,
  splitsAt: ReadonlySet<number>,
): CodedNote<BarWarningCode>[] {
  const { t, o, c, v } = bars;
  const notes: CodedNote<BarWarningCode>[] = [];
  let empty = 0;
  let gaps = 0;
  let longest = 0;
  let gapAt = 0;
  const isDaily = timeframe === '1d';
  for (let i = 0; i < t.length; i += 1) {
    if (v[i] === 0) empty += 1;
    if (i === 0) continue;
    const days = (t[i]! - t[i - 1]!) / DAY_MS; // in range
    if (isDaily && days > GAP_DAYS) {
      gaps += 1;
      if (days > longest) [longest, gapAt] = [days, t[i - 1]!]; // in range
    }
    const ratio = o[i]! / c[i - 1]!; // in range
    if (ratio > 0.72 && ratio < 1.45) continue;
    if (splitsAt.has(t[i]!)) continue; // in range
    const split = SPLITS.find((n) => near(ratio * n) || near(ratio / n));
    if (split === undefined) continue;
    notes.push({
      code: 'split-not-adjusted',
      values: { symbol, day: dayText(Math.floor(t[i]! / DAY_MS)), percent: Math.round((ratio - 1) * 100) }, // in range
    });
  }
  if (empty > 0) notes.push({ code: 'bars-without-volume', values: { symbol, bars: empty, of: t.length } });
  if (gaps > 0) {
    const from = dayText(Math.floor(gapAt / DAY_MS));
    notes.push({ code: 'bars-missing', values: { symbol, gaps, days: Math.round(longest), from } });
  }
  return notes;
}

function near(ratio: number): boolean {
  return Math.abs(ratio - 1) < SPLIT_TOLERANCE;
}
