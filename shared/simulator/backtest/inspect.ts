import type { BarWarningCode, CodedNote } from '../../domain/backtest-codes.ts';
import type { BarColumns, Timeframe } from '../../domain/bar.ts';
import { dayText } from '../../domain/calendar/day.ts';
import { RANGE_SLACK } from '../../domain/bar-csv/csv-row.ts';
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
  { t, o, h, l, c, v }: BarColumns,
  known: { readonly timeframe: Timeframe; readonly splitsAt: ReadonlySet<number> },
): Inspection {
  const count = t.length;
  const oddities: CodedNote<BarWarningCode>[] = [];
  if ([o, h, l, c, v].some((column) => column.length !== count))
    return { unsound: { index: 0, why: 'columns-differ' }, oddities };
  const gapMs = known.timeframe === '1d' ? GAP_MS : Infinity;
  let empty = 0;
  let gaps = 0;
  let longest = 0;
  let gapAt = 0;
  for (let i = 0; i < count; i += 1) {
    const at = t[i]!; // in range, as all below
    // Read again, not carried along: what a loop carries into an object is boxed at every bar.
    const before = i === 0 ? -Infinity : t[i - 1]!;
    const closeBefore = i === 0 ? NaN : c[i - 1]!;
    const high = h[i]!;
    const low = l[i]!;
    const open = o[i]!;
    const close = c[i]!;
    const volume = v[i]!;
    const most = high * (1 + RANGE_SLACK);
    const least = low * (1 - RANGE_SLACK);
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
      volume >= 0;
    if (!isSound) {
      return { unsound: { index: i, why: whyUnsound({ at, before, open, high, low, close, volume }) }, oddities };
    }
    if (volume === 0) empty += 1;
    if (at - before > gapMs && i > 0) {
      gaps += 1;
      if (at - before > longest) {
        longest = at - before;
        gapAt = before;
      }
    }
    if (open <= closeBefore * 0.72 || open >= closeBefore * 1.45) {
      const ratio = open / closeBefore;
      if (!known.splitsAt.has(at) && SPLITS.some((n) => near(ratio * n) || near(ratio / n))) {
        const percent = Math.round((ratio - 1) * 100);
        oddities.push({ code: 'split-not-adjusted', values: { symbol, day: dayOf(at), percent } });
      }
    }
  }
  if (empty > 0) oddities.push({ code: 'bars-without-volume', values: { symbol, bars: empty, of: count } });
  if (gaps > 0) {
    const days = Math.round(longest / DAY_MS);
    oddities.push({ code: 'bars-missing', values: { symbol, gaps, days, from: dayOf(gapAt) } });
  }
  return { unsound: null, oddities };
}

/** The UTC day of an instant; the epoch's where there is none. */
export function dayOf(at: number): string {
  return dayText(Number.isFinite(at) ? Math.floor(at / DAY_MS) : 0);
}

function whyUnsound(bar: Record<'at' | 'before' | 'open' | 'high' | 'low' | 'close' | 'volume', number>): string {
  if (!(bar.at > bar.before)) return 'order';
  if ([bar.open, bar.high, bar.low, bar.close].some((price) => !(price > 0 && price < Infinity))) return 'not-a-price';
  return bar.volume >= 0 ? 'range' : 'volume';
}

function near(ratio: number): boolean {
  return Math.abs(ratio - 1) < SPLIT_TOLERANCE;
}
