import type { BarWarningCode, CodedNote } from '../../domain/backtest-codes.ts';
import type { BarColumns, Timeframe } from '../../domain/bar.ts';
import { dayText } from '../../domain/calendar/day.ts';
import { RANGE_SLACK } from '../../domain/bar-csv/csv-row.ts';
import { STRETCH } from '../../lib/stretch.ts';
import { DAY_MS } from '../../lib/time.ts';

/** Ratios at which companies split their shares. */
const SPLITS = [2, 3, 4, 5, 6, 7, 8, 10, 15, 20, 25, 50, 100, 1.5];
const SPLIT_TOLERANCE = 0.04;
/** Trading days are at most so far apart (a long holiday and its weekends). */
const GAP_MS = 12 * DAY_MS;

/** What one reading of an instrument's bars found. */
export interface Inspection {
  /** The first bar that no market can have made, and why; null when all are sound. */
  readonly unsound: { readonly index: number; readonly why: string } | null;
  /** What is odd: said with the result, never mended in silence. */
  readonly oddities: readonly CodedNote<BarWarningCode>[];
}

/** Reads all bars once. `splitsAt`: openings of the bars before which a split is known. */
export function inspectBars(
  symbol: string,
  bars: BarColumns,
  known: { readonly timeframe: Timeframe; readonly splitsAt: ReadonlySet<number> },
): Inspection {
  const { t, o, h, l, c, v } = bars;
  const count = t.length;
  if ([o, h, l, c, v].some((column) => column.length !== count))
    return { unsound: { index: 0, why: 'columns-differ' }, oddities: [] };
  const found: Found = { empty: 0, gaps: 0, longest: 0, gapAt: 0, splits: [] };
  const gapMs = known.timeframe === '1d' ? GAP_MS : Infinity;
  let unsound: Inspection['unsound'] = null;
  for (let from = 0; from < count && unsound === null; from += STRETCH) {
    const index = read(bars, { from, to: Math.min(from + STRETCH, count), gapMs }, found);
    if (index !== null) unsound = { index, why: whyUnsound(bars, index) };
  }
  const oddities: CodedNote<BarWarningCode>[] = [];
  for (const index of found.splits) {
    const at = t[index]!; // in range, and behind another bar
    if (known.splitsAt.has(at)) continue;
    const percent = Math.round((o[index]! / c[index - 1]! - 1) * 100); // as above
    oddities.push({ code: 'split-not-adjusted', values: { symbol, day: dayOf(at), percent } });
  }
  if (unsound !== null) return { unsound, oddities };
  const { empty, gaps, longest, gapAt } = found;
  if (empty > 0) oddities.push({ code: 'bars-without-volume', values: { symbol, bars: empty, of: count } });
  if (gaps > 0) {
    const days = Math.round(longest / DAY_MS);
    oddities.push({ code: 'bars-missing', values: { symbol, gaps, days, from: dayOf(gapAt) } });
  }
  return { unsound: null, oddities };
}

/** What is counted while bars are read. */
interface Found {
  empty: number;
  gaps: number;
  longest: number;
  gapAt: number;
  /** Bars that open as far from the close before as after a split. */
  readonly splits: number[];
}

/** Index of the first bar of a stretch that is not sound; null when all are. */
function read(
  { t, o, h, l, c, v }: BarColumns,
  { from, to, gapMs }: { readonly from: number; readonly to: number; readonly gapMs: number },
  found: Found,
): number | null {
  let before = from === 0 ? -Infinity : t[from - 1]!; // in range, as all below
  let closeBefore = from === 0 ? NaN : c[from - 1]!;
  const above = 1 + RANGE_SLACK;
  const below = 1 - RANGE_SLACK;
  for (let i = from; i < to; i += 1) {
    const at = t[i]!;
    const high = h[i]!;
    const low = l[i]!;
    const open = o[i]!;
    const close = c[i]!;
    const most = high * above;
    const least = low * below;
    // A comparison with NaN is false, so a NaN is never sound.
    const isSound =
      at > before &&
      low > 0 &&
      high >= low &&
      high < Infinity &&
      open <= most &&
      open >= least &&
      close <= most &&
      close >= least &&
      v[i]! >= 0;
    if (!isSound) return i;
    if (v[i] === 0) found.empty += 1;
    if (at - before > gapMs && i > 0) {
      found.gaps += 1;
      if (at - before > found.longest) {
        found.longest = at - before;
        found.gapAt = before;
      }
    }
    const isJump = open <= closeBefore * 0.72 || open >= closeBefore * 1.45;
    if (isJump && isSplit(open / closeBefore)) found.splits.push(i);
    before = at;
    closeBefore = close;
  }
  return null;
}

/** The UTC day of an instant; the epoch's where there is none. */
export function dayOf(at: number): string {
  return dayText(Number.isFinite(at) ? Math.floor(at / DAY_MS) : 0);
}

function whyUnsound({ t, o, h, l, c, v }: BarColumns, index: number): string {
  if (!(t[index]! > (t[index - 1] ?? -Infinity))) return 'order'; // in range, as below
  if ([o, h, l, c].some((column) => !(column[index]! > 0 && column[index]! < Infinity))) return 'not-a-price';
  return v[index]! >= 0 ? 'range' : 'volume';
}

function isSplit(ratio: number): boolean {
  return SPLITS.some((n) => near(ratio * n) || near(ratio / n));
}

function near(ratio: number): boolean {
  return Math.abs(ratio - 1) < SPLIT_TOLERANCE;
}
