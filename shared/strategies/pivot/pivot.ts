import { z } from 'zod';
import { emptyPeriod, readPeriodBefore, type PeriodBefore } from '../../analysis/pivots/period.ts';
import { pivotLevels, PIVOT_METHODS, type PivotLevels } from '../../analysis/pivots/pivot-levels.ts';
import { reason } from '../../domain/reason-codes.ts';
import type { Reason, SetupRecord } from '../../domain/signal.ts';
import { atr } from '../../indicators/atr/atr.ts';
import { roundDigits } from '../../lib/round-digits.ts';
import { setupRecord } from '../record.ts';
import { ATR_PERIOD } from '../signal-of.ts';
import { NO_RECORD, type Opinion, type SetupMiss, type Strategy, type StrategyView } from '../strategy.ts';

export const pivotConfig = z.strictObject({
  method: z.enum(PIVOT_METHODS).default('classic').describe('config.pivot.method'),
  /** Only while the slow average is under the price. */
  slow: z.int().min(3).max(230).default(50).describe('config.pivot.slow'),
});
export type PivotConfig = z.infer<typeof pivotConfig>;
type View = StrategyView<PivotConfig>;

/** A level nearer than this leaves little to gain before it. */
const NEAR_FRACTION = 0.01;
/** The longest period of a day's bars: 390 minutes, 96 quarters of a day that never closes. */
const PERIOD_BARS_MAX = 400;

const SLOW = 0;

/**
 * Buys when the price closes over the pivot of the period before (a day's for intraday bars, a week's for days, a
 * month's for weeks) having closed under it on the bar before, inside a rise; sells under the first support or over the
 * second resistance. Where shorts are allowed, the mirror image too. (J. Person, A Complete Guide to Technical Trading
 * Tactics, 2004, ch. 6.)
 */
export const PIVOT: Strategy<PivotConfig> = {
  name: 'pivot',
  configSchema: pivotConfig,
  screen: ({ slow }) => ({ screener: 'trend-momentum-volume', config: { slow: Math.max(slow, 21), volumeTimes: 0 } }),
  barsNeeded: ({ slow }) => slow + 1,
  indicators: ({ slow }) => [{ indicator: 'sma', params: { period: slow } }],
  horizon: { '1m': 'short', '5m': 'short', '15m': 'short', '1h': 'short', '1d': 'short', '1w': 'mid' },
  holdingBars: 10, // two weeks of daily bars
  decide,
  explain: (view) =>
    view.holding === null
      ? { record: recordOf(view), reasonsFor: view.candidate?.reasons ?? [], reasonsAgainst: against(view) }
      : { record: NO_RECORD, reasonsFor: [], reasonsAgainst: [] },
  miss: (view) => {
    const levels = levelsAt(view, view.index);
    if (levels === null) return null;
    const has = view.columns.c[view.index]! / levels.pivot; // in range
    return has <= 1 ? ({ code: 'pivot', has, needs: 1, nearness: has } satisfies SetupMiss) : null;
  },
};

/** Written anew by every reading: nothing of it is kept from one bar to the next. */
const period: PeriodBefore = emptyPeriod();

function readPeriod({ columns, timeframe }: View, index: number): boolean {
  return readPeriodBefore(columns, index, timeframe, period);
}

function levelsAt(view: View, index: number): PivotLevels | null {
  return readPeriod(view, index) ? pivotLevels(view.config.method, period) : null;
}

/** The pivot alone, without garbage: every method but Woodie's has the same. */
function pivotAt(view: View, index: number): number {
  if (!readPeriod(view, index)) return NaN;
  return view.config.method === 'woodie'
    ? (period.high + period.low + 2 * period.nextOpen) / 4
    : (period.high + period.low + period.close) / 3;
}

function decide(view: View): Opinion | null {
  const { holding, columns, index } = view;
  const price = columns.c[index]!; // in range: the newest closed bar
  const slow = view.value(SLOW);
  if (index < 1 || Number.isNaN(slow)) return null;
  if (holding !== null) return leave(view, price, holding.side);
  const before = columns.c[index - 1]!; // in range: index >= 1
  const isRising = price > slow;
  if (!isRising && !view.mayShort) return null;
  const pivot = pivotAt(view, index);
  if (isRising && price > pivot && before <= pivot) return { side: 'buy', reasons: [overPivot(price / pivot - 1)] };
  if (!view.mayShort || isRising || !(price < pivot && before >= pivot)) return null;
  return { side: 'sell', reasons: [reason('under-pivot', { percent: roundDigits((1 - price / pivot) * 100, 1) })] };
}

/** What is held ends outside the levels of the period; on a bar inside them nothing is made but those. */
function leave(view: View, price: number, side: 'long' | 'short'): Opinion | null {
  const levels = levelsAt(view, view.index);
  if (levels === null) return null;
  const support = levels.support[0]!; // every method has three at least
  const resistance = levels.resistance[0]!; // as above
  if (side === 'short')
    return price > resistance ? { side: 'buy', reasons: [overPivot(price / levels.pivot - 1)] } : null;
  if (price < support) {
    return {
      side: 'sell',
      reasons: [reason('under-support', { percent: roundDigits((1 - price / support) * 100, 1) })],
    };
  }
  const far = levels.resistance[1]!; // as above
  if (!(price > far)) return null;
  return { side: 'sell', reasons: [reason('at-resistance', { percent: roundDigits((price / far - 1) * 100, 1) })] };
}

function overPivot(fraction: number): Reason {
  return reason('over-pivot', { percent: roundDigits(fraction * 100, 1) });
}

function against(view: View): Reason[] {
  const levels = levelsAt(view, view.index);
  const price = view.columns.c[view.index]!; // in range: the newest closed bar
  const next = levels?.resistance.find((level) => level > price);
  if (next === undefined || next / price - 1 >= NEAR_FRACTION) return [];
  return [reason('near-resistance', { percent: roundDigits((next / price - 1) * 100, 1) })];
}

function recordOf(view: View): SetupRecord {
  const { columns, series, index, config, profile } = view;
  const { h, l, c } = columns;
  const slow = series[SLOW]!; // declared
  return setupRecord({
    columns,
    index,
    // A record that looks further back than the bars of a look would cost more than it tells.
    firstBar: Math.max(config.slow + 1, index - 4 * PERIOD_BARS_MAX),
    began: (i) => {
      if (!(c[i]! > slow[i]!)) return false; // in range; false on NaN
      const pivot = pivotAt(view, i);
      return c[i]! > pivot && c[i - 1]! <= pivot; // in range: i >= firstBar >= 1
    },
    atr: atr({ h: h.subarray(0, index + 1), l: l.subarray(0, index + 1), c: c.subarray(0, index + 1) }, ATR_PERIOD),
    profile,
    holdingBars: PIVOT.holdingBars,
  });
}
