import type { BarColumns, Timeframe } from '../domain/bar.ts';
import { visibleUntil } from '../domain/bar-times.ts';
import type { Exchange } from '../domain/instrument.ts';
import { resampleBars } from '../domain/resample.ts';
import type { Horizon } from '../domain/signal.ts';
import { atr } from '../indicators/atr/atr.ts';
import type { MarketMs } from '../lib/time.ts';
import { bullFlagAt, type BullFlag } from '../indicators/patterns/bull-flag.ts';
import { rulesFor, tradedIn, type Traded } from './index-eligibility.ts';
import { horizonOf } from './horizon-class.ts';
import { levelsOf, type Levels } from './levels.ts';
import { measuresOf, type Measures } from './measure.ts';
import { rate, type RatingCheck } from './rating.ts';

/** What the bars say of one instrument at the end of a market day. Prices adjusted for splits as of that day. */
export interface MeasuredDay {
  readonly overview: {
    readonly open: number;
    readonly high: number;
    readonly low: number;
    readonly close: number;
    readonly volume: number;
    /** Against the close of the day before, as a fraction; null on the first day. */
    readonly change: number | null;
    /** Volume against the usual of so many days before; null with too few of them. */
    readonly volumeTimes: number | null;
    readonly volumeDays: number;
    /** Mean of price times volume over those days and this one. */
    readonly turnover: number;
  };
  /** Over the days that rules for joining an index ask for. */
  readonly traded: Traded;
  readonly measures: Measures;
  readonly bullFlag: BullFlag | null;
  readonly horizon: Horizon;
  /** From the swings of days. */
  readonly levels: Levels | null;
  readonly checks: readonly RatingCheck[];
}

/** Days that "usual" is made of, and the fewest. */
const USUAL_DAYS = 20;
const USUAL_DAYS_MIN = 4;
const ATR_DAYS = 14;

/**
 * The day that ended at `marketAt`; null where the instrument has no bar on it. Indicators and checks are of the market's
 * own bars, as bots read them; forecasts take no part, so that days and instruments can be compared. Volume, stop and
 * target are of whole days.
 */
export function measureDay(
  columns: BarColumns,
  of: { readonly timeframe: Timeframe; readonly exchange: Exchange; readonly marketAt: MarketMs },
): MeasuredDay | null {
  const { timeframe, exchange, marketAt } = of;
  const isDaily = timeframe === '1d' || timeframe === '1w';
  const until = visibleUntil(exchange, '1d', marketAt);
  const days = isDaily
    ? columns
    : resampleBars(columns, { to: '1d', exchange, until, limit: USUAL_DAYS + 1, isCut: true });
  const last = days.t.length - 1;
  // What was halted today has its newest bar on an earlier one.
  if (last < 0 || (timeframe !== '1w' && days.t[last] !== until - 1)) return null;
  const [open, high, low, close, volume] = [days.o[last]!, days.h[last]!, days.l[last]!, days.c[last]!, days.v[last]!]; // in range
  const before = last > 0 ? days.c[last - 1]! : null; // in range
  const usual = usualOf(days, last);
  const measures = measuresOf(columns);
  const newest = columns.c.at(-1) ?? close;
  return {
    overview: {
      open,
      high,
      low,
      close,
      volume,
      change: before === null ? null : close / before - 1,
      ...usual,
    },
    traded: tradedIn(columns, columns.t.length - 1, rulesFor(exchange)),
    measures,
    bullFlag: bullFlagAt(columns, columns.t.length - 1),
    horizon: horizonOf(measures, '1d'),
    levels: levelsOf(close, dayRange(days), null),
    checks: rate({ close: newest, measures, forecastMedian: null, chanceUp: null }),
  };
}

function usualOf(
  { c, v }: BarColumns,
  last: number,
): Pick<MeasuredDay['overview'], 'volumeTimes' | 'volumeDays' | 'turnover'> {
  const from = Math.max(0, last - USUAL_DAYS);
  let volume = 0;
  let turnover = c[last]! * v[last]!; // in range, as below
  for (let i = from; i < last; i += 1) {
    volume += v[i]!;
    turnover += c[i]! * v[i]!;
  }
  const days = last - from;
  const mean = days === 0 ? 0 : volume / days;
  return {
    volumeTimes: days >= USUAL_DAYS_MIN && mean > 0 ? v[last]! / mean : null,
    volumeDays: days,
    turnover: turnover / (days + 1),
  };
}

/** Average true range of days; null with too few of them. */
function dayRange(days: BarColumns): number | null {
  const period = Math.min(ATR_DAYS, days.t.length - 1);
  return period < USUAL_DAYS_MIN ? null : (atr(days, period).at(-1) ?? null);
}
