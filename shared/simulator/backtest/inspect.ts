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
  const oddities: CodedNote<BarWarningCode>[] = [];
  if ([o, h, l, c, v].some((column) => column.length !== count))
    return { unsound: { index: 0, why: 'columns-differ' }, oddities };
  const gapMs = known.timeframe === '1d' ? GAP_MS : Infinity;
  let empty = 0;
  let gaps = 0;
  let longest = 0;
  let gapAt = 0;
  for (let i = 0; i < count; i = nextToJudge(bars, i + 1, gapMs)) {
    const why = whyUnsound(bars, i);
    if (why !== null) return { unsound: { index: i, why }, oddities };
    if (v[i] === 0) empty += 1;
    if (i === 0) continue;
    const at = t[i]!; // in range, as all below
    const before = t[i - 1]!;
    if (at - before > gapMs) {
      gaps += 1;
      if (at - before > longest) {
        longest = at - before;
        gapAt = before;
      }
    }
    const ratio = o[i]! / c[i - 1]!;
    if (isJump(o[i]!, c[i - 1]!) && isSplit(ratio) && !known.splitsAt.has(at)) {
      const percent = Math.round((ratio - 1) * 100);
      oddities.push({ code: 'split-not-adjusted', values: { symbol, day: dayOf(at), percent } });
    }
  }
  if (empty > 0) oddities.push({ code: 'bars-without-volume', values: { symbol, bars: empty, of: count } });
  if (gaps > 0) {
    const days = Math.round(longest / DAY_MS);
    oddities.push({ code: 'bars-missing', values: { symbol, gaps, days, from: dayOf(gapAt) } });
  }
  return { unsound: null, oddities };
}

/** The first bar from there on of which there may be something to say; how many there are when of none. */
function nextToJudge(bars: BarColumns, from: number, gapMs: number): number {
  const count = bars.t.length;
  for (let begin = from; begin < count; begin += STRETCH) {
    const end = Math.min(begin + STRETCH, count);
    const found = firstNotPlain(bars, { begin, end, gapMs });
    if (found < end) return found;
  }
  return count;
}

/** Calls nothing and writes nothing, so that what it reads the columns by stays in registers. `begin` is above 0. */
function firstNotPlain(
  { t, o, h, l, c, v }: BarColumns,
  { begin, end, gapMs }: { readonly begin: number; readonly end: number; readonly gapMs: number },
): number {
  const above = 1 + RANGE_SLACK;
  const below = 1 - RANGE_SLACK;
  let before = t[begin - 1]!; // in range, as all below
  let closeBefore = c[begin - 1]!;
  for (let i = begin; i < end; i += 1) {
    const at = t[i]!;
    const high = h[i]!;
    const low = l[i]!;
    const open = o[i]!;
    const close = c[i]!;
    const most = high * above;
    const least = low * below;
    // A comparison with NaN is false, so a bar with a NaN is never plain.
    const isPlain =
      at > before &&
      at - before <= gapMs &&
      low > 0 &&
      high >= low &&
      high < Infinity &&
      open <= most &&
      open >= least &&
      close <= most &&
      close >= least &&
      v[i]! > 0 &&
      !isJump(open, closeBefore);
    if (!isPlain) return i;
    before = at;
    closeBefore = close;
  }
  return end;
}

/** As far from the close before as after a split. */
function isJump(open: number, closeBefore: number): boolean {
  return open <= closeBefore * 0.72 || open >= closeBefore * 1.45;
}

/** The UTC day of an instant; the epoch's where there is none. */
export function dayOf(at: number): string {
  return dayText(Number.isFinite(at) ? Math.floor(at / DAY_MS) : 0);
}

function whyUnsound({ t, o, h, l, c, v }: BarColumns, i: number): string | null {
  if (!(t[i]! > (t[i - 1] ?? -Infinity))) return 'order'; // in range, as below
  const [open, high, low, close] = [o[i]!, h[i]!, l[i]!, c[i]!];
  const prices = [open, high, low, close];
  if (prices.some((price) => !(price > 0 && price < Infinity))) return 'not-a-price';
  if (!(v[i]! >= 0)) return 'volume';
  const most = high * (1 + RANGE_SLACK);
  const least = low * (1 - RANGE_SLACK);
  return high >= low && open <= most && open >= least && close <= most && close >= least ? null : 'range';
}

function isSplit(ratio: number): boolean {
  return SPLITS.some((n) => near(ratio * n) || near(ratio / n));
}

function near(ratio: number): boolean {
  return Math.abs(ratio - 1) < SPLIT_TOLERANCE;
}
