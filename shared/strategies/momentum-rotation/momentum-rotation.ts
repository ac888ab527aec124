import { z } from 'zod';
import { reason } from '../../domain/reason-codes.ts';
import type { Reason, SetupRecord } from '../../domain/signal.ts';
import { atr } from '../../indicators/atr/atr.ts';
import { roundDigits } from '../../lib/round-digits.ts';
import { setupRecord } from '../record.ts';
import { ATR_PERIOD } from '../signal-of.ts';
import { NO_RECORD, type Opinion, type SetupMiss, type Strategy, type StrategyView } from '../strategy.ts';

export const momentumRotationConfig = z
  .strictObject({
    lookback: z.int().min(10).max(230).default(126).describe('config.momentum-rotation.lookback'),
    /** The newest bars are left out of it. */
    skip: z.int().min(0).max(60).default(21).describe('config.momentum-rotation.skip'),
    slow: z.int().min(3).max(230).default(50).describe('config.momentum-rotation.slow'),
    /** Buys the first so many of the ranking, and keeps them until they fall behind `keep`. */
    top: z.int().min(1).max(50).default(5).describe('config.momentum-rotation.top'),
    keep: z.int().min(1).max(100).default(10).describe('config.momentum-rotation.keep'),
  })
  .refine(({ lookback, skip }) => skip < lookback, {
    message: 'config.momentum-rotation.skip-below-lookback',
    path: ['skip'],
  })
  .refine(({ top, keep }) => top <= keep, { message: 'config.momentum-rotation.top-within-keep', path: ['top'] });
export type MomentumRotationConfig = z.infer<typeof momentumRotationConfig>;
type View = StrategyView<MomentumRotationConfig>;

const FAR_RISE_PERCENT = 80;
const RECENT_BARS = 5;

// Places of the columns.
const CHANGE = 0;
const SLOW = 1;

/**
 * Buys what has risen most among what is looked at and still stands over its average; sells it when its own rise is
 * gone and it stands under its average, or others have risen more. Where shorts are allowed, what has fallen and stands under its average too. (Ranking
 * without the newest bars: Jegadeesh and Titman 1993; a rise of its own besides: Antonacci, Dual Momentum
 * Investing, 2014.) Without a screen, as in a bare backtest, there is no ranking and its own rise decides.
 */
export const MOMENTUM_ROTATION: Strategy<MomentumRotationConfig> = {
  name: 'momentum-rotation',
  configSchema: momentumRotationConfig,
  screen: ({ lookback, skip, slow }) => ({ screener: 'momentum-rank', config: { lookback, skip, slow } }),
  barsNeeded: ({ lookback, slow }) => Math.max(lookback + 1, slow),
  indicators: ({ lookback, skip, slow }) => [
    { indicator: 'roc', params: { period: lookback - skip } },
    { indicator: 'sma', params: { period: slow } },
  ],
  horizon: { '1m': 'short', '5m': 'short', '15m': 'short', '1h': 'mid', '1d': 'mid', '1w': 'long' },
  holdingBars: 63, // a quarter of daily bars
  decide,
  explain: (view) =>
    view.holding === null
      ? { record: recordOf(view), reasonsFor: [], reasonsAgainst: against(view) }
      : { record: NO_RECORD, reasonsFor: [], reasonsAgainst: [] },
  miss: (view) => {
    const place = view.candidate?.place ?? 1;
    const needs = view.config.top;
    return place <= needs ? null : ({ code: 'place', has: place, needs, nearness: needs / place } satisfies SetupMiss);
  },
};

function decide(view: View): Opinion | null {
  const { config, holding, columns, index } = view;
  const change = view.value(CHANGE, config.skip);
  const average = view.value(SLOW);
  if (Number.isNaN(change) || Number.isNaN(average)) return null;
  if (holding !== null) {
    if (holding.side === 'short') return change >= 0 ? { side: 'buy', reasons: [risen(change, config)] } : null;
    // Under its average too: a rise that turns around nothing would be bought and sold on every other bar.
    if (change <= 0 && (columns.c[index] ?? NaN) < average) return { side: 'sell', reasons: [gone(change, config)] };
    const standing = view.candidate;
    if (standing === null || standing.place <= config.keep) return null;
    return { side: 'sell', reasons: [reason('fell-behind', { place: standing.place, of: standing.of })] };
  }
  const price = columns.c[index]!; // in range: the newest closed bar
  if (change > 0 && price > average) {
    const place = view.candidate?.place ?? 1;
    return place <= config.top ? { side: 'buy', reasons: [risen(change, config)] } : null;
  }
  if (!view.mayShort || !(change < 0 && price < average)) return null;
  return { side: 'sell', reasons: [gone(change, config)] };
}

function risen(percent: number, { lookback }: MomentumRotationConfig): Reason {
  return reason('past-return', { percent: roundDigits(percent, 1), bars: lookback });
}

function gone(percent: number, { lookback }: MomentumRotationConfig): Reason {
  return reason('momentum-gone', { percent: roundDigits(-percent, 1), bars: lookback });
}

function against(view: View): Reason[] {
  const { columns, index, config } = view;
  const reasons: Reason[] = [];
  const change = view.value(CHANGE, config.skip);
  if (change >= FAR_RISE_PERCENT) {
    reasons.push(reason('rose-far', { percent: roundDigits(change, 0), bars: config.lookback }));
  }
  const price = columns.c[index]!; // in range: the newest closed bar
  const before = columns.c[index - RECENT_BARS];
  if (before !== undefined && price < before) {
    reasons.push(reason('still-falling', { percent: roundDigits((1 - price / before) * 100, 1), bars: RECENT_BARS }));
  }
  return reasons;
}

/** Of its own rise alone: nobody knows any more how it ranked then. */
function recordOf({ columns, series, index, config, profile }: View): SetupRecord {
  const { h, l, c } = columns;
  const [change, average] = series as readonly [Float64Array, Float64Array]; // what `indicators` declares
  const stands = (i: number): boolean => change[i - config.skip]! > 0 && c[i]! > average[i]!; // false on NaN
  return setupRecord({
    columns,
    index,
    firstBar: MOMENTUM_ROTATION.barsNeeded(config),
    began: (i) => stands(i) && !stands(i - 1),
    atr: atr({ h: h.subarray(0, index + 1), l: l.subarray(0, index + 1), c: c.subarray(0, index + 1) }, ATR_PERIOD),
    profile,
    holdingBars: MOMENTUM_ROTATION.holdingBars,
  });
}
